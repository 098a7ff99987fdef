"""Reference values of the treatments in numpy: float32 arithmetic in the order of the definition, round half to even."""

import numpy as np
from safetensors.numpy import save_file

f = np.float32
rng = np.random.default_rng(20261125)


def symmetric(w, bits, group):
    top = f((1 << (bits - 1)) - 1)
    out = np.empty_like(w)
    for r in range(w.shape[0]):
        for g in range(0, w.shape[1], group):
            x = w[r, g : g + group]
            s = f(np.abs(x).max() / top)
            s = f(1) if s == 0 else s
            out[r, g : g + group] = np.clip(np.rint(x / s), -top, top) * s
    return out


def asymmetric(w, bits, group):
    top = f((1 << bits) - 1)
    out = np.empty_like(w)
    for r in range(w.shape[0]):
        for g in range(0, w.shape[1], group):
            x = w[r, g : g + group]
            lo, hi = min(x.min(), f(0)), max(x.max(), f(0))
            s = f((hi - lo) / top)
            s = f(1) if s == 0 else s
            z = np.rint(-lo / s)
            out[r, g : g + group] = (np.clip(np.rint(x / s) + z, 0, top) - z) * s
    return out


def prune(w, sparsity):
    flat = w.flatten()
    order = np.argsort(np.abs(flat), kind="stable")
    flat[order[: int(np.floor(sparsity * flat.size))]] = 0
    return flat.reshape(w.shape)


w = rng.standard_normal((12, 128)).astype(f)
w[1] = 0  # no scale
w[2] = -np.abs(w[2])  # one-sided
w[3] = np.abs(w[3])
w[4] = (rng.integers(-7, 8, 128) / 2).astype(f)  # ties at halves, and many equal magnitudes
w[5] = w[5] * f(1e-40)  # denormal
w[6] = w[6] * f(1e30)
w[7, ::2] = 0
save_file(
    {
        "weights": w,
        "int8": symmetric(w, 8, 128),
        "int4-g64": asymmetric(w, 4, 64),
        "int4-sym-g32": symmetric(w, 4, 32),
        "int3-g64": asymmetric(w, 3, 64),
        "prune50": prune(w, 0.5),
        "prune30": prune(w, 0.3),
    },
    "treatments.safetensors",
)
