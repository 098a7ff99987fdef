# A decoder: embedding, a list of layers, the final norm. What differs between families is an attribute, set by the
# family's page in Java, or a weight that is there or not.
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  weights : Dict[str, Tensor]
  layer_count : int
  heads : int
  kv_heads : int
  head_dim : int
  norm_eps : float
  activation : str
  attention_scale : float
  windows : List[int]
  rope_kind : str
  rope_theta : float
  rope_dim : int
  rope : Dict[str, float]

  def bind(self, weights: Dict[str, Tensor]) -> None:
    self.weights = weights

  def embed(self, ids: Tensor) -> Tensor:
    # [B,T] i64 -> [B,T,H]
    w = self.weights["embed"]
    return torch.embedding(w, ids.to(w.device))

  def cache(self, rows: int, capacity: int) -> List[Tensor]:
    # Empty keys and values of every layer, [B,G,capacity,D].
    w = self.weights["embed"]
    state: List[Tensor] = []
    for i in range(2 * self.layer_count):
      state.append(torch.zeros([rows, self.kv_heads, capacity, self.head_dim], dtype=w.dtype, device=w.device))
    return state

  def layers(self, h: Tensor, starts: Tensor, state: List[Tensor], first: int, last: int, keep: List[int]) -> Tuple[Tensor, List[Tensor]]:
    # Runs layers first .. last - 1. Rows are right padded: causal attention never looks at what follows.
    # Without state the rows begin at position 0; with it, row b begins at starts[b] and sees what its cache holds.
    # keep: numbers of layers whose input is returned too (L is the output of the last layer, before the final norm).
    w = self.weights
    B = h.size(0)
    T = h.size(1)
    positions = torch.arange(T, device=h.device).unsqueeze(0)
    longest = T
    if len(state) > 0:
      positions = positions + starts.to(h.device).unsqueeze(1)
      longest = int(torch.max(positions).item()) + 1
    angles, scale = __torch__.blocks.rotary_frequencies(self.rope_kind, self.rope_theta, self.rope_dim, self.rope, longest)
    turn = positions.unsqueeze(2).to(6) * angles.to(h.device)
    turn = torch.cat([turn, turn], -1).unsqueeze(1)
    cos = (torch.cos(turn) * scale).to(h.dtype)
    sin = (torch.sin(turn) * scale).to(h.dtype)
    kept: List[Tensor] = []
    for i in range(first, last):
      if i in keep:
        kept.append(h)
      name = str(i) + "."
      x = __torch__.blocks.rms_norm(h, w[name + "attention_norm"], self.norm_eps)
      q = __torch__.blocks.projection(w, name + "q", x).view([B, T, self.heads, self.head_dim]).transpose(1, 2)
      k = __torch__.blocks.projection(w, name + "k", x).view([B, T, self.kv_heads, self.head_dim]).transpose(1, 2)
      v = __torch__.blocks.projection(w, name + "v", x).view([B, T, self.kv_heads, self.head_dim]).transpose(1, 2)
      q = __torch__.blocks.rotate_halves(q, cos, sin)
      k = __torch__.blocks.rotate_halves(k, cos, sin)
      if len(state) == 0:
        a = __torch__.blocks.attention(q, k, v, self.attention_scale, self.windows[i])
      else:
        index = positions.unsqueeze(1).unsqueeze(3).expand([B, self.kv_heads, T, self.head_dim])
        keys = state[2 * i].scatter_(2, index, k)
        values = state[2 * i + 1].scatter_(2, index, v)
        a = __torch__.blocks.cached_attention(q, keys[:, :, :longest], values[:, :, :longest], positions, self.attention_scale, self.windows[i])
      a = a.transpose(1, 2).reshape([B, T, self.heads * self.head_dim])
      h = h + __torch__.blocks.projection(w, name + "o", a)
      x = __torch__.blocks.rms_norm(h, w[name + "mlp_norm"], self.norm_eps)
      h = h + __torch__.blocks.gated_mlp(w, name, x, self.activation)
    if last in keep and last == self.layer_count:
      kept.append(h)
    return (h, kept)

  def finish(self, h: Tensor) -> Tensor:
    return __torch__.blocks.rms_norm(h, self.weights["norm"], self.norm_eps)

  def grow(self, state: List[Tensor], more: int) -> List[Tensor]:
    # The same cache with room for more positions.
    larger: List[Tensor] = []
    for t in state:
      larger.append(torch.constant_pad_nd(t, [0, 0, 0, more]))
    return larger
