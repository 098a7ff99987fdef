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
  position_offset : int
  final_norm : bool

  def bind(self, weights: Dict[str, Tensor]) -> None:
    self.weights = weights

  def embed(self, ids: Tensor, starts: Tensor) -> Tensor:
    # [B,T] i64 of rows that begin at positions starts [B] -> [B,T,H], as it enters the first layer.
    w = self.weights
    e = w["embed"]
    h = torch.embedding(e, ids.to(e.device))
    if self.embedding_scale != 1.0:
      h = h * torch.full([1], self.embedding_scale, dtype=h.dtype, device=h.device)
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
    # Empty state of every layer, two tensors each, batch first: of attention keys and values [B,G,capacity,D].
    w = self.weights["embed"]
    state: List[Tensor] = []
    for i in range(self.layer_count):
      keys = torch.zeros([rows, self.kv_heads, capacity, self.head_dim], dtype=w.dtype, device=w.device)
      state.append(keys)
      state.append(torch.zeros_like(keys))
    return state

  def grow(self, state: List[Tensor], more: int) -> List[Tensor]:
    # The same state with room for more positions.
    larger: List[Tensor] = []
    for i in range(self.layer_count):
      larger.append(torch.constant_pad_nd(state[2 * i], [0, 0, 0, more]))
      larger.append(torch.constant_pad_nd(state[2 * i + 1], [0, 0, 0, more]))
    return larger

  def norm(self, name: str, x: Tensor) -> Tensor:
    return __torch__.blocks.norm(self.weights, name, x, self.norm_kind, self.norm_eps)

  def attend(self, i: int, x: Tensor, positions: Tensor, longest: int, state: List[Tensor], cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    w = self.weights
    name = str(i) + "."
    B = x.size(0)
    T = x.size(1)
    q, k, v = __torch__.blocks.queries(w, name, x, self.heads, self.kv_heads, self.head_dim, self.query_layout)
    if self.qkv_clip > 0.0:
      q = torch.clamp(q, -self.qkv_clip, self.qkv_clip)
      k = torch.clamp(k, -self.qkv_clip, self.qkv_clip)
      v = torch.clamp(v, -self.qkv_clip, self.qkv_clip)
    if self.qk_norm == "heads":
      q = self.norm(name + "q_norm", q)
      k = self.norm(name + "k_norm", k)
    if self.qk_norm == "whole":
      q = self.norm(name + "q_norm", q.reshape([B, T, self.heads * self.head_dim])).view([B, T, self.heads, self.head_dim])
      k = self.norm(name + "k_norm", k.reshape([B, T, self.kv_heads * self.head_dim])).view([B, T, self.kv_heads, self.head_dim])
    q = q.transpose(1, 2)
    k = k.transpose(1, 2)
    v = v.transpose(1, 2)
    rope = self.rope_of[i]
    if rope >= 0:
      q = __torch__.blocks.rotate(q, cos[rope], sin[rope], self.rotates_pairs)
      k = __torch__.blocks.rotate(k, cos[rope], sin[rope], self.rotates_pairs)
    return self.mix(i, q, k, v, positions, longest, state)

  def position_bias(self, longest: int, device: Device) -> Tensor:
    # ALiBi, [N,S]: slope times position of the key. That of a query only moves all its scores alike.
    slopes = torch.tensor(self.alibi, dtype=6, device=device).unsqueeze(1)
    at = torch.arange(longest, device=device).to(6)
    if self.alibi_rounded:
      return (slopes.to(15) * at.to(15)).to(6) * self.alibi_scale
    return slopes * at * self.alibi_scale

  def mix(self, i: int, q: Tensor, k: Tensor, v: Tensor, positions: Tensor, longest: int, state: List[Tensor]) -> Tensor:
    # Attention of queries over the layer's keys, those of its state included, and the projection that follows.
    w = self.weights
    name = str(i) + "."
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
      keys = state[2 * i].scatter_(2, index.expand(k.size()), k)
      values = state[2 * i + 1].scatter_(2, index.expand(v.size()), v)
      a = __torch__.blocks.masked_attention(q, keys[:, :, :longest], values[:, :, :longest], positions, self.attention_scales[i], window, bias, self.attention_cap, sinks)
    return __torch__.blocks.projection(w, name + "o", a.transpose(1, 2).flatten(2, 3))

  def layers(self, h: Tensor, starts: Tensor, lengths: Tensor, state: List[Tensor], first: int, last: int, keep: List[int]) -> Tuple[Tensor, List[Tensor]]:
    # Runs layers first .. last - 1. Rows are right padded, row b has lengths[b] ids: causal attention never looks at
    # what follows, and what recurs does not advance there.
    # Without state the rows begin at position 0; with it, row b begins at starts[b] and sees what its state holds.
    # keep: numbers of layers whose input is returned too (L is the output of the last layer, before the final norm).
    w = self.weights
    T = h.size(1)
    positions = torch.arange(T, device=h.device).unsqueeze(0)
    longest = T
    if len(state) > 0:
      positions = positions + starts.to(h.device).unsqueeze(1)
      longest = int(torch.max(positions).item()) + 1
    cos: List[Tensor] = []
    sin: List[Tensor] = []
    for r in range(len(self.rope_kinds)):
      angles, scale = __torch__.blocks.rotary_frequencies(self.rope_kinds[r], self.rope_parameters[r], self.rope_short[r], self.rope_long[r], longest)
      turn = (positions.unsqueeze(2).to(6) * angles.to(h.device)).unsqueeze(1)
      cos.append((torch.cos(turn) * scale).to(h.dtype))
      sin.append((torch.sin(turn) * scale).to(h.dtype))
    kept: List[Tensor] = []
    for i in range(first, last):
      if i in keep:
        kept.append(h)
      name = str(i) + "."
      x = h
      if self.pre_norm:
        x = self.norm(name + "attention_norm", h)
      a = self.attend(i, x, positions, longest, state, cos, sin)
      if self.post_norm:
        a = self.norm(name + "attention_post_norm", a)
      if self.residual_scale != 1.0:
        a = a * self.residual_scale
      if self.parallel:
        if name + "mlp_norm" in w:
          x = self.norm(name + "mlp_norm", h)
        h = h + a
      else:
        if self.residual_of_norm:
          h = x + a
        else:
          h = h + a
        if self.norm_after_residual:
          h = self.norm(name + "attention_norm", h)
        x = h
        if self.pre_norm:
          x = self.norm(name + "mlp_norm", h)
      m = __torch__.blocks.mlp(w, name, x, self.activation)
      if self.post_norm:
        m = self.norm(name + "mlp_post_norm", m)
      if self.residual_scale != 1.0:
        m = m * self.residual_scale
      if self.residual_of_norm:
        h = x + m
      else:
        h = h + m
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
    return h
