# An encoder of the BERT kind: embeddings, layers of attention in both directions and MLP with a norm behind each
# residual, and what turns the states of a text into its embedding. What differs between families is an attribute, set
# by the family's page in Java, or a weight that is there or not.
class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  weights : Dict[str, Tensor]
  layer_count : int
  heads : int
  norm_eps : float
  activation : str
  padding : int
  pooling : List[str]
  stages : List[str]

  def bind(self, weights: Dict[str, Tensor]) -> None:
    self.weights = weights

  def embed(self, ids: Tensor, types: Tensor) -> Tensor:
    # [B,T] i64 -> [B,T,H]. Positions count from 0, or from padding + 1 and pass over each padding id, which itself has
    # the position `padding`.
    w = self.weights
    h = torch.embedding(w["embed"], ids)
    if "types" in w:
      h = h + torch.embedding(w["types"], types)
    if self.padding < 0:
      at = torch.arange(ids.size(1), device=ids.device).unsqueeze(0)
    else:
      text = torch.ne(ids, self.padding).to(4)
      at = torch.cumsum(text, 1) * text + self.padding
    h = h + torch.embedding(w["positions"], at)
    return __torch__.blocks.norm(w, "embed_norm", h, "layer", self.norm_eps)

  def relative(self, length: int) -> Tensor:
    # What the distance from a query to a key adds to their score, [1,N,T,T]: 16 buckets for each direction, 8 of them
    # of one distance each, the others growing geometrically up to a distance of 128.
    table = self.weights["relative"]
    at = torch.arange(length, device=table.device)
    back = at.unsqueeze(1) - at.unsqueeze(0)
    distance = torch.abs(back)
    # log(128 / 8) is the float64 nearest to it: the quotient is cut to a whole number, so its last bits matter.
    far = torch.log(distance.to(6) / 8) / 2.772588722239781 * 8
    far = torch.clamp(8 + torch.clamp(far, 0.0, 8.0).to(4), None, 15)
    bucket = torch.where(torch.lt(distance, 8), distance, far) + torch.lt(back, 0).to(4) * 16
    return torch.embedding(table, bucket).permute([2, 0, 1]).unsqueeze(0)

  def layers(self, h: Tensor, lengths: Tensor, keep: bool) -> Tuple[Tensor, List[Tensor]]:
    # [B,T,H] right padded, row b has lengths[b] ids -> states after the last layer. keep: also what enters each layer.
    # Padding is seen by none; what stands at its own places means nothing.
    w = self.weights
    B = h.size(0)
    T = h.size(1)
    dim = h.size(2) // self.heads
    there = torch.lt(torch.arange(T, device=h.device).unsqueeze(0), lengths.unsqueeze(1))
    mask: Optional[Tensor] = None
    if not bool(torch.all(there)):
      mask = torch.where(there, 0.0, -inf).to(h.dtype).view([B, 1, 1, T])
    if "relative" in w:
      bias = self.relative(T)
      if mask is not None:
        bias = bias + mask
      mask = bias
    kept: List[Tensor] = []
    for i in range(self.layer_count):
      if keep:
        kept.append(h)
      name = str(i) + "."
      q, k, v = __torch__.blocks.queries(w, name, h, self.heads, self.heads, dim, "rows")
      a = torch.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), mask, 0.0, False)
      a = __torch__.blocks.projection(w, name + "o", a.transpose(1, 2).flatten(2, 3))
      h = __torch__.blocks.norm(w, name + "attention_norm", h + a, "layer", self.norm_eps)
      m = __torch__.blocks.mlp(w, name, h, self.activation)
      h = __torch__.blocks.norm(w, name + "mlp_norm", h + m, "layer", self.norm_eps)
    return (h, kept)

  def states(self, ids: Tensor, types: Tensor, lengths: Tensor) -> List[Tensor]:
    # [B,T] -> what enters each layer and what leaves the last, L + 1 times [B,T,H] f32: for comparisons with a reference.
    device = self.weights["embed"].device
    h, kept = self.layers(self.embed(ids.to(device), types.to(device)), lengths.to(device), True)
    kept.append(h)
    all: List[Tensor] = []
    for i in range(len(kept)):
      all.append(kept[i].cpu().contiguous())
    return all

  def pooled(self, h: Tensor, lengths: Tensor, mode: str) -> Tensor:
    # One vector of a text's states: [B,T,H] -> [B,H].
    if mode == "cls":
      return h[:, 0]
    last = (lengths - 1).view([-1, 1, 1])
    if mode == "lasttoken":
      return torch.gather(h, 1, last.expand([h.size(0), 1, h.size(2)])).squeeze(1)
    at = torch.arange(h.size(1), device=h.device).view([1, -1, 1])
    there = torch.le(at, last)
    if mode == "max":
      return torch.amax(torch.where(there, h, torch.full_like(h, -inf)), [1])
    share = there.to(h.dtype)
    if mode == "weightedmean":
      share = share * (at + 1)
    sums = torch.sum(h * share, [1])
    count = torch.sum(share, [1])
    if mode == "mean_sqrt_len_tokens":
      return sums / torch.sqrt(count)
    if mode == "mean" or mode == "weightedmean":
      return sums / count
    raise AssertionError("no pooling " + mode)

  def embeddings(self, ids: Tensor, types: Tensor, lengths: Tensor) -> Tensor:
    # [B,T] i64 -> [B,E] f32: the vectors of all kinds of pooling one behind the other, then each stage: "normalize", or
    # a dense layer by the name of its activation.
    w = self.weights
    device = w["embed"].device
    count = lengths.to(device)
    h, kept = self.layers(self.embed(ids.to(device), types.to(device)), count, False)
    parts: List[Tensor] = []
    for i in range(len(self.pooling)):
      parts.append(self.pooled(h, count, self.pooling[i]))
    x = torch.cat(parts, 1)
    for j in range(len(self.stages)):
      stage = self.stages[j]
      if stage == "normalize":
        x = x / torch.clamp(torch.sqrt(torch.sum(x * x, [1], True)), 1e-12)
      else:
        x = __torch__.blocks.projection(w, "stages." + str(j), x)
        if stage == "tanh":
          x = torch.tanh(x)
        elif stage != "identity":
          x = __torch__.blocks.activation(x, stage)
    return x.to(6).cpu().contiguous()
