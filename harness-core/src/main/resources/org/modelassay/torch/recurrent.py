# What mixes positions by a state that is carried from one to the next, in place of attention: free functions on tensors.
# B rows, T positions, C channels, N components of a channel's state, P channels of a head, G groups of heads.
#
# A layer's state is two tensors, batch first: the inputs that the convolution still sees [B,K - 1,C], and what recurs, in
# float32. An empty list means rows read from their beginning whose state nobody wants. Otherwise it is replaced in place
# by the state after each row's own end: padding does not advance it.

def begun(state: Tensor, starts: Tensor) -> Tensor:
  # A row that begins at position 0 begins with nothing, whatever its place held before.
  goes_on = torch.gt(starts, 0).view([state.size(0)] + [1] * (state.dim() - 1))
  return torch.where(goes_on, state, torch.zeros_like(state))

def inside(x: Tensor, lengths: Tensor) -> Tensor:
  # [B,T,1]: whether a position is before its row's end.
  return torch.lt(torch.arange(x.size(1), device=x.device).unsqueeze(0), lengths.unsqueeze(1)).unsqueeze(2)

def convolution(w: Dict[str, Tensor], name: str, x: Tensor, starts: Tensor, lengths: Tensor, state: List[Tensor]) -> Tensor:
  # Causal convolution of each channel with its own kernel [C,1,K] over x [B,T,C], summed in float32.
  kernel = w[name].squeeze(1).to(6)
  K = kernel.size(1)
  T = x.size(1)
  if len(state) == 0:
    wide = torch.constant_pad_nd(x, [0, 0, K - 1, 0])
  else:
    wide = torch.cat([__torch__.recurrent.begun(state[0], starts), x], 1)
    if K > 1:
      last = lengths.unsqueeze(1) + torch.arange(K - 1, device=x.device).unsqueeze(0)
      torch.copy_(state[0], torch.gather(wide, 1, last.unsqueeze(2).expand([x.size(0), K - 1, x.size(2)])))
  y = wide[:, :T].to(6) * kernel[:, 0]
  for k in range(1, K):
    y = torch.addcmul(y, wide[:, k:k + T].to(6), kernel[:, k])
  bias = name + ".bias"
  if bias in w:
    y = y + w[bias].to(6)
  return y.to(x.dtype)

def scan(keep: Tensor, x: Tensor, h: Tensor) -> Tensor:
  # The linear recurrence h[t] = keep[t] h[t - 1] + x[t] of every element: keep and x [T,...], h [...] before the first.
  # Returns h after the last; x holds all of them afterwards.
  keeps = torch.unbind(keep)
  steps = torch.unbind(x)
  for t in range(len(steps)):
    h = torch.addcmul_(steps[t], keeps[t], h)
  return h

def selective_scan(x: Tensor, dt: Tensor, A: Tensor, b: Tensor, c: Tensor, state: List[Tensor], starts: Tensor) -> Tensor:
  # Mamba (arXiv 2312.00752): each channel of x [B,T,C] drives a state of N components, which decays by A [C,N] and
  # steps of dt [B,T,C], enters by b and leaves by c [B,T,N]. A step of 0 leaves the state as it is. The states are
  # there for as many positions at once as make 2^23 elements.
  B = x.size(0)
  T = x.size(1)
  h = torch.zeros([B, x.size(2), A.size(1)], dtype=6, device=x.device)
  if len(state) > 0:
    h = __torch__.recurrent.begun(state[1], starts)
  some = max(1, 8388608 // (B * x.size(2) * A.size(1)))
  out: List[Tensor] = []
  for at in range(0, T, some):
    # Positions first, so that each is one piece of memory.
    step = dt[:, at:at + some].transpose(0, 1).to(6).unsqueeze(3)
    enters = step * b[:, at:at + some].transpose(0, 1).to(6).unsqueeze(2)
    states = enters * x[:, at:at + some].transpose(0, 1).to(6).unsqueeze(3)
    h = __torch__.recurrent.scan(torch.exp(step * A), states, h)
    leaves = c[:, at:at + some].transpose(0, 1).unsqueeze(3)
    out.append(torch.matmul(states.to(x.dtype), leaves).squeeze(3).transpose(0, 1))
  if len(state) > 0:
    torch.copy_(state[1], h)
  return torch.cat(out, 1)

def bare_norm(x: Tensor, eps: float) -> Tensor:
  # RMSNorm without a weight.
  y = x.to(6)
  return (y * torch.rsqrt(y.pow(2).mean([-1], True) + eps)).to(x.dtype)

def selective(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str, eps: float, bare_eps: float, starts: Tensor, lengths: Tensor, state: List[Tensor]) -> Tensor:
  # The mixer of Mamba 1. Norms of dt, b and c where they are stored, or without weights (bare_eps > 0).
  y = __torch__.blocks.projection(w, layer + "in", x)
  inner = y.size(2) // 2
  N = w[layer + "A_log"].size(1)
  rank = w[layer + "dt"].size(1)
  u = __torch__.blocks.activation(__torch__.recurrent.convolution(w, layer + "conv", y[..., :inner], starts, lengths, state), kind)
  steps = __torch__.blocks.projection(w, layer + "x", u)
  dt = steps[..., :rank]
  b = steps[..., rank:rank + N]
  c = steps[..., rank + N:]
  if layer + "dt_norm" in w:
    dt = __torch__.blocks.norm(w, layer + "dt_norm", dt, "rms", eps)
    b = __torch__.blocks.norm(w, layer + "b_norm", b, "rms", eps)
    c = __torch__.blocks.norm(w, layer + "c_norm", c, "rms", eps)
  if bare_eps > 0.0:
    dt = __torch__.recurrent.bare_norm(dt, bare_eps)
    b = __torch__.recurrent.bare_norm(b, bare_eps)
    c = __torch__.recurrent.bare_norm(c, bare_eps)
  dt = torch.softplus(__torch__.blocks.projection(w, layer + "dt", dt) + w[layer + "dt_bias"])
  dt = dt * __torch__.recurrent.inside(x, lengths)
  A = torch.neg(torch.exp(w[layer + "A_log"].to(6)))
  s = __torch__.recurrent.selective_scan(u, dt, A, b, c, state, starts)
  s = s + u * w[layer + "D"].to(6)
  s = s * torch.silu(y[..., inner:])
  return __torch__.blocks.projection(w, layer + "out", s.to(x.dtype))

def state_space(x: Tensor, dt: Tensor, A: Tensor, b: Tensor, c: Tensor, state: List[Tensor], starts: Tensor) -> Tensor:
  # Mamba 2 (arXiv 2405.21060, section 6): x [B,T,heads,P], steps dt [B,T,heads], decay A [heads], b and c [B,T,G,N], all
  # float32. Within a chunk of positions every position reads those before it, as attention does; between chunks a
  # state [B,heads,P,N] is carried. A step of 0 leaves it as it is. The chunk is ours: its length changes no value.
  B = x.size(0)
  T = x.size(1)
  heads = x.size(2)
  P = x.size(3)
  G = b.size(2)
  N = b.size(3)
  each = heads // G
  L = min(64, T)
  pad = (L - T % L) % L
  n = (T + pad) // L
  driven = torch.constant_pad_nd(x * dt.unsqueeze(3), [0, 0, 0, 0, 0, pad]).view([B, n, L, G, each, P]).permute([0, 1, 3, 4, 2, 5])
  b = torch.constant_pad_nd(b, [0, 0, 0, 0, 0, pad]).view([B, n, L, G, N]).transpose(2, 3)
  c = torch.constant_pad_nd(c, [0, 0, 0, 0, 0, pad]).view([B, n, L, G, N]).transpose(2, 3)
  # Sums of what decays, [B,n,heads,L]: in float64, because small differences of large sums are wanted.
  log_decay = torch.constant_pad_nd(dt * A, [0, 0, 0, pad]).view([B, n, L, heads]).transpose(2, 3).to(7)
  sums = torch.cumsum(log_decay, -1)
  between = torch.tril(torch.exp((sums.unsqueeze(4) - sums.unsqueeze(3)).to(6))).view([B, n, G, each, L, L])
  y = torch.matmul(torch.matmul(c, b.transpose(3, 4)).unsqueeze(3) * between, driven)
  to_end = torch.exp((sums[..., -1:] - sums).to(6)).view([B, n, G, each, L, 1])
  added = torch.matmul((driven * to_end).transpose(4, 5).reshape([B, n, G, each * P, L]), b).view([B, n, heads, P, N])
  whole = torch.exp(sums[..., -1].to(6)).view([B, n, heads, 1, 1])
  h = torch.zeros([B, heads, P, N], dtype=6, device=x.device)
  if len(state) > 0:
    h = __torch__.recurrent.begun(state[1], starts)
  before: List[Tensor] = []
  for k in range(n):
    before.append(h)
    h = torch.addcmul(added[:, k], whole[:, k], h)
  if len(state) > 0:
    torch.copy_(state[1], h)
  carried = torch.stack(before, 1).view([B, n, G, each * P, N])
  read = torch.matmul(c, carried.transpose(3, 4)).view([B, n, G, L, each, P]).transpose(3, 4)
  y = torch.addcmul(y, read, torch.exp(sums.to(6)).view([B, n, G, each, L, 1]))
  return y.permute([0, 1, 4, 2, 3, 5]).reshape([B, T + pad, heads, P])[:, :T]

def duality(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str, groups: int, least: float, most: float, eps: float, starts: Tensor, lengths: Tensor, state: List[Tensor]) -> Tensor:
  # The mixer of Mamba 2: steps between `least` and `most`; a gate, then a norm of each group.
  B = x.size(0)
  T = x.size(1)
  heads = w[layer + "A_log"].size(0)
  inner = w[layer + "gate_norm"].size(0)
  wide = w[layer + "conv"].size(0)
  N = (wide - inner) // (2 * groups)
  y = __torch__.blocks.projection(w, layer + "in", x)
  gate = y[..., :inner]
  dt = torch.softplus(y[..., inner + wide:] + w[layer + "dt_bias"])
  dt = torch.clamp(dt, least, most) * __torch__.recurrent.inside(x, lengths)
  u = __torch__.blocks.activation(__torch__.recurrent.convolution(w, layer + "conv", y[..., inner:inner + wide], starts, lengths, state), kind).to(6)
  values = u[..., :inner].view([B, T, heads, inner // heads])
  b = u[..., inner:inner + groups * N].view([B, T, groups, N])
  c = u[..., inner + groups * N:].view([B, T, groups, N])
  A = torch.neg(torch.exp(w[layer + "A_log"].to(6)))
  s = __torch__.recurrent.state_space(values, dt.to(6), A, b, c, state, starts)
  s = s + values * w[layer + "D"].unsqueeze(1)
  s = s.flatten(2, 3) * torch.silu(gate.to(6))
  parts = s.view([B, T, groups, inner // groups])
  parts = parts * torch.rsqrt(parts.pow(2).mean([-1], True) + eps)
  return __torch__.blocks.projection(w, layer + "out", (w[layer + "gate_norm"] * parts.view([B, T, inner])).to(x.dtype))

def short_convolution(w: Dict[str, Tensor], layer: str, x: Tensor, starts: Tensor, lengths: Tensor, state: List[Tensor]) -> Tensor:
  # LFM2: a convolution between two gates.
  y = __torch__.blocks.projection(w, layer + "in", x)
  H = y.size(2) // 3
  u = __torch__.recurrent.convolution(w, layer + "conv", y[..., :H] * y[..., 2 * H:], starts, lengths, state)
  return __torch__.blocks.projection(w, layer + "out", y[..., H:2 * H] * u)

def block_diagonal(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # A matrix for each head: x [B,T,heads * P], weight [heads,P,P] input-major, bias [heads,P].
  weight = w[name]
  y = x.view([x.size(0) * x.size(1), weight.size(0), weight.size(1)]).transpose(0, 1)
  y = torch.baddbmm(w[name + ".bias"].unsqueeze(1), y, weight)
  return y.transpose(0, 1).reshape(x.size())

def gated_recurrence(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str, positions: Tensor, starts: Tensor, lengths: Tensor, state: List[Tensor]) -> Tensor:
  # The recurrent block of Griffin with its RG-LRU (arXiv 2402.19427, section 2.4): h[t] = a h[t - 1] + sqrt(1 - a^2) i u[t]
  # in float32, and the first position enters whole.
  gate = __torch__.blocks.activation(__torch__.blocks.projection(w, layer + "y", x), kind)
  u = __torch__.recurrent.convolution(w, layer + "conv", __torch__.blocks.projection(w, layer + "x", x), starts, lengths, state)
  enters = torch.sigmoid(__torch__.recurrent.block_diagonal(w, layer + "input_gate", u))
  decays = torch.sigmoid(__torch__.recurrent.block_diagonal(w, layer + "recurrent_gate", u))
  log_a = -8.0 * decays * torch.softplus(w[layer + "lambda"])
  first = torch.eq(positions, 0).unsqueeze(2)
  share = torch.where(first, torch.ones_like(log_a), torch.sqrt(1.0 - torch.exp(2.0 * log_a)))
  # Padding keeps all and adds nothing.
  there = __torch__.recurrent.inside(x, lengths)
  keep = torch.where(there, torch.exp(log_a), torch.ones_like(log_a)).to(6).transpose(0, 1)
  states = (u * enters * share * there).to(6).transpose(0, 1).contiguous()
  h = torch.zeros([x.size(0), u.size(2)], dtype=6, device=x.device)
  if len(state) > 0:
    h = __torch__.recurrent.begun(state[1], starts)
  h = __torch__.recurrent.scan(keep, states, h)
  if len(state) > 0:
    torch.copy_(state[1], h)
  return __torch__.blocks.projection(w, layer + "out", states.transpose(0, 1).to(x.dtype) * gate)
