"""Draws what benchmarks/scaling measured: scaling.py CSV SVG."""

import csv
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

matplotlib.rcParams["svg.hashsalt"] = "assay"
axes = {}
for axis, size, seconds in csv.reader(open(sys.argv[1])):
    axes.setdefault(axis, []).append((int(size), float(seconds)))
figure, plots = plt.subplots(1, len(axes), figsize=(3.2 * len(axes), 2.8), layout="constrained")
for plot, (axis, points) in zip(plots, axes.items()):
    x, y = np.array(points).T
    slope, start = np.polyfit(x, y, 1)
    r2 = 1 - ((y - slope * x - start) ** 2).sum() / max(((y - y.mean()) ** 2).sum(), 1e-12)
    plot.plot(x, y, "o", color="#2b6cb0")
    plot.plot([0, x[-1]], [start, start + slope * x[-1]], color="#888", linewidth=1)
    plot.set(title=axis, xlabel=f"{1000 * slope:.3g} ms each, R² {r2:.3f}", xlim=0, ylim=(0, 1.1 * y.max()))
    plot.xaxis.set_major_locator(MaxNLocator(4))
plots[0].set_ylabel("seconds")
figure.savefig(sys.argv[2], metadata={"Date": None})
for axis, points in axes.items():
    x, y = np.array(points).T
    slope, start = np.polyfit(x, y, 1)
    print(f"{axis}: {start:.3f} s + {1000 * slope:.3g} ms each")
