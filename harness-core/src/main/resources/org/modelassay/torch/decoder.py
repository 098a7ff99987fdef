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

  def forward(self, weights: Dict[str, Tensor], ids: Tensor, lengths: Tensor) -> Tensor:
    # The entry with gradients: sequences ids [B,T], right padded, row b of lengths[b] ids -> the states that the head reads
    # [B,T,H]. weights may be those that learn; all else that is called here writes over no value that a gradient wants.
    self.weights = weights
    at = torch.arange(ids.size(1)).expand([ids.size(0), ids.size(1)])
    h = self.embed(ids, at)
    device = str(weights["embed"].device)
    past: List[Tensor] = []
    spans: List[int] = []
    state: List[Tensor] = []
    keep: List[int] = []
    last, kept = self.layers(h, h, at, at, lengths, torch.zeros([0], dtype=4), False, past, spans, state, 0, self.layer_count, device, keep)
    return self.finish(last, device)

  def embed(self, ids: Tensor, at: Tensor) -> Tensor:
    # [B,T] i64 at positions [B,T] -> [B,T,H], as it enters the first layer.
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
      # Padding may stand beyond the last position.
      place = torch.clamp(at + self.position_offset, None, w["positions"].size(0) - 1)
      h = h + torch.embedding(w["positions"], place.to(e.device))
    if "embed_norm" in w:
      h = __torch__.blocks.norm(w, "embed_norm", h, self.norm_kind, self.norm_eps)
    return h

  # A state is of layers first .. last - 1: two tensors each, batch first, then keys and values of the shared block of each
  # layer that uses one.

  def cache(self, rows: int, capacity: int, first: int, last: int, device: str) -> List[Tensor]:
    # An empty state: of attention keys [B,G,capacity,D] and values [B,G,capacity,D'], else what recurrent.py says.
    w = self.weights
    place = torch.device(device)
    dtype = w["embed"].dtype
    keys = [rows, self.kv_heads, capacity, self.head_dim]
    values = [rows, self.kv_heads, capacity, self.value_dim]
    state: List[Tensor] = []
    for i in range(first, last):
      name = str(i) + "."
      mixer = self.mixers[i]
      if mixer == "attention" or mixer == "latent":
        state.append(torch.zeros(keys, dtype=dtype, device=place))
        state.append(torch.zeros(values, dtype=dtype, device=place))
      else:
        kernel = w[name + "conv"]
        channels = kernel.size(0)
        state.append(torch.zeros([rows, kernel.size(2) - 1, channels], dtype=dtype, device=place))
        shape = [rows, 0]
        if mixer == "selective":
          shape = [rows, channels, w[name + "A_log"].size(1)]
        if mixer == "duality":
          heads = w[name + "A_log"].size(0)
          inner = w[name + "gate_norm"].size(0)
          shape = [rows, heads, inner // heads, (channels - inner) // (2 * self.state_groups)]
        if mixer == "gated_recurrence":
          shape = [rows, channels]
        state.append(torch.zeros(shape, dtype=6, device=place))
    for i in range(first, last):
      if self.shares(i):
        state.append(torch.zeros(keys, dtype=dtype, device=place))
        state.append(torch.zeros(values, dtype=dtype, device=place))
    return state

  def shares(self, i: int) -> bool:
    # Whether layer i uses a shared block.
    return i < len(self.shared) and self.shared[i] >= 0

  def positional(self, k: int, first: int, last: int) -> bool:
    # Whether tensor k of a state has a place for each position.
    i = first + k // 2
    return i >= last or self.mixers[i] == "attention" or self.mixers[i] == "latent"

  def grow(self, state: List[Tensor], more: int, first: int, last: int) -> List[Tensor]:
    # The same state with room for more positions.
    larger: List[Tensor] = []
    for k in range(len(state)):
      if self.positional(k, first, last):
        larger.append(torch.constant_pad_nd(state[k], [0, 0, 0, more]))
      else:
        larger.append(state[k])
    return larger

  def begin(self, rows: int, capacity: int, past: List[Tensor], spans: List[int], first: int, last: int, device: str) -> List[Tensor]:
    # State for rows that begin behind shared prefixes: what recurs goes on from the last prefix of each row. Room for
    # keys and values only where they are wanted (capacity > 0).
    state = self.cache(rows, capacity, first, last, device)
    if len(spans) > 0:
      each = len(past) // (spans[len(spans) - 6] + 1)
      for k in range(len(state)):
        if not self.positional(k, first, last):
          for s in range(0, len(spans), 6):
            behind = state[k][spans[s + 1]:spans[s + 2]]
            torch.copy_(behind, past[each * spans[s] + k].expand(behind.size()))
    return state

  def row(self, state: List[Tensor], at: int, length: int, first: int, last: int) -> List[Tensor]:
    # The state of one row alone, of its first `length` places.
    alone: List[Tensor] = []
    for k in range(len(state)):
      part = state[k][at:at + 1]
      if self.positional(k, first, last):
        part = part[:, :, :length]
      alone.append(part.clone())
    return alone

  def place(self, state: List[Tensor], part: List[Tensor], slots: Tensor, first: int, last: int) -> None:
    # Puts the rows of part over the rows slots of state, which has room for as many positions at least.
    for k in range(len(state)):
      whole = state[k]
      if self.positional(k, first, last):
        whole = whole[:, :, :part[k].size(2)]
      torch.index_copy_(whole, 0, slots.to(whole.device), part[k])

  def rows(self, state: List[Tensor], at: Tensor) -> List[Tensor]:
    # The state of some rows alone.
    kept: List[Tensor] = []
    for tensor in state:
      kept.append(torch.index_select(tensor, 0, at.to(tensor.device)))
    return kept

  def norm(self, name: str, x: Tensor) -> Tensor:
    return __torch__.blocks.norm(self.weights, name, x, self.norm_kind, self.norm_eps)

  def attend(self, i: int, slot: int, x: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
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
    return self.turn(i, slot, name, q, k, v, call, past, spans, state)

  def turn(self, i: int, slot: int, name: str, q: Tensor, k: Tensor, v: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
    # Rotation where the layer has one, then attention: q [B,T,N,D], k and v [B,T,G,D].
    q = q.transpose(1, 2)
    k = k.transpose(1, 2)
    v = v.transpose(1, 2)
    rope = self.rope_of[i]
    if rope >= 0:
      c = call["cos." + str(rope)]
      s = call["sin." + str(rope)]
      q = __torch__.blocks.rotate(q, c, s, self.rotates_pairs)
      k = __torch__.blocks.rotate(k, c, s, self.rotates_pairs)
    return self.mix(i, slot, name, q, k, v, call, past, spans, state)

  def position_bias(self, at: Tensor) -> Tensor:
    # ALiBi of keys at positions [B,S]: slope times position, [B,N,1,S]. That of a query only moves all its scores alike.
    slopes = torch.tensor(self.alibi, dtype=6, device=at.device).view([1, len(self.alibi), 1, 1])
    place = at.to(6).unsqueeze(1).unsqueeze(2)
    if self.alibi_rounded:
      return (slopes.to(15) * place.to(15)).to(6) * self.alibi_scale
    return slopes * place * self.alibi_scale

  def latent(self, i: int, slot: int, x: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
    # Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): keys and values of all heads are made
    # from one narrow vector, queries from another or directly. The last components of a key turn, one such part for
    # all heads.
    w = self.weights
    name = str(i) + "."
    B = x.size(0)
    T = x.size(1)
    N = self.heads
    c = call["cos." + str(self.rope_of[i])]
    s = call["sin." + str(self.rope_of[i])]
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
    return self.mix(i, slot, name, q, k, kv[..., still:], call, past, spans, state)

  def feed(self, i: int, x: Tensor) -> Tensor:
    # The MLP of a layer, or its experts where it has a router.
    w = self.weights
    name = str(i) + "."
    if name + "router" in w:
      rows = x.reshape([-1, x.size(-1)])
      experts, share = __torch__.experts.route(w, name, rows, self.router_kind, self.router_count, self.router_normalised, self.router_groups, self.router_kept_groups, self.router_scale)
      return __torch__.experts.mixture(w, name, x, experts, share, self.activation, self.gate_limit, self.gate_slope)
    return __torch__.blocks.mlp(w, name, x, self.activation)

  def mix(self, i: int, slot: int, name: str, q: Tensor, k: Tensor, v: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
    # Attention of q [B,N,T,D] over the rows' own keys k, v [B,G,T,D], those of their state, and those of the prefixes
    # they share; then the projection that follows. slot: the number of its keys' and values' pair in a state.
    w = self.weights
    B = call["at"].size(0)
    T = call["at"].size(1)
    if "there" in call:
      there = call["there"]
      q = __torch__.blocks.padded(q.transpose(1, 2), there, B, T).transpose(1, 2)
      k = __torch__.blocks.padded(k.transpose(1, 2), there, B, T).transpose(1, 2)
      v = __torch__.blocks.padded(v.transpose(1, 2), there, B, T).transpose(1, 2)
    window = self.windows[i]
    scale = self.attention_scales[i]
    keys = k
    values = v
    key_at = call["at"]
    if len(state) > 0 and state[2 * slot].size(2) > 0:
      index = call["own"].unsqueeze(1).unsqueeze(3)
      held = state[2 * slot].scatter_(2, index.expand(k.size()), k)
      held_values = state[2 * slot + 1].scatter_(2, index.expand(v.size()), v)
      if "keys" in call:
        key_at = call["keys"]
        keys = held[:, :, :key_at.size(1)]
        values = held_values[:, :, :key_at.size(1)]
    seen: Optional[Tensor] = None
    if "seen." + str(window) in call:
      seen = call["seen." + str(window)]
    sinks: Optional[Tensor] = None
    if name + "sinks" in w:
      sinks = w[name + "sinks"]
    spread = len(self.alibi) > 0
    if len(spans) == 0:
      bias: Optional[Tensor] = None
      if spread:
        bias = self.position_bias(key_at)
      a = __torch__.blocks.attention(q, keys, values, seen, scale, bias, self.attention_cap, sinks)
    elif spread or self.attention_cap > 0.0 or sinks is not None:
      a = self.composed(q, keys, values, seen, key_at, call["at"], scale, window, sinks, past, spans, slot)
    else:
      a = self.merged(q, keys, values, seen, call["at"], scale, window, past, spans, slot)
    a = a.transpose(1, 2).flatten(2, 3)
    if "there" in call:
      a = __torch__.blocks.packed(a, call["there"])
    return __torch__.blocks.projection(w, name + "o", a)

  def merged(self, q: Tensor, k: Tensor, v: Tensor, seen: Optional[Tensor], at: Tensor, scale: float, window: int, past: List[Tensor], spans: List[int], slot: int) -> Tensor:
    # Attention over the rows' own keys, then over each prefix that rows share, merged by the logarithms of their
    # normalisers: a prefix's keys are neither copied nor read again for another row. spans: of each prefix its number,
    # its rows from .. to, the position it begins at, and the least and the largest position where the rows' own begin:
    # rows of one pass may stand behind a common prefix with further ones of other lengths between.
    o, l = __torch__.blocks.attention_and_normaliser(q, k, v, seen, scale, True)
    each = len(past) // (spans[len(spans) - 6] + 1)
    for s in range(0, len(spans), 6):
      first = spans[s + 1]
      last = spans[s + 2]
      begin = spans[s + 3]
      keys = past[each * spans[s] + 2 * slot]
      values = past[each * spans[s] + 2 * slot + 1]
      # Where a window slides, the keys that it has left behind even for the first position of all rows.
      gone = 0
      if window > 0:
        gone = max(0, spans[s + 4] - window + 1 - begin)
      count = keys.size(2) - gone
      if count > 0:
        rows = q[first:last]
        mask: Optional[Tensor] = None
        place = at[first:last]
        if window > 0 and spans[s + 5] + q.size(2) - begin > window:
          back = place.unsqueeze(2) - (torch.arange(count, device=q.device) + (begin + gone))
          # Not infinite: a position that sees none of them must not divide by zero. Its share below is 0.
          hidden = torch.where(torch.lt(back, window), 0.0, -1e30).to(q.dtype)
          n = q.size(1) // keys.size(1)
          mask = hidden.unsqueeze(0).expand([n, -1, -1, -1]).reshape([1, 1, n * (last - first) * q.size(2), count])
        p, m = __torch__.blocks.attention_and_normaliser(__torch__.blocks.folded(rows, keys.size(1)), keys[:, :, gone:], values[:, :, gone:], mask, scale, False)
        p = __torch__.blocks.unfolded(p, last - first, q.size(1))
        m = __torch__.blocks.unfolded(m.unsqueeze(3), last - first, q.size(1)).squeeze(3)
        share = torch.sigmoid(m - l[first:last]).unsqueeze(3)
        whole = o[first:last].to(6)
        o[first:last] = (whole + (p.to(6) - whole) * share).to(o.dtype)
        l[first:last] = torch.logaddexp(l[first:last], m)
    return o

  def composed(self, q: Tensor, k: Tensor, v: Tensor, seen: Optional[Tensor], key_at: Tensor, at: Tensor, scale: float, window: int, sinks: Optional[Tensor], past: List[Tensor], spans: List[int], slot: int) -> Tensor:
    # The same where scores are more than products, row by row with all scores written out.
    out: List[Tensor] = []
    each = len(past) // (spans[len(spans) - 6] + 1)
    for b in range(q.size(0)):
      keys: List[Tensor] = []
      values: List[Tensor] = []
      places: List[Tensor] = []
      for s in range(0, len(spans), 6):
        if spans[s + 1] <= b and b < spans[s + 2]:
          more = past[each * spans[s] + 2 * slot]
          keys.append(more)
          values.append(past[each * spans[s] + 2 * slot + 1])
          places.append(torch.arange(more.size(2), device=q.device) + spans[s + 3])
      shared = 0
      for more in keys:
        shared = shared + more.size(2)
      keys.append(k[b:b + 1])
      values.append(v[b:b + 1])
      places.append(key_at[b])
      place = torch.cat(places)
      back = at[b].unsqueeze(1) - place.unsqueeze(0)
      visible = torch.ge(back, 0)
      if window > 0:
        visible = torch.logical_and(visible, torch.lt(back, window))
      own = torch.ge(torch.arange(q.size(2), device=q.device).unsqueeze(1), torch.arange(q.size(2), device=q.device))
      if seen is not None:
        own = seen[b if seen.size(0) > 1 else 0, 0]
      visible = torch.cat([visible[:, :shared], own], 1).unsqueeze(0).unsqueeze(1)
      bias: Optional[Tensor] = None
      if len(self.alibi) > 0:
        bias = self.position_bias(place.unsqueeze(0))
      out.append(__torch__.blocks.attention(q[b:b + 1], torch.cat(keys, 2), torch.cat(values, 2), visible, scale, bias, self.attention_cap, sinks))
    return torch.cat(out)

  def mixed(self, i: int, slot: int, x: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
    # What layer i takes from other positions: x [B,T,H] -> [B,T,H]; packed where rows have padding.
    w = self.weights
    name = str(i) + "."
    mixer = self.mixers[i]
    if mixer == "attention":
      return self.attend(i, slot, x, call, past, spans, state)
    if mixer == "latent":
      return self.latent(i, slot, x, call, past, spans, state)
    own = state[2 * slot:2 * slot + 2]
    if "there" in call:
      # A state goes on row by row.
      x = __torch__.blocks.padded(x, call["there"], call["at"].size(0), call["at"].size(1))
      return __torch__.blocks.packed(self.carried(i, mixer, x, call, own), call["there"])
    return self.carried(i, mixer, x, call, own)

  def carried(self, i: int, mixer: str, x: Tensor, call: Dict[str, Tensor], own: List[Tensor]) -> Tensor:
    w = self.weights
    name = str(i) + "."
    starts = call["at"][:, 0]
    lengths = call["lengths"]
    if mixer == "selective":
      return __torch__.recurrent.selective(w, name, x, self.activation, self.norm_eps, self.state_norm_eps, starts, lengths, own)
    if mixer == "duality":
      return __torch__.recurrent.duality(w, name, x, self.activation, self.state_groups, self.step_least, self.step_most, self.state_norm_eps, starts, lengths, own)
    if mixer == "short_convolution":
      return __torch__.recurrent.short_convolution(w, name, x, starts, lengths, own)
    if mixer == "gated_recurrence":
      return __torch__.recurrent.gated_recurrence(w, name, x, self.activation, call["at"], starts, lengths, own)
    raise AssertionError("no mixer " + mixer)

  def share(self, i: int, slot: int, h: Tensor, embedded: Tensor, call: Dict[str, Tensor], past: List[Tensor], spans: List[int], state: List[Tensor]) -> Tensor:
    # Zamba 2 (arXiv 2411.15242, section 2): a block of attention and MLP that several layers use, each through adapters
    # of its own, reads the layer's input beside the embedding [B,T,H each]. What it gives is added to the mixer's input.
    w = self.weights
    own = str(i) + "."
    name = own + "shared."
    x = self.norm(name + "attention_norm", torch.cat([h, embedded], -1))
    q, k, v = __torch__.blocks.queries(w, name, x, self.heads, self.kv_heads, self.head_dim, "rows")
    if own + "q_in" in w:
      q = q + __torch__.blocks.projection(w, own + "q_out", __torch__.blocks.projection(w, own + "q_in", x)).view(q.size())
      k = k + __torch__.blocks.projection(w, own + "k_out", __torch__.blocks.projection(w, own + "k_in", x)).view(k.size())
      v = v + __torch__.blocks.projection(w, own + "v_out", __torch__.blocks.projection(w, own + "v_in", x)).view(v.size())
    a = self.turn(i, slot, name, q, k, v, call, past, spans, state)
    x = self.norm(name + "mlp_norm", a)
    y = __torch__.blocks.projection(w, name + "gate_up", x)
    y = y + __torch__.blocks.projection(w, own + "gate_up_out", __torch__.blocks.projection(w, own + "gate_up_in", x))
    m = __torch__.blocks.projection(w, name + "down", __torch__.blocks.gated(y, self.shared_activation))
    return __torch__.blocks.projection(w, own + "share", m)

  def layers(self, h: Tensor, embedded: Tensor, at: Tensor, own: Tensor, lengths: Tensor, ends: Tensor, goes_on: bool, past: List[Tensor], spans: List[int], state: List[Tensor], first: int, last: int, device: str, keep: List[int]) -> Tuple[Tensor, List[Tensor]]:
    # Runs layers first .. last - 1, whose weights lie on `device`, on h [B,T,H] at positions `at` [B,T]; embedded: what
    # entered layer 0. Rows are right padded, row b has lengths[b] ids: attention never looks at what follows, and what
    # recurs does not advance there.
    # A row is a sequence, or a tree in preorder: ends [B,T] says where the subtree of each place ends, [0] if all are
    # sequences. own [B,T]: number of each place among the row's own, that is without the prefixes it shares.
    # at, own, lengths and ends are on the CPU: what is decided by them waits for no other device.
    # past, spans: states of shared prefixes, only read, and which rows begin behind which (see merged).
    # state: of each row, written in place; goes_on says that it holds what the rows read before. Empty: nobody wants it.
    # keep: states that are returned too, in rising order: 3 i what enters layer i, 3 i + 1 the stream behind its attention,
    # 3 i + 2 what its MLP reads; 3 L the output of the last layer, before the final norm.
    w = self.weights
    T = h.size(1)
    call: Dict[str, Tensor] = {}
    h = h.to(torch.device(device))
    if len(self.shared) > 0:
      embedded = embedded.to(h.device)
    behind: List[Tensor] = []
    for tensor in past:
      behind.append(tensor.to(h.device))
    tips = (lengths - 1).unsqueeze(1)
    if goes_on:
      longest = int(torch.amax(torch.gather(own, 1, tips)).item()) + 1
      call["keys"] = ((at - own)[:, :1] + torch.arange(longest)).to(h.device)
    tips = torch.gather(at, 1, tips)
    at = at.to(h.device)
    call["at"] = at
    call["own"] = own.to(h.device)
    call["lengths"] = lengths.to(h.device)
    place = torch.arange(T, device=h.device)
    for window in self.windows:
      name = "seen." + str(window)
      if name not in call:
        if goes_on:
          back = at.unsqueeze(2) - call["keys"].unsqueeze(1)
          seen = torch.ge(back, 0)
          if window > 0:
            seen = torch.logical_and(seen, torch.lt(back, window))
          call[name] = seen.unsqueeze(1)
        elif ends.dim() == 2:
          seen = torch.logical_and(torch.ge(place.unsqueeze(1), place), torch.lt(place.view([1, T, 1]), ends.to(h.device).unsqueeze(1)))
          if window > 0 and window < T:
            seen = torch.logical_and(seen, torch.lt(at.unsqueeze(2) - at.unsqueeze(1), window))
          call[name] = seen.unsqueeze(1)
        elif window > 0 and window < T:
          back = place.unsqueeze(1) - place
          call[name] = torch.logical_and(torch.ge(back, 0), torch.lt(back, window)).unsqueeze(0).unsqueeze(1)
    for r in range(len(self.rope_kinds)):
      kind = self.rope_kinds[r]
      angles, scale = __torch__.blocks.rotary_frequencies(kind, self.rope_parameters[r], self.rope_short[r], self.rope_long[r], T)
      if kind == "dynamic" or kind == "longrope":
        # The angles depend on how long a row is, not on its neighbours.
        rows: List[Tensor] = []
        for b in range(h.size(0)):
          end = int(tips[b].item()) + 1
          rows.append(__torch__.blocks.rotary_frequencies(kind, self.rope_parameters[r], self.rope_short[r], self.rope_long[r], end)[0])
        angles = torch.stack(rows).unsqueeze(1)
      turn = (at.unsqueeze(2).to(6) * angles.to(h.device)).unsqueeze(1)
      c = torch.cos(turn) * scale
      s = torch.sin(turn) * scale
      if self.rotary_type != "float":
        c = c.to(embedded.dtype)
        s = s.to(embedded.dtype)
      if self.rotary_type == "rounded":
        c = c.to(6)
        s = s.to(6)
      call["cos." + str(r)] = c
      call["sin." + str(r)] = s
    B = h.size(0)
    if int(torch.sum(lengths).item()) < B * T:
      # Padding is there for what mixes positions alone: all else sees the rows one behind the other.
      there = torch.nonzero(torch.lt(torch.arange(T), lengths.unsqueeze(1)).flatten()).squeeze(1).to(h.device)
      call["there"] = there
      h = __torch__.blocks.packed(h, there)
      if len(self.shared) > 0:
        embedded = __torch__.blocks.packed(embedded, there)
      for r in range(len(self.rope_kinds)):
        for name in ["cos." + str(r), "sin." + str(r)]:
          call[name] = __torch__.blocks.packed(call[name].squeeze(1), there).unsqueeze(1)
    pair = last - first
    if self.residual_float:
      h = h.to(6)
    kept: List[Tensor] = []
    for i in range(first, last):
      if 3 * i in keep:
        kept.append(h)
      name = str(i) + "."
      x = h
      if self.shares(i):
        x = h + self.share(i, pair, h, embedded, call, behind, spans, state)
        pair = pair + 1
      if self.residual_float:
        x = x.to(embedded.dtype)
      if self.pre_norm:
        x = self.norm(name + "attention_norm", x)
      a = self.mixed(i, i - first, x, call, behind, spans, state)
      if self.post_norm:
        a = self.norm(name + "attention_post_norm", a)
      if self.residual_scale != 1.0:
        a = a * self.residual_scale
      if self.mixers_alone:
        h = __torch__.blocks.plus(h, a)
        if 3 * i + 1 in keep:
          kept.append(h)
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
      if 3 * i + 1 in keep:
        kept.append(h)
      if 3 * i + 2 in keep:
        kept.append(x)
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
    if 3 * last in keep and last == self.layer_count:
      kept.append(h)
    if "there" in call:
      h = __torch__.blocks.padded(h, call["there"], B, T)
      for k in range(len(kept)):
        kept[k] = __torch__.blocks.padded(kept[k], call["there"], B, T)
    return (h, kept)

  def finish(self, h: Tensor, device: str) -> Tensor:
    # [..,H] -> [..,H'] on `device`, where its weights lie: the state that the head reads.
    h = h.to(torch.device(device))
    if self.final_norm:
      h = self.norm("norm", h)
    if "project_out" in self.weights:
      h = __torch__.blocks.projection(self.weights, "project_out", h)
    if self.residual_float:
      h = h.to(self.weights["embed"].dtype)
    return h
