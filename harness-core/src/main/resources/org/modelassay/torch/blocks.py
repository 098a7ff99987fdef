# The blocks that decoders are made of: free functions on tensors, no state, no architecture.
# B rows, T positions, H width, N heads, G key-value heads, D width of a head, S keys.

def projection(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # The one place where a weight meets an activation: quantised storage, adapters and activation quantisation go here.
  bias = name + ".bias"
  if bias in w:
    return torch.linear(x, w[name], w[bias])
  return torch.linear(x, w[name])

def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
  y = x.to(6)
  y = y * torch.rsqrt(y.pow(2).mean([-1], True) + eps)
  return weight * y.to(x.dtype)

def activation(x: Tensor, kind: str) -> Tensor:
  if kind == "silu":
    return torch.silu(x)
  raise AssertionError("no activation " + kind)

def gated_mlp(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str) -> Tensor:
  gate = __torch__.blocks.activation(__torch__.blocks.projection(w, layer + "gate", x), kind)
  return __torch__.blocks.projection(w, layer + "down", gate * __torch__.blocks.projection(w, layer + "up", x))

def rotary_frequencies(kind: str, theta: float, dim: int, p: Dict[str, float], longest: int) -> Tuple[Tensor, float]:
  # The angle per position of each pair of components, [dim / 2] in float32, and the factor of cos and sin.
  # `longest` is the longest sequence of the call: "dynamic" depends on it.
  steps = torch.arange(0, dim, 2, dtype=4).to(6) / dim
  scale = 1.0
  base = theta
  if kind == "dynamic":
    limit = p["max_position_embeddings"]
    seen = max(float(longest), limit)
    base = theta * torch.pow(p["factor"] * seen / limit - (p["factor"] - 1.0), dim / (dim - 2.0))
  angles = torch.reciprocal(torch.pow(base, steps))
  if kind == "linear":
    angles = angles / p["factor"]
  if kind == "llama3":
    low = p["original_max_position_embeddings"] / p["low_freq_factor"]
    high = p["original_max_position_embeddings"] / p["high_freq_factor"]
    wavelength = 6.283185307179586 / angles
    blend = (p["original_max_position_embeddings"] / wavelength - p["low_freq_factor"]) / (p["high_freq_factor"] - p["low_freq_factor"])
    blended = (1.0 - blend) * angles / p["factor"] + blend * angles
    divided = torch.where(wavelength > low, angles / p["factor"], angles)
    between = torch.logical_and(torch.ge(wavelength, high), torch.le(wavelength, low))
    angles = torch.where(between, blended, divided)
  if kind == "yarn":
    original = p["original_max_position_embeddings"]
    first = dim * torch.log(original / (p["beta_fast"] * 6.283185307179586)) / (2.0 * torch.log(theta))
    last = dim * torch.log(original / (p["beta_slow"] * 6.283185307179586)) / (2.0 * torch.log(theta))
    if p["truncate"] > 0.0:
      first = float(torch.floor(first))
      last = float(torch.ceil(last))
    first = max(first, 0.0)
    last = min(last, dim - 1.0)
    if first == last:
      last = last + 0.001
    ramp = torch.clamp((torch.arange(0, dim // 2, dtype=6) - first) / (last - first), 0.0, 1.0)
    keep = 1.0 - ramp
    angles = angles / p["factor"] * (1.0 - keep) + angles * keep
    scale = p["attention_factor"]
  return (angles, scale)

def rotate_halves(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  # Rotates the leading components of each head, halves against halves; those beyond cos stay.
  dim = cos.size(-1)
  half = dim // 2
  a = x[..., :half]
  b = x[..., half:dim]
  c = cos[..., :half]
  s = sin[..., :half]
  y = torch.cat([a * c - b * s, b * c + a * s], -1)
  if dim < x.size(-1):
    y = torch.cat([y, x[..., dim:]], -1)
  return y

def attention(q: Tensor, k: Tensor, v: Tensor, scale: float, window: int) -> Tensor:
  # Causal attention of a whole sequence over itself. q [B,N,T,D], k and v [B,G,T,D] -> [B,N,T,D].
  # Keys and values are repeated: enable_gqa would leave the fused kernel on a CPU.
  groups = q.size(1) // k.size(1)
  if groups > 1:
    k = k.repeat_interleave(groups, 1)
    v = v.repeat_interleave(groups, 1)
  T = q.size(2)
  if window == 0 or window >= T:
    return torch.scaled_dot_product_attention(q, k, v, None, 0.0, True, scale=scale)
  at = torch.arange(T, device=q.device)
  back = at.unsqueeze(1) - at.unsqueeze(0)
  mask = torch.logical_and(torch.ge(back, 0), torch.lt(back, window))
  return torch.scaled_dot_product_attention(q, k, v, mask, 0.0, False, scale=scale)

def cached_attention(q: Tensor, k: Tensor, v: Tensor, positions: Tensor, scale: float, window: int) -> Tensor:
  # Attention of new positions [B,T] over a cache: q [B,N,T,D], k and v [B,G,S,D] with position j at index j.
  groups = q.size(1) // k.size(1)
  if groups > 1:
    k = k.repeat_interleave(groups, 1)
    v = v.repeat_interleave(groups, 1)
  back = positions.unsqueeze(2) - torch.arange(k.size(2), device=q.device)
  mask = torch.ge(back, 0)
  if window > 0:
    mask = torch.logical_and(mask, torch.lt(back, window))
  return torch.scaled_dot_product_attention(q, k, v, mask.unsqueeze(1), 0.0, False, scale=scale)
