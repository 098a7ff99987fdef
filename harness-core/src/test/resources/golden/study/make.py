"""Reference values for org.modelassay.study."""
import json
import math

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import OLSInfluence

rng = np.random.default_rng(20261127)
cases = []
for n, effect, noise in [(5, 0.3, 0.02), (19, 0.25, 0.02), (40, 0.0, 0.05)]:
    efficiency = np.exp(rng.normal(-1.4, 0.2, n))
    lmcr = np.exp(rng.normal(-2.3, 0.15, n)) * efficiency ** 0.3
    x, z = np.log(lmcr), np.log(efficiency)
    y = 0.1 - 0.4 * x + effect * z + rng.normal(0, noise, n)
    y[n // 2] += 8 * noise  # one that stands off
    line = sm.OLS(y, sm.add_constant(x)).fit()
    plane = sm.OLS(y, sm.add_constant(np.column_stack([x, z]))).fit()
    studentised = OLSInfluence(line).resid_studentized_external
    p = 2 * stats.t.sf(np.abs(studentised), n - 3)
    expected = []
    for i in range(n):
        others = np.arange(n) != i
        fit = sm.OLS(y[others], sm.add_constant(x[others])).fit()
        row = fit.get_prediction([[1, x[i]]]).summary_frame(0.05).iloc[0]
        expected.append([float(row["obs_ci_lower"]), float(row["obs_ci_upper"])])
    cases.append(dict(
        score=y.tolist(), lmcr=lmcr.tolist(), tokenEfficiency=efficiency.tolist(),
        intercept=float(line.params[0]), slope=float(line.params[1]), residual=line.resid.tolist(),
        tokenizerSlope=float(plane.params[2]), tokenizerInterval=[float(v) for v in plane.conf_int()[2]],
        rest=plane.resid.tolist(), tokenizer=(plane.fittedvalues - line.fittedvalues).tolist(),
        tokenizerShare=float(1 - plane.ssr / line.ssr), studentised=studentised.tolist(),
        outlier=multipletests(p, method="holm")[1].tolist(), expected=expected))
with open("study.json", "w") as f:
    json.dump(cases, f, indent=1)
    f.write("\n")
