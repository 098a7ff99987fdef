"""Writes statistics.json: what scipy, statsmodels and pingouin say, or plain formulas by other routes.

    pip install scipy==1.17.1 statsmodels pingouin
    python make.py
"""
import itertools
import json
import math
import pathlib

import numpy as np
import pandas as pd
import pingouin
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats import contingency_tables, multitest, proportion, weightstats

rng = np.random.default_rng(20261127)
out = {"versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
                    "pingouin": pingouin.__version__, "numpy": np.__version__}}


def clustered(n, groups, spread, rate=None):
    """Values and clusters of unequal sizes that resemble each other."""
    cluster = np.sort(rng.integers(0, groups, n))
    effect = rng.normal(0, spread, groups)[cluster]
    values = effect + rng.gamma(2, 1, n)
    if rate is not None:
        values = (stats.norm.cdf(effect + rng.normal(0, 1, n), scale=math.hypot(1, spread)) < rate).astype(float)
    return values, cluster


def clustered_variance(values, cluster):
    """statsmodels' variance of a regression on nothing, robust to clusters; corrected by G / (G - 1)."""
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    return fit.bse[0] ** 2


# Rates
out["wilson"] = [dict(k=k, n=n, low=float(w[0]), high=float(w[1]))
                 for k, n in [(0, 20), (20, 20), (1, 20), (26, 320), (3, 1000), (5000, 100000)]
                 for w in [proportion.proportion_confint(k, n, 0.05, "wilson")]]
out["clopperPearson"] = [dict(k=k, n=n, confidence=c, low=float(w[0]), high=float(w[1]))
                         for k, n, c in [(3, 50, 0.9), (3, 50, 0.99), (129, 975, 0.95)]
                         for w in [proportion.proportion_confint(k, n, 1 - c, "beta")]]


def korn_graubard(x, cluster):
    n, p, g = len(x), x.mean(), len(set(cluster))
    v = clustered_variance(x, cluster)
    size = p * (1 - p) / v if v > 0 else n
    size *= (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, g - 1)) ** 2
    size = min(size, n)
    k = p * size
    low = 0 if k == 0 else stats.beta.ppf(0.025, k, size - k + 1)
    high = 1 if k == size else stats.beta.ppf(0.975, k + 1, size - k)
    return dict(values=x.tolist(), clusters=cluster.tolist(), size=float(size), low=float(low), high=float(high))


out["kornGraubard"] = [korn_graubard(*clustered(n, g, s, r)) for n, g, s, r in
                       [(60, 8, 1, 0.3), (200, 25, 0.5, 0.05), (120, 40, 0, 0.2), (80, 5, 2, 0.5)]]
none, of = clustered(50, 10, 1)
out["kornGraubard"] += [korn_graubard(none * 0, of), korn_graubard(none * 0 + 1, of)]

# McNemar
out["mcNemar"] = []
for b, c in [(1, 7), (6, 16), (86, 43), (20, 22), (5, 5), (0, 0), (0, 4), (412, 340)]:
    n = b + c
    point = stats.binom.pmf(b, n, 0.5)
    exact = contingency_tables.mcnemar([[0, b], [c, 0]], exact=True).pvalue if n else 1
    out["mcNemar"].append(dict(
        b=b, c=c, exactOneSided=float(stats.binom.sf(b - 1, n, 0.5)), exactTwoSided=float(min(1, exact)),
        midPOneSided=float(stats.binom.sf(b, n, 0.5) + point / 2),
        midPTwoSided=float(exact - point if b != c else 1 - point / 2)))


# Tango, by the likelihood maximised numerically
def tango_score(b, c, n, d):
    if b - c == n * d:
        return 0
    low, high = max(0, -d), (1 - d) / 2

    def slope(q):  # derivative of the log likelihood in q, the share of the second disagreement
        return (b / (q + d) if b else 0) + (c / q if c else 0) - 2 * (n - b - c) / (1 - 2 * q - d)

    eps = 1e-15
    if slope(low + eps) <= 0:
        q = low
    else:
        q = optimize.brentq(slope, low + eps, high - eps, xtol=1e-16)
    return (b - c - n * d) / math.sqrt(n * (2 * q + d * (1 - d)))


def tango(b, c, n, confidence):
    z = stats.norm.ppf((1 + confidence) / 2)
    d = (b - c) / n
    low = optimize.brentq(lambda x: tango_score(b, c, n, x) - z, -1 + 1e-9, d - 1e-12, xtol=1e-15)
    high = optimize.brentq(lambda x: tango_score(b, c, n, x) + z, d + 1e-12, 1 - 1e-9, xtol=1e-15)
    return low, high


out["tango"] = [dict(b=b, c=c, n=n, confidence=conf, low=t[0], high=t[1])
                for b, c, n, conf in [(1, 7, 21, 0.9), (86, 43, 975, 0.9), (9, 17, 320, 0.99), (40, 38, 1000, 0.95)]
                for t in [tango(b, c, n, conf)]]
out["tangoClustered"] = []
for n, g, s in [(150, 12, 1), (400, 50, 0.5)]:
    x, cluster = clustered(n, g, s)
    d = np.where(x > np.quantile(x, 0.85), 1.0, np.where(x < np.quantile(x, 0.1), -1.0, 0.0))
    b, c = int((d == 1).sum()), int((d == -1).sum())
    naive = ((b + c) / n - d.mean() ** 2) / n
    scale = naive / clustered_variance(d, cluster)
    scale = min(1, scale * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, len(set(cluster)) - 1)) ** 2)
    low, high = tango(b * scale, c * scale, n * scale, 0.95)
    out["tangoClustered"].append(dict(values=d.tolist(), clusters=cluster.tolist(), low=low, high=high))
out["equivalentShares"] = [
    dict(b=b, c=c, n=n, margin=m,
         p=float(max(stats.norm.sf(tango_score(b, c, n, -m)), stats.norm.cdf(tango_score(b, c, n, m)))))
    for b, c, n, m in [(40, 38, 1000, 0.02), (12, 30, 500, 0.05), (86, 43, 975, 0.05), (3, 3, 60, 0.1)]]

# Means
out["means"] = []
for n, g, s in [(30, 6, 1), (200, 40, 0.5), (25, 25, 0)]:
    x, cluster = clustered(n, g, s)
    if g == n:
        cluster = np.arange(n)
    x = x - 2
    se, cse = stats.sem(x), math.sqrt(clustered_variance(x, cluster))
    t = stats.t.interval(0.95, n - 1, x.mean(), se)
    ct = stats.t.interval(0.95, len(set(cluster)) - 1, x.mean(), cse)
    tost = weightstats.DescrStatsW(x).ttost_mean(-0.5, 0.5)[0]
    clustered_tost = stats.t.sf((0.5 - abs(x.mean())) / cse, len(set(cluster)) - 1)
    out["means"].append(dict(values=x.tolist(), clusters=cluster.tolist(), error=float(se), clusteredError=cse,
                             interval=[float(v) for v in t], clusteredInterval=[float(v) for v in ct],
                             equivalence=float(tost), clusteredEquivalence=float(clustered_tost)))

# Permutation: all arrangements by itertools, the statistic recomputed for each
SIDES = ["GREATER", "LESS", "TWO_SIDED"]


def extreme(all_, observed, side):
    sign = {"GREATER": all_, "LESS": -all_, "TWO_SIDED": np.abs(all_)}[side]
    bound = {"GREATER": observed, "LESS": -observed, "TWO_SIDED": abs(observed)}[side]
    return float((sign >= bound - 1e-11).mean())


out["signFlip"], out["twoSample"], out["relation"] = [], [], []
for d in [rng.normal(0.5, 1, 12), rng.integers(-2, 3, 11).astype(float), rng.integers(-1, 2, 14).astype(float)]:
    flips = np.array([np.dot(signs, d) for signs in itertools.product([1, -1], repeat=len(d))])
    out["signFlip"].append(dict(x=d.tolist(), **{s: extreme(flips, d.sum(), s) for s in SIDES}))
for x, y in [(rng.normal(0, 1, 5), rng.normal(1, 1, 8)), (rng.integers(0, 4, 6) * 0.1, rng.integers(0, 5, 5) * 0.1)]:
    pool = np.concatenate([x, y])
    picks = [list(i) for i in itertools.combinations(range(len(pool)), len(x))]
    all_ = np.array([pool[i].mean() - np.delete(pool, i).mean() for i in picks])
    out["twoSample"].append(dict(x=x.tolist(), y=y.tolist(),
                                 **{s: extreme(all_, x.mean() - y.mean(), s) for s in SIDES}))
    check = stats.permutation_test((x, y), lambda a, b: a.mean() - b.mean(), alternative="greater", n_resamples=10**6)
    assert abs(check.pvalue - out["twoSample"][-1]["GREATER"]) < 1e-12
for x, y in [(rng.normal(0, 1, 7), rng.normal(0, 1, 7)), (np.array([1., 2, 2, 3, 5, 8]), np.array([2., 1, 4, 4, 6, 5]))]:
    for name, f in [("pearson", stats.pearsonr), ("spearman", stats.spearmanr)]:
        all_ = np.array([f(x, np.array(q)).statistic for q in itertools.permutations(y)])
        out["relation"].append(dict(kind=name, x=x.tolist(), y=y.tolist(),
                                    **{s: extreme(all_, f(x, y).statistic, s) for s in SIDES}))

# Several tests
out["adjusted"] = []
for p in [[0.01, 0.04, 0.03, 0.005], [0.2], [0.5, 0.001, 0.001, 0.9, 0.02, 0.04, 1.0], rng.uniform(0, 0.2, 12).tolist()]:
    out["adjusted"].append(dict(p=p, holm=multitest.multipletests(p, method="holm")[1].tolist(),
                                benjaminiHochberg=multitest.multipletests(p, method="fdr_bh")[1].tolist()))

# Items that decide: every number of items tried in turn
out["itemsToDecideRate"] = []
for k, n, limit in [(0, 10, 0.02), (1, 100, 0.02), (5, 320, 0.05), (26, 320, 0.05), (30, 320, 0.08), (3, 7, 0.6),
                    (19, 1000, 0.025), (9, 10, 0.85), (1, 3, 0.3), (2, 1000, 0.02)]:
    for m in itertools.count(n):
        if k / n < limit:
            j = -(-k * m // n)
            if j < m and stats.beta.ppf(0.975, j + 1, m - j) <= limit:
                break
        else:
            j = k * m // n
            if j and stats.beta.ppf(0.025, j, m - j + 1) > limit:
                break
    out["itemsToDecideRate"].append(dict(k=k, n=n, limit=limit, items=m))
out["rateDetectable"] = []
for n, limit, power in [(1000, 0.02, 0.8), (320, 0.05, 0.9), (200, 0.02, 0.5)]:
    most = max(k for k in range(n) if stats.beta.ppf(0.975, k + 1, n - k) <= limit)
    rate = optimize.brentq(lambda p: stats.binom.cdf(most, n, p) - power, 1e-9, limit, xtol=1e-15)
    out["rateDetectable"].append(dict(n=n, limit=limit, power=power, rate=rate))
out["itemsToDecideDifference"] = []
for b, c, n, limit in [(86, 43, 975, 0.02), (10, 8, 400, 0.02), (4, 4, 50, 0.05)]:
    for m in itertools.count(n):
        s = m / n
        low, high = tango(b * s, c * s, m, 0.95)
        if (high <= limit) if (b - c) / n < limit else (low > limit):
            break
    out["itemsToDecideDifference"].append(dict(b=b, c=c, n=n, limit=limit, items=m))

# Reliability
out["reliability"] = []
ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]  # Shrout and Fleiss
balanced = [rng.normal(m, 1, 12).tolist() for m in rng.normal(0, 0.7, 9)]
for slices in [ratings, balanced]:
    frame = pd.DataFrame([(t, r, v) for t, row in enumerate(slices) for r, v in enumerate(row)], columns=["t", "r", "v"])
    icc = pingouin.intraclass_corr(frame, "t", "r", "v")
    one, mean = icc.iloc[0], icc.iloc[3]
    m, n, k = len(slices), len(slices[0]), len(slices)
    f = stats.f_oneway(*slices).statistic
    ends = [f / stats.f.ppf(q, k - 1, k * (n - 1)) for q in (0.975, 0.025)]
    out["reliability"].append(dict(slices=slices, single=float(one["ICC"]), size=n, mean=float(mean["ICC"]),
                                   interval=[(e - 1) / (e + n - 1) for e in ends]))
slices = [rng.normal(m, 1, size).tolist() for m, size in zip(rng.normal(0, 1, 6), [3, 9, 5, 20, 2, 7])]
f, sizes = stats.f_oneway(*slices).statistic, np.array([len(s) for s in slices])
n0 = (sizes.sum() - (sizes ** 2).sum() / sizes.sum()) / (len(slices) - 1)
ends = [f / stats.f.ppf(q, len(slices) - 1, sizes.sum() - len(slices)) for q in (0.975, 0.025)]
single = (f - 1) / (f + n0 - 1)
out["reliability"].append(dict(slices=slices, single=float(single), size=10, mean=float(10 * single / (1 + 9 * single)),
                               interval=[float((e - 1) / (e + n0 - 1)) for e in ends]))

# Correlation and lines
out["correlation"], out["line"] = [], []
for n, slope in [(8, 1), (30, -0.4), (60, 0.05)]:
    x = rng.normal(10, 2, n)
    y = slope * x + rng.normal(0, 1, n)
    p, s = stats.pearsonr(x, y), stats.spearmanr(x, y)
    ci = p.confidence_interval(0.95)
    reach = stats.norm.ppf(0.975) * math.sqrt((1 + s.statistic ** 2 / 2) / (n - 3))
    out["correlation"].append(dict(
        x=x.tolist(), y=y.tolist(), pearson=float(p.statistic), pearsonP=float(p.pvalue),
        pearsonInterval=[float(ci.low), float(ci.high)], spearman=float(s.statistic), spearmanP=float(s.pvalue),
        spearmanInterval=[math.tanh(math.atanh(s.statistic) - reach), math.tanh(math.atanh(s.statistic) + reach)]))
    fit = sm.OLS(y, sm.add_constant(x)).fit()
    at = fit.get_prediction([[1, 7.5]]).summary_frame(0.05).iloc[0]
    out["line"].append(dict(
        x=x.tolist(), y=y.tolist(), intercept=float(fit.params[0]), slope=float(fit.params[1]),
        interceptError=float(fit.bse[0]), slopeError=float(fit.bse[1]), rSquared=float(fit.rsquared),
        residualError=float(math.sqrt(fit.mse_resid)), slopeInterval=[float(v) for v in fit.conf_int()[1]], at=7.5,
        mean=float(at["mean"]), confidence=[float(at["mean_ci_lower"]), float(at["mean_ci_upper"])],
        prediction=[float(at["obs_ci_lower"]), float(at["obs_ci_upper"])]))

# Bootstrap: the same recipe with so many resamples that their number does not matter; the level is expanded
def expanded(n):
    return float(1 - 2 * stats.norm.sf(stats.t.ppf(0.975, n - 1) * math.sqrt(n / (n - 1))))


out["bootstrap"], out["bootstrapRatio"] = [], []
for n, g, s in [(40, None, 0), (150, 25, 1)]:
    if g is None:
        x, sizes, cluster = rng.exponential(1, n), np.ones(n), np.arange(n)
        sums = x
    else:
        x, cluster = clustered(n, g, s)
        names = sorted(set(cluster))
        sums, sizes = np.array([x[cluster == c].sum() for c in names]), np.array([(cluster == c).sum() for c in names])
    b = stats.bootstrap((sums, sizes), lambda a, w, axis=-1: a.sum(axis) / w.sum(axis), paired=True, method="BCa",
                        confidence_level=expanded(len(sums)), n_resamples=200_000, batch=20_000,
                        rng=np.random.default_rng(1), vectorized=True)
    out["bootstrap"].append(dict(values=x.tolist(), clusters=np.asarray(cluster).tolist(),
                                 low=float(b.confidence_interval.low), high=float(b.confidence_interval.high)))
x, w = rng.gamma(2, 0.4, 30), rng.integers(20, 200, 30).astype(float)
b = stats.bootstrap((x * w, w), lambda a, w, axis=-1: a.sum(axis) / w.sum(axis), paired=True, method="BCa",
                    confidence_level=expanded(30), n_resamples=200_000, batch=20_000,
                    rng=np.random.default_rng(1), vectorized=True)
out["bootstrapRatio"].append(dict(values=x.tolist(), weights=w.tolist(),
                                  low=float(b.confidence_interval.low), high=float(b.confidence_interval.high)))

# Betting without replacement: capital of each hypothesis written out by logarithms, every sum tried
STAKES = [0.0125, 0.025, 0.05] + [f / 10 for f in range(1, 11)]
PURSES = [0.5 / 11.5] * 3 + [1 / 11.5] * 10


def peak(values, size, total, low, high):
    """The largest capital won against "the sum is at least total"."""
    best, logs = 1.0, np.zeros(len(STAKES))
    for i, v in enumerate(values):
        m = (total - sum(values[:i])) / (size - i)
        if m > high:
            return math.inf
        if m < high:
            with np.errstate(divide="ignore"):
                logs = logs + np.log(np.maximum(0, 1 + np.array(STAKES) * (m - v) / (high - m)))
            best = max(best, float(np.dot(PURSES, np.exp(logs))))
    return math.inf if total - sum(values) > high * (size - len(values)) else best


out["withoutReplacement"] = []
for size, low, high, p in [(120, 0, 1, [0.95, 0.05]), (100, 0, 1, [0.4, 0.6]), (150, -1, 1, [0.1, 0.7, 0.2])]:
    seen = rng.choice(np.arange(low, high + 1), size=size, p=p).tolist()
    looks = []
    for n in (size // 4, size // 2, size - 10, size):
        some = seen[:n]
        sums = range(low * size, high * size + 1)
        least = next(t for t in sums if peak([-v for v in some], size, -t, -high, -low) < 40)
        most = next(t for t in reversed(sums) if peak(some, size, t, low, high) < 40)
        looks.append(dict(n=n, low=least / size, high=most / size))
    out["withoutReplacement"].append(dict(values=seen, low=low, high=high, looks=looks))

path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(out, indent=None, separators=(",", ":")).replace('},{', '},\n{').replace('],"', '],\n"') + "\n")
