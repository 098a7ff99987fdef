# A decoder: embedding, a list of layers, the final norm. What differs between families is an attribute, set by the
# family's page in Java, or a weight that is there or not.
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  weights : Dict[str, Tensor]
  layer_count : int
  norm_kind : str
  norm_eps : float
  activation : str
  heads : int
  kv_heads : int
  head_dim : int
  value_dim : int
  query_layout : str
  qk_norm : str
  qkv_clip : float
  attention_scales : List[float]
  attention_cap : float
  windows : List[int]
  mixers : List[str]
  rope_of : List[int]
  rope_kinds : List[str]
  rope_parameters : List[Dict[str, float]]
  rope_short : List[List[float]]
  rope_long : List[List[float]]
  rotates_pairs : bool
  rotary_type : str
  alibi : List[float]
  alibi_rounded : bool
  alibi_scale : float
  pre_norm : bool
  post_norm : bool
  parallel : bool
  residual_of_norm : bool
  norm_after_residual : bool
  residual_scale : float
  embedding_scale : float
  embedding_multiplier : float
  position_offset : int
  final_norm : bool
  residual_float : bool
  mixers_alone : bool
  shared : List[int]
  shared_activation : str
  state_groups : int
  state_norm_eps : float
  step_least : float
  step_most : float
  router_kind : str
  router_count : int
  router_normalised : bool
  router_groups : int
  router_kept_groups : int
  router_scale : float
  gate_limit : float
  gate_slope : float

  def bind(self, weights: Dict[str, Tensor]) -> None:
    self.weights = weights

  def embed(self, ids: Tensor, starts: Tensor) -> Tensor:
    # [B,T] i64 of rows that begin at positions starts [B] -> [B,T,H], as it enters the first layer.
    w = self.weights
    e = w["embed"]
    h = torch.embedding(e, ids.to(e.device))
    if self.embedding_scale != 1.0:
      h = h * torch.full([1], self.embedding_scale, dtype=h.dtype, device=h.device)
    if self.embedding_multiplier != 1.0:
      h = h * self.embedding_multiplier
    if "project_in" in w:
      h = __torch__.blocks.projection(w, "project_in", h)
    if self.position_offset >= 0:
      at = torch.arange(ids.size(1)) + starts.unsqueeze(1) + self.position_offset
      # Padding may stand beyond the last position.
      h = h + torch.embedding(w["positions"], torch.clamp(at, None, w["positions"].size(0) - 1).to(e.device))
    if "embed_norm" in w:
      h = __torch__.blocks.norm(w, "embed_norm", h, self.norm_kind, self.norm_eps)
    return h

  def cache(self, rows: int, capacity: int) -> List[Tensor]:
    # Empty state of every layer, two tensors each, batch first: of attention keys [B,G,capacity,D] and values
    # [B,G,capacity,D'], else what recurrent.py says. The shared blocks' keys and values follow those of all layers.
    w = self.weights
    e = w["embed"]
    keys = [rows, self.kv_heads, capacity, self.head_dim]
    values = [rows, self.kv_heads, capacity, self.value_dim]
    state: List[Tensor] = []
    for i in range(self.layer_count):
      name = str(i) + "."
      mixer = self.mixers[i]
      if mixer == "attention" or mixer == "latent":
        state.append(torch.zeros(keys, dtype=e.dtype, device=e.device))
        state.append(torch.zeros(values, dtype=e.dtype, device=e.device))
      else:
        kernel = w[name + "conv"]
        channels = kernel.size(0)
        state.append(torch.zeros([rows, kernel.size(2) - 1, channels], dtype=e.dtype, device=e.device))
        shape = [rows, 0]
        if mixer == "selective":
          shape = [rows, channels, w[name + "A_log"].size(1)]
        if mixer == "duality":
          heads = w[name + "A_log"].size(0)
          inner = w[name + "gate_norm"].size(0)
          shape = [rows, heads, inner // heads, (channels - inner) // (2 * self.state_groups)]
        if mixer == "gated_recurrence":
          shape = [rows, channels]
        state.append(torch.zeros(shape, dtype=6, device=e.device))
    for block in self.shared:
      if block >= 0:
        state.append(torch.zeros(keys, dtype=e.dtype, device=e.device))
        state.append(torch.zeros(values, dtype=e.dtype, device=e.device))
    return state

  def grow(self, state: List[Tensor], more: int) -> List[Tensor]:
    # The same state with room for more positions.
    larger: List[Tensor] = []
    for k in range(len(state)):
      i = k // 2
      if i >= self.layer_count or self.mixers[i] == "attention" or self.mixers[i] == "latent":
        larger.append(torch.constant_pad_nd(state[k], [0, 0, 0, more]))
      else:
        larger.append(state[k])
    return larger

  def norm(self, name: str, x: Tensor) -> Tensor:
    return __torch__.blocks.norm(self.weights, name, x, self.norm_kind, self.norm_eps)

  def attend(self, i: int, x: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    w = self.weights
    name = str(i) + "."
    B = x.size(0)
    T = x.size(1)
    q, k, v = __torch__.blocks.queries(w, name, x, self.heads, self.kv_heads, self.head_dim, self.query_layout)
    if self.qk_norm == "heads":
      q = self.norm(name + "q_norm", q)
      k = self.norm(name + "k_norm", k)
    if self.qk_norm == "whole":
      q = self.norm(name + "q_norm", q.reshape([B, T, self.heads * self.head_dim])).view([B, T, self.heads, self.head_dim])
      k = self.norm(name + "k_norm", k.reshape([B, T, self.kv_heads * self.head_dim])).view([B, T, self.kv_heads, self.head_dim])
    if self.qkv_clip > 0.0:
      q = torch.clamp(q, -self.qkv_clip, self.qkv_clip)
      k = torch.clamp(k, -self.qkv_clip, self.qkv_clip)
      v = torch.clamp(v, -self.qkv_clip, self.qkv_clip)
    return self.turn(i, name, q, k, v, positions, longest, state[2 * i:2 * i + 2], cos, sin)

  def turn(self, i: int, name: str, q: Tensor, k: Tensor, v: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    # Rotation where the layer has one, then attention: q [B,T,N,D], k and v [B,T,G,D].
    q = q.transpose(1, 2)
    k = k.transpose(1, 2)
    v = v.transpose(1, 2)
    rope = self.rope_of[i]
    if rope >= 0:
      q = __torch__.blocks.rotate(q, cos[rope], sin[rope], self.rotates_pairs)
      k = __torch__.blocks.rotate(k, cos[rope], sin[rope], self.rotates_pairs)
    return self.mix(i, name, q, k, v, positions, longest, state)

  def position_bias(self, longest: int, device: Device) -> Tensor:
    # ALiBi, [N,S]: slope times position of the key. That of a query only moves all its scores alike.
    slopes = torch.tensor(self.alibi, dtype=6, device=device).unsqueeze(1)
    at = torch.arange(longest, device=device).to(6)
    if self.alibi_rounded:
      return (slopes.to(15) * at.to(15)).to(6) * self.alibi_scale
    return slopes * at * self.alibi_scale

  def latent(self, i: int, x: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    # Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): keys and values of all heads are made
    # from one narrow vector, queries from another or directly. The last components of a key turn, one such part for
    # all heads.
    w = self.weights
    name = str(i) + "."
    B = x.size(0)
    T = x.size(1)
    N = self.heads
    c = cos[self.rope_of[i]]
    s = sin[self.rope_of[i]]
    turning = 2 * c.size(-1)
    still = self.head_dim - turning
    # The reference gives these two norms an epsilon of their own.
    if name + "q_a" in w:
      narrow = __torch__.blocks.norm(w, name + "q_a_norm", __torch__.blocks.projection(w, name + "q_a", x), self.norm_kind, 1e-06)
      q = __torch__.blocks.projection(w, name + "q_b", narrow)
    else:
      q = __torch__.blocks.projection(w, name + "q", x)
    q = q.view([B, T, N, self.head_dim]).transpose(1, 2)
    q = torch.cat([q[..., :still], __torch__.blocks.rotate(q[..., still:], c, s, self.rotates_pairs)], -1)
    both = __torch__.blocks.projection(w, name + "kv_a", x)
    rank = both.size(-1) - turning
    narrow = __torch__.blocks.norm(w, name + "kv_a_norm", both[..., :rank], self.norm_kind, 1e-06)
    kv = __torch__.blocks.projection(w, name + "kv_b", narrow).view([B, T, N, still + self.value_dim]).transpose(1, 2)
    turned = __torch__.blocks.rotate(both[..., rank:].unsqueeze(1), c, s, self.rotates_pairs)
    k = torch.cat([kv[..., :still], turned.expand([B, N, T, turning])], -1)
    return self.mix(i, name, q, k, kv[..., still:], positions, longest, state[2 * i:2 * i + 2])

  def feed(self, i: int, x: Tensor) -> Tensor:
    # The MLP of a layer, or its experts where it has a router.
    w = self.weights
    name = str(i) + "."
    if name + "router" in w:
      rows = x.reshape([-1, x.size(-1)])
      experts, share = __torch__.experts.route(w, name, rows, self.router_kind, self.router_count, self.router_normalised, self.router_groups, self.router_kept_groups, self.router_scale)
      return __torch__.experts.mixture(w, name, x, experts, share, self.activation, self.gate_limit, self.gate_slope)
    return __torch__.blocks.mlp(w, name, x, self.activation)

  def mix(self, i: int, name: str, q: Tensor, k: Tensor, v: Tensor, positions: Tensor, longest: int, state: List[Tensor]) -> Tensor:
    # Attention of queries over the layer's keys, those of its state included, and the projection that follows.
    w = self.weights
    window = self.windows[i]
    bias: Optional[Tensor] = None
    if len(self.alibi) > 0:
      bias = self.position_bias(longest, q.device)
    plain = len(self.alibi) == 0 and self.attention_cap == 0.0
    sinks: Optional[Tensor] = None
    if name + "sinks" in w:
      sinks = w[name + "sinks"]
      plain = False
    if len(state) == 0:
      if plain and (window == 0 or window >= q.size(2)):
        a = __torch__.blocks.attention(q, k, v, self.attention_scales[i])
      else:
        a = __torch__.blocks.masked_attention(q, k, v, positions, self.attention_scales[i], window, bias, self.attention_cap, sinks)
    else:
      index = positions.unsqueeze(1).unsqueeze(3)
      keys = state[0].scatter_(2, index.expand(k.size()), k)
      values = state[1].scatter_(2, index.expand(v.size()), v)
      a = __torch__.blocks.masked_attention(q, keys[:, :, :longest], values[:, :, :longest], positions, self.attention_scales[i], window, bias, self.attention_cap, sinks)
    return __torch__.blocks.projection(w, name + "o", a.transpose(1, 2).flatten(2, 3))

  def mixed(self, i: int, x: Tensor, starts: Tensor, lengths: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    # What layer i takes from other positions: x [B,T,H] -> [B,T,H].
    w = self.weights
    name = str(i) + "."
    mixer = self.mixers[i]
    if mixer == "attention":
      return self.attend(i, x, positions, longest, state, cos, sin)
    if mixer == "latent":
      return self.latent(i, x, positions, longest, state, cos, sin)
    own = state[2 * i:2 * i + 2]
    if mixer == "selective":
      return __torch__.recurrent.selective(w, name, x, self.activation, self.norm_eps, self.state_norm_eps, starts, lengths, own)
    if mixer == "duality":
      return __torch__.recurrent.duality(w, name, x, self.activation, self.state_groups, self.step_least, self.step_most, self.state_norm_eps, starts, lengths, own)
    if mixer == "short_convolution":
      return __torch__.recurrent.short_convolution(w, name, x, starts, lengths, own)
    if mixer == "gated_recurrence":
      return __torch__.recurrent.gated_recurrence(w, name, x, self.activation, positions, starts, lengths, own)
    raise AssertionError("no mixer " + mixer)

  def share(self, i: int, h: Tensor, embedded: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    # Zamba 2 (arXiv 2411.15242, section 2): a block of attention and MLP that several layers use, each through adapters
    # of its own, reads the layer's input beside the embedding [B,T,H each]. What it gives is added to the mixer's input.
    w = self.weights
    own = str(i) + "."
    name = "shared." + str(self.shared[i]) + "."
    x = self.norm(name + "attention_norm", torch.cat([h, embedded], -1))
    q, k, v = __torch__.blocks.queries(w, name, x, self.heads, self.kv_heads, self.head_dim, "rows")
    if own + "q_in" in w:
      q = q + __torch__.blocks.projection(w, own + "q_out", __torch__.blocks.projection(w, own + "q_in", x)).view(q.size())
      k = k + __torch__.blocks.projection(w, own + "k_out", __torch__.blocks.projection(w, own + "k_in", x)).view(k.size())
      v = v + __torch__.blocks.projection(w, own + "v_out", __torch__.blocks.projection(w, own + "v_in", x)).view(v.size())
    place = self.layer_count
    for j in range(i):
      if self.shared[j] >= 0:
        place = place + 1
    a = self.turn(i, name, q, k, v, positions, longest, state[2 * place:2 * place + 2], cos, sin)
    x = self.norm(name + "mlp_norm", a)
    y = __torch__.blocks.projection(w, name + "gate_up", x)
    y = y + __torch__.blocks.projection(w, own + "gate_up_out", __torch__.blocks.projection(w, own + "gate_up_in", x))
    m = __torch__.blocks.projection(w, name + "down", __torch__.blocks.gated(y, self.shared_activation))
    return __torch__.blocks.projection(w, own + "share", m)

  def layers(self, h: Tensor, starts: Tensor, lengths: Tensor, state: List[Tensor], first: int, last: int, keep: List[int]) -> Tuple[Tensor, List[Tensor]]:
    # Runs layers first .. last - 1. Rows are right padded, row b has lengths[b] ids: causal attention never looks at
    # what follows, and what recurs does not advance there.
    # Without state the rows begin at position 0; with it, row b begins at starts[b] and sees what its state holds.
    # keep: numbers of layers whose input is returned too (L is the output of the last layer, before the final norm).
    w = self.weights
    T = h.size(1)
    starts = starts.to(h.device)
    lengths = lengths.to(h.device)
    positions = torch.arange(T, device=h.device).unsqueeze(0)
    longest = T
    if len(state) > 0:
      positions = positions + starts.unsqueeze(1)
      longest = int(torch.max(starts + lengths).item())
    cos: List[Tensor] = []
    sin: List[Tensor] = []
    for r in range(len(self.rope_kinds)):
      kind = self.rope_kinds[r]
      angles, scale = __torch__.blocks.rotary_frequencies(kind, self.rope_parameters[r], self.rope_short[r], self.rope_long[r], longest)
      if kind == "dynamic" or kind == "longrope":
        # The angles depend on how long a row is, not on its neighbours.
        rows: List[Tensor] = []
        for b in range(h.size(0)):
          end = int((starts[b] + lengths[b]).item())
          rows.append(__torch__.blocks.rotary_frequencies(kind, self.rope_parameters[r], self.rope_short[r], self.rope_long[r], end)[0])
        angles = torch.stack(rows).unsqueeze(1)
      turn = (positions.unsqueeze(2).to(6) * angles.to(h.device)).unsqueeze(1)
      c = torch.cos(turn) * scale
      s = torch.sin(turn) * scale
      if self.rotary_type != "float":
        c = c.to(h.dtype)
        s = s.to(h.dtype)
      if self.rotary_type == "rounded":
        c = c.to(6)
        s = s.to(6)
      cos.append(c)
      sin.append(s)
    embedded = h
    if self.residual_float:
      h = h.to(6)
    kept: List[Tensor] = []
    for i in range(first, last):
      if i in keep:
        kept.append(h)
      name = str(i) + "."
      x = h
      if i < len(self.shared) and self.shared[i] >= 0:
        x = h + self.share(i, h, embedded, positions, longest, state, cos, sin)
      if self.residual_float:
        x = x.to(embedded.dtype)
      if self.pre_norm:
        x = self.norm(name + "attention_norm", x)
      a = self.mixed(i, x, starts, lengths, positions, longest, state, cos, sin)
      if self.post_norm:
        a = self.norm(name + "attention_post_norm", a)
      if self.residual_scale != 1.0:
        a = a * self.residual_scale
      if self.mixers_alone:
        h = __torch__.blocks.plus(h, a)
        continue
      if self.parallel:
        if name + "mlp_norm" in w:
          x = self.norm(name + "mlp_norm", h)
        h = __torch__.blocks.plus(h, a)
      else:
        if self.residual_of_norm:
          h = __torch__.blocks.plus(x, a)
        else:
          h = __torch__.blocks.plus(h, a)
        if self.norm_after_residual:
          h = self.norm(name + "attention_norm", h)
        x = h
        if self.pre_norm:
          x = self.norm(name + "mlp_norm", h)
      m = self.feed(i, x)
      if self.post_norm:
        m = self.norm(name + "mlp_post_norm", m)
      if self.residual_scale != 1.0:
        m = m * self.residual_scale
      if self.residual_of_norm:
        h = __torch__.blocks.plus(x, m)
      else:
        h = __torch__.blocks.plus(h, m)
      if self.norm_after_residual:
        h = self.norm(name + "mlp_norm", h)
    if last in keep and last == self.layer_count:
      kept.append(h)
    return (h, kept)

  def finish(self, h: Tensor) -> Tensor:
    # [..,H] -> [..,H']: the state that the head reads.
    if self.final_norm:
      h = self.norm("norm", h)
    if "project_out" in self.weights:
      h = __torch__.blocks.projection(self.weights, "project_out", h)
    if self.residual_float:
      h = h.to(self.weights["embed"].dtype)
    return h
