# The blocks that decoders are made of: free functions on tensors, no state, no architecture.
# B rows, T positions, H width, N heads, G key-value heads, D width of a head, S keys.

def projection(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # The one place where a weight meets an activation: quantised storage, adapters and activation quantisation go here.
  bias = name + ".bias"
  if bias in w:
    return torch.linear(x, w[name], w[bias])
  return torch.linear(x, w[name])

def projection_into(out: Tensor, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # A projection of x [N,H] written to `out`, of its type.
  if out.dtype != w[name].dtype:
    return torch.copy_(out, __torch__.blocks.projection(w, name, x))
  bias = name + ".bias"
  if bias in w:
    return torch.linear(x, w[name], w[bias], out=out)
  return torch.linear(x, w[name], None, out=out)

def projection_float(out: Tensor, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # A projection of x [N,H] computed and written in float32, whatever its weight's type: some rows of the weight at a time
  # are there in that type.
  y = x.to(6)
  bias = name + ".bias"
  for at in range(0, w[name].size(0), 16384):
    part = torch.linear(y, w[name][at:at + 16384].to(6))
    if bias in w:
      part = torch.add_(part, w[bias][at:at + 16384].to(6))
    torch.copy_(out[:, at:at + 16384], part)
  return out

def norm(w: Dict[str, Tensor], name: str, x: Tensor, kind: str, eps: float) -> Tensor:
  # Over the last dimension, or the last two where the weight has two. Weight and bias where they are stored.
  # The kinds differ in where the cast to the model's type stands, as the reference implementations do.
  if kind == "rms" or kind == "rms_float" or kind == "rms_plus_one":
    y = x.to(6)
    y = y * torch.rsqrt(torch.mul(y, y).mean([-1], True) + eps)
    if kind == "rms":
      y = y.to(x.dtype)
      if w[name].dtype == x.dtype:
        return __torch__.blocks.times(y, w[name])
      return w[name] * y
    if kind == "rms_float":
      return __torch__.blocks.times(y, w[name]).to(x.dtype)
    return __torch__.blocks.times(y, 1.0 + w[name].to(6)).to(x.dtype)
  bias = name + ".bias"
  if kind == "layer":
    if name in w:
      if bias in w:
        return torch.layer_norm(x, [x.size(-1)], w[name], w[bias], eps)
      if w[name].dim() == 1:
        return torch.layer_norm(x, [x.size(-1)], w[name], None, eps)
      return (w[name].to(6) * torch.layer_norm(x.to(6), [x.size(-1)], None, None, eps)).to(x.dtype)
    return torch.layer_norm(x, [x.size(-1)], None, None, eps)
  if kind == "layer_plus_one":
    return torch.layer_norm(x, [x.size(-1)], w[name] + 1.0, w[bias], eps)
  if kind == "layer_float":
    return (w[name].to(6) * torch.layer_norm(x.to(6), [x.size(-1)], None, None, eps)).to(x.dtype)
  raise AssertionError("no norm " + kind)

# What follows writes in place of a value that nothing else holds, unless a gradient will want that value.

def learns(x: Tensor, y: Tensor) -> bool:
  return x.requires_grad or y.requires_grad

def plus(h: Tensor, x: Tensor) -> Tensor:
  # h + x in place of x; h may be held elsewhere.
  if h.dtype == x.dtype and not __torch__.blocks.learns(h, x):
    return torch.add_(x, h)
  return h + x

def times(x: Tensor, y: Tensor) -> Tensor:
  # x * y in place of x; y may be held elsewhere.
  if __torch__.blocks.learns(x, y):
    return x * y
  return torch.mul_(x, y)

def activation(x: Tensor, kind: str) -> Tensor:
  if kind == "silu":
    return torch.silu(x)
  if kind == "gelu":
    return torch.gelu(x, approximate="none")
  if kind == "gelu_tanh":
    return torch.gelu(x, approximate="tanh")
  if kind == "gelu_quick":
    return x * torch.sigmoid(1.702 * x)
  if kind == "relu":
    return torch.relu(x)
  if kind == "relu2":
    return torch.relu(x).pow(2)
  raise AssertionError("no activation " + kind)

def activated(x: Tensor, kind: str) -> Tensor:
  # The same in place of x.
  if kind == "silu" and not x.requires_grad:
    return torch.silu_(x)
  if kind == "relu" and not x.requires_grad:
    return torch.relu_(x)
  return __torch__.blocks.activation(x, kind)

def gated(x: Tensor, kind: str) -> Tensor:
  # The gate's half of a fused product, activated, times the other.
  half = x.size(-1) // 2
  return __torch__.blocks.times(__torch__.blocks.activation(x[..., :half], kind), x[..., half:])

def mlp(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str) -> Tensor:
  # Gated where a gate is stored, alone or above the rows of `up` in one matrix.
  fused = layer + "gate_up"
  if fused in w:
    return __torch__.blocks.projection(w, layer + "down", __torch__.blocks.gated(__torch__.blocks.projection(w, fused, x), kind))
  up = __torch__.blocks.projection(w, layer + "up", x)
  if layer + "gate" in w:
    gate = __torch__.blocks.activated(__torch__.blocks.projection(w, layer + "gate", x), kind)
    return __torch__.blocks.projection(w, layer + "down", __torch__.blocks.times(gate, up))
  return __torch__.blocks.projection(w, layer + "down", __torch__.blocks.activated(up, kind))

def queries(w: Dict[str, Tensor], layer: str, x: Tensor, heads: int, groups: int, dim: int, layout: str) -> Tuple[Tensor, Tensor, Tensor]:
  # [B,T,H] -> q [B,T,N,D], k and v [B,T,G,D], from three matrices or from one whose rows lie as `layout` says.
  B = x.size(0)
  T = x.size(1)
  if layer + "qkv" in w:
    y = __torch__.blocks.projection(w, layer + "qkv", x)
    if layout == "rows":
      q = y[..., :heads * dim].view([B, T, heads, dim])
      k = y[..., heads * dim:(heads + groups) * dim].view([B, T, groups, dim])
      v = y[..., (heads + groups) * dim:].view([B, T, groups, dim])
      return (q, k, v)
    if layout == "heads":
      y = y.view([B, T, heads, 3, dim])
      return (y[..., 0, :], y[..., 1, :], y[..., 2, :])
    each = heads // groups
    y = y.view([B, T, groups, each + 2, dim])
    return (y[..., :each, :].reshape([B, T, heads, dim]), y[..., each, :], y[..., each + 1, :])
  q = __torch__.blocks.projection(w, layer + "q", x).view([B, T, heads, dim])
  k = __torch__.blocks.projection(w, layer + "k", x).view([B, T, groups, dim])
  v = __torch__.blocks.projection(w, layer + "v", x).view([B, T, groups, dim])
  return (q, k, v)

def rotary_frequencies(kind: str, p: Dict[str, float], short: List[float], long: List[float], longest: int) -> Tuple[Tensor, float]:
  # The angle per position of each pair of components, [dim / 2] in float32, and the factor of cos and sin.
  # `longest` is how long the sequence is: "dynamic" and "longrope" depend on it.
  theta = p["theta"]
  dim = int(p["dimensions"])
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
  if kind == "longrope":
    factors = short
    if longest > int(p["original_max_position_embeddings"]):
      factors = long
    angles = torch.reciprocal(torch.tensor(factors, dtype=6) * torch.pow(base, steps))
    scale = p["attention_factor"]
  return (angles, scale)

def rotate(x: Tensor, cos: Tensor, sin: Tensor, pairs: bool) -> Tensor:
  # Rotates the leading components of each head, [B,N,T,D] by [B,1,T,R / 2]: halves against halves or neighbours;
  # those beyond R stay. Computes in the type of cos and sin where that is wider.
  half = cos.size(-1)
  dim = 2 * half
  if pairs:
    a = x[..., 0:dim:2]
    b = x[..., 1:dim:2]
    y = torch.stack([a * cos - b * sin, b * cos + a * sin], -1).flatten(-2, -1)
  else:
    a = x[..., :half]
    b = x[..., half:dim]
    if x.requires_grad:
      y = torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
    else:
      y = torch.empty_like(x[..., :dim], dtype=cos.dtype)
      below = torch.sub(a * cos, b * sin, out=y[..., :half])
      above = torch.add(b * cos, a * sin, out=y[..., half:])
  y = y.to(x.dtype)
  if dim < x.size(-1):
    y = torch.cat([y, x[..., dim:]], -1)
  return y

def repeat(x: Tensor, times: int) -> Tensor:
  # [B,G,S,D] -> [B,G * times,S,D]: enable_gqa would leave the fused kernel on a CPU.
  if times > 1:
    return x.repeat_interleave(times, 1)
  return x

def attention(q: Tensor, k: Tensor, v: Tensor, seen: Optional[Tensor], scale: float, bias: Optional[Tensor], cap: float, sinks: Optional[Tensor]) -> Tensor:
  # q [B,N,T,D] over k [B,G,S,D] and v [B,G,S,D'] -> [B,N,T,D']. seen [B or 1,1,T,S]: which keys a query sees; nothing:
  # those up to its own, S = T. bias [B or 1,N,1,S]: added to the scores of each key. cap: of scores. sinks [N]: a score
  # of each head that takes its share of the soft-max and gives nothing.
  n = q.size(1) // k.size(1)
  k = __torch__.blocks.repeat(k, n)
  v = __torch__.blocks.repeat(v, n)
  width = v.size(3)
  if cap == 0.0 and sinks is None:
    # The fused kernel takes one width.
    if width < q.size(3):
      v = torch.constant_pad_nd(v, [0, q.size(3) - width])
    if bias is None:
      if seen is None:
        return torch.scaled_dot_product_attention(q, k, v, None, 0.0, True, scale=scale)[..., :width]
      return torch.scaled_dot_product_attention(q, k, v, seen, 0.0, False, scale=scale)[..., :width]
  if seen is None:
    at = torch.arange(q.size(2), device=q.device)
    seen = torch.ge(at.unsqueeze(1), at)
  mask = torch.where(seen, 0.0, -inf).to(q.dtype)
  if bias is not None:
    mask = mask + bias.to(q.dtype)
  if cap == 0.0 and sinks is None:
    return torch.scaled_dot_product_attention(q, k, v, mask, 0.0, False, scale=scale)[..., :width]
  scores = torch.matmul(q, k.transpose(2, 3)) * scale
  if cap > 0.0:
    scores = torch.tanh(scores / cap) * cap
  scores = scores + mask
  if sinks is None:
    return torch.matmul(torch.softmax(scores.to(6), -1).to(q.dtype), v)
  s = sinks.view([1, sinks.size(0), 1, 1]).expand([scores.size(0), scores.size(1), scores.size(2), 1]).to(scores.dtype)
  share = torch.softmax(torch.cat([scores, s], -1).to(6), -1).to(q.dtype)
  return torch.matmul(share[..., :k.size(2)], v)

def attention_and_normaliser(q: Tensor, k: Tensor, v: Tensor, seen: Optional[Tensor], scale: float, causal: bool) -> Tuple[Tensor, Tensor]:
  # Attention, and the logarithm of what each soft-max was divided by, [B,N,T] f32. seen: as above, or numbers to add to
  # the scores; nothing: the keys up to its own where causal, else all.
  n = q.size(1) // k.size(1)
  k = __torch__.blocks.repeat(k, n)
  v = __torch__.blocks.repeat(v, n)
  width = v.size(3)
  if width < q.size(3):
    v = torch.constant_pad_nd(v, [0, q.size(3) - width])
  mask: Optional[Tensor] = None
  if seen is not None:
    if seen.dtype == 11:
      mask = torch.where(seen, 0.0, -inf).to(q.dtype)
    else:
      mask = seen
  if q.device.type == "cpu":
    o, l = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, causal and mask is None, attn_mask=mask, scale=scale)
    return (o[..., :width], l)
  if mask is None and q.is_cuda:
    # That kernel reads 16 bytes of a head at once, so heads are whole numbers of 8 values; it pads the normalisers to 32
    # rows.
    more = [0, (8 - q.size(3) % 8) % 8]
    if more[1] > 0:
      q = torch.constant_pad_nd(q, more)
      k = torch.constant_pad_nd(k, more)
      v = torch.constant_pad_nd(v, more)
    o, l, seed, offset = torch._scaled_dot_product_efficient_attention(q, k, v, None, True, 0.0, causal, scale=scale)
    return (o[..., :width], l[:, :, :q.size(2)])
  # It wants masks of certain alignments; other devices have no kernel that tells the normalisers.
  scores = torch.matmul(q, k.transpose(2, 3)).to(6) * scale
  if mask is not None:
    scores = scores + mask
  elif causal:
    at = torch.arange(q.size(2), device=q.device)
    scores = torch.where(torch.ge(at.unsqueeze(1), at), scores, -inf)
  l = torch.logsumexp(scores, [-1])
  return (torch.matmul(torch.exp(scores - l.unsqueeze(3)).to(q.dtype), v)[..., :width], l)

def packed(x: Tensor, there: Tensor) -> Tensor:
  # [B,T,...] -> [1,total,...]: all rows one behind the other without their padding. there [total]: places in B * T.
  return torch.index_select(x.flatten(0, 1), 0, there).unsqueeze(0)

def padded(x: Tensor, there: Tensor, rows: int, length: int) -> Tensor:
  # The way back, with 0 where padding is.
  room = torch.zeros([rows * length] + x.size()[2:], dtype=x.dtype, device=x.device)
  return torch.index_copy_(room, 0, there, x[0]).view([rows, length] + x.size()[2:])

def folded(x: Tensor, groups: int) -> Tensor:
  # [B,N,T,D] -> [1,G,N / G * B * T,D]: all queries of a group of heads over one set of keys.
  B = x.size(0)
  each = x.size(1) // groups
  return x.reshape([B, groups, each, x.size(2), x.size(3)]).permute([1, 2, 0, 3, 4]).reshape([1, groups, each * B * x.size(2), x.size(3)])

def unfolded(x: Tensor, rows: int, heads: int) -> Tensor:
  # The way back, to [B,N,T,D].
  groups = x.size(1)
  each = heads // groups
  T = x.size(2) // (each * rows)
  return x.view([groups, each, rows, T, x.size(3)]).permute([2, 0, 1, 3, 4]).reshape([rows, heads, T, x.size(3)])
