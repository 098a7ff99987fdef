"""Dispersion beside perplexity as arXiv 2506.24106 groups them, on drawn numbers: writes protocol.json."""
import json
import numpy as np
from scipy.spatial.distance import pdist
from scipy.stats import pearsonr, spearmanr

rng = np.random.default_rng(42)
n, size, grid, below = 123, 5, 12, 40.0
perplexity = np.exp(rng.normal(2.7, 0.8, n))
within = 0.6 - 0.05 * np.log(perplexity) + rng.normal(0, 0.05, n)
states = (rng.normal(size=(n, 4)) + np.log(perplexity)[:, None]).astype(np.float32)

order = np.argsort(perplexity, kind="stable")
groups = [order[i : i + size] for i in range(0, n - size + 1, size)]
means = np.array([perplexity[g].mean() for g in groups])
picked = sorted({int(np.argmin(np.abs(means - x))) for x in np.linspace(means[0], means[-1], grid)})
picked = [g for g in picked if means[g] < below]
x = means[picked]


def correlations(of_groups, of_segments):
    return {
        "groups": of_groups.tolist(),
        "groupPearson": pearsonr(x, of_groups)[0],
        "groupSpearman": spearmanr(x, of_groups)[0],
        "segmentPearson": pearsonr(perplexity, of_segments)[0],
        "segmentSpearman": spearmanr(perplexity, of_segments)[0],
    }


unit = states.astype(np.float64) / np.linalg.norm(states.astype(np.float64), axis=1, keepdims=True)
others = np.array([np.delete(1 - unit @ unit[i], i).mean() for i in range(n)])
json.dump(
    {
        "groupSize": size,
        "groups": grid,
        "below": below,
        "perplexity": perplexity.tolist(),
        "withinOfSegments": within.tolist(),
        "states": states.tolist(),
        "means": x.tolist(),
        "within": correlations(np.array([within[groups[g]].mean() for g in picked]), within),
        "across": correlations(
            np.array([pdist(states[groups[g]].astype(np.float64), "cosine").mean() for g in picked]), others
        ),
    },
    open("protocol.json", "w"),
)
