# All that follows the final hidden state. Knows no architecture: a head is a matrix, perhaps a bias, perhaps numbers
# that logits are multiplied by ("scale") and capped at ("cap"); "exact" asks for the product in float32 whatever its type.
class Heads(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def logits_into(self, out: Tensor, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [N,H] -> [N,V] in the first rows of `out`, float32 whatever the weights are. Memory of this size that is new costs
    # a tenth of the product, so it is used again; nothing needs a gradient, so it is changed in place.
    if "exact" in head and head["head"].dtype != out.dtype:
      x = __torch__.blocks.projection_float(out[:h.size(0)], head, "head", h)
    else:
      x = __torch__.blocks.projection_into(out[:h.size(0)], head, "head", h)
    if "scale" in head:
      x = torch.mul_(x, head["scale"])
    if "cap" in head:
      x = torch.mul_(torch.tanh_(torch.div_(x, head["cap"])), head["cap"])
    return x

  def room(self, rows: int, head: Dict[str, Tensor], dtype: int) -> Tensor:
    w = head["head"]
    return torch.empty([rows, w.size(0)], dtype=dtype, device=w.device)

  def logits(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [N,H] -> [N,V], float32 whatever the weights are.
    return self.logits_into(self.room(h.size(0), head, 6), head, h)

  def blocks_of(self, x: Tensor) -> Tensor:
    # [N,V] -> [N,V // 128,128]: a vocabulary is searched and summed in two steps, since a reduction that is both long and
    # narrow is slow. What is left over at the end is the caller's.
    n = x.size(1) // 128
    return x[:, :n * 128].view([x.size(0), n, 128])

  def block_at(self, x: Tensor, which: Tensor) -> Tuple[Tensor, Tensor]:
    # The ids of a block of each row, [N,128], and their values; beyond the last id it is repeated.
    ids = torch.clamp(which * 128 + torch.arange(128, device=x.device), None, x.size(1) - 1)
    return (ids, torch.gather(x, 1, ids))

  def top(self, x: Tensor) -> Tensor:
    # The id of the largest of each row [N,V] -> [N,1], the lowest of equals.
    most = torch.amax(self.blocks_of(x), [2])
    rest = x[:, most.size(1) * 128:]
    if rest.size(1) > 0:
      most = torch.cat([most, torch.amax(rest, [1], True)], 1)
    ids, values = self.block_at(x, torch.argmax(most, 1, True))
    return torch.gather(ids, 1, torch.argmax(values, 1, True))

  def frequencies(self, p: Tensor) -> Tensor:
    # The quantised distribution that an arithmetic coder uses, in place of the probabilities [N,V] f64: floor(p * 2^40) + 1
    # for each id, whole numbers of which any sum is exact.
    return torch.add_(torch.floor_(torch.mul_(p, 1099511627776.0)), 1)

  def intervals(self, f: Tensor, t: Tensor) -> Tensor:
    # Low, frequency and total of the targets t [N,1] in frequencies [N,V] -> [N,3] i64.
    sums = torch.sum(self.blocks_of(f), [2])
    rest = torch.sum(f[:, sums.size(1) * 128:], [1], True)
    sums = torch.cat([sums, rest], 1)
    ends = torch.cumsum(sums, 1)
    which = torch.floor_divide(t, 128)
    ids, values = self.block_at(f, which)
    inside = torch.sum(torch.where(torch.lt(ids, t), values, torch.zeros_like(values)), [1], True)
    low = torch.gather(ends, 1, which) - torch.gather(sums, 1, which) + inside
    return torch.cat([low, torch.gather(f, 1, t), ends[:, -1:]], 1).to(4)

  def select(self, h: Tensor, rows: Tensor, positions: Tensor) -> Tensor:
    # [B,T,H] -> [N,H]
    return torch.index(h, [rows.to(h.device), positions.to(h.device)])

  def score(self, head: Dict[str, Tensor], h: Tensor, targets: Tensor, first: List[int], chunk: int, intervals: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # Of states [N] and targets [M], at least one of each state, those of state n from first[n] on: log-likelihood of each
    # target [M] f32; the most likely id of each state [N] i64; where asked for, each target's interval [M,3] i64 (low,
    # frequency, total). The vocabulary is never there for more than `chunk` states.
    likelihoods: List[Tensor] = []
    tops: List[Tensor] = []
    spans: List[Tensor] = []
    goal = targets.to(h.device)
    owner = self.owners(first, h.device)
    chunk = min(chunk, h.size(0))
    room = self.room(chunk, head, 6)
    few = self.few(room)
    wide = self.room(few if intervals else 0, head, 7)
    for at in range(0, h.size(0), chunk):
      x = self.logits_into(room, head, h[at:at + chunk])
      m = first[at]
      n = first[at + x.size(0)]
      best = self.top(x)
      tops.append(best)
      most = torch.gather(x, 1, best)
      own = torch.index(x, [owner[m:n] - at, goal[m:n]])
      if intervals:
        for i in range(0, x.size(0), few):
          self.spans(spans, x[i:i + few], wide, owner, goal, first, at + i)
      # Last, since it takes the place of the logits.
      p = torch.softmax(x, -1, out=x)
      likelihoods.append(self.likelihoods(own, most, p, best, owner[m:n] - at))
    return (torch.cat(likelihoods).cpu(), torch.cat(tops).squeeze(1).cpu(), self.gathered(spans))

  def owners(self, first: List[int], device: Device) -> Tensor:
    # The state of each target, [M].
    begins = torch.tensor(first, dtype=4, device=device)
    return torch.repeat_interleave(begins[1:] - begins[:-1])

  def gathered(self, spans: List[Tensor]) -> Tensor:
    # All intervals, of nothing where none were asked for.
    if len(spans) == 0:
      return torch.zeros([0, 3], dtype=4)
    return torch.cat(spans).cpu()

  def few(self, x: Tensor) -> int:
    # Rows of which a processor's cache holds several copies.
    return min(x.size(0), max(1, 1048576 // x.size(1)))

  def divisor(self, most: Tensor, p: Tensor, best: Tensor, whole: Tensor) -> Tensor:
    # The logarithm of what each soft-max was divided by, [N] f64: the largest logit [N,1] and its probability tell it.
    # whole [N,1] or [1,1]: what the probabilities p [N,V] are taken to add up to.
    return (most.to(7) - torch.log(torch.gather(p, 1, best).to(7) / whole)).squeeze(1)

  def likelihoods(self, own: Tensor, most: Tensor, p: Tensor, best: Tensor, row: Tensor) -> Tensor:
    # ln p of targets with logits own [M] of rows [M].
    whole = torch.ones([1, 1], dtype=7, device=p.device)
    return (own.to(7) - torch.index(self.divisor(most, p, best, whole), [row])).to(6)

  def spans(self, out: List[Tensor], x: Tensor, wide: Tensor, owner: Tensor, goal: Tensor, first: List[int], at: int) -> None:
    # The intervals of all targets of the states at .. at + N - 1 with logits x [N,V]; wide: room for them in f64.
    m = first[at]
    n = first[at + x.size(0)]
    p = torch.copy_(wide[:x.size(0)], x)
    f = self.frequencies(torch.softmax(p, -1, out=p))
    if n - m > x.size(0):
      f = torch.index_select(f, 0, owner[m:n] - at)
    out.append(self.intervals(f, goal[m:n].unsqueeze(1)))

  def compare(self, head: Dict[str, Tensor], h: Tensor, targets: Tensor, first: List[int], chunk: int, intervals: bool, base_head: Dict[str, Tensor], base: Tensor, base_intervals: bool, distances: bool) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    # What score gives, for this model and then for another one with final states base [N,H']; and KL(base || this) and
    # KL(this || base) of each state in nats over the whole vocabulary [N,2] f32, or with the Jensen-Shannon divergence in
    # nats and the total variation behind them [N,4].
    likelihoods: List[Tensor] = []
    tops: List[Tensor] = []
    spans: List[Tensor] = []
    base_likelihoods: List[Tensor] = []
    base_tops: List[Tensor] = []
    base_spans: List[Tensor] = []
    divergences: List[Tensor] = []
    goal = targets.to(h.device)
    owner = self.owners(first, h.device)
    chunk = min(chunk, h.size(0))
    room = self.room(chunk, head, 6)
    base_room = self.room(chunk, base_head, 6)
    few = self.few(room)
    apart = self.room(few, head, 6)
    product = self.room(few, head, 6)
    wide = self.room(few if intervals or base_intervals else 0, head, 7)
    for at in range(0, h.size(0), chunk):
      x = self.logits_into(room, head, h[at:at + chunk])
      # The other head may lie on another device.
      b = base[at:at + chunk].to(base_head["head"].device).to(base_head["head"].dtype)
      y = self.logits_into(base_room, base_head, b).to(h.device)
      m = first[at]
      n = first[at + x.size(0)]
      row = owner[m:n] - at
      best = self.top(x)
      base_best = self.top(y)
      tops.append(best)
      base_tops.append(base_best)
      most = torch.gather(x, 1, best)
      base_most = torch.gather(y, 1, base_best)
      own = torch.index(x, [row, goal[m:n]])
      base_own = torch.index(y, [row, goal[m:n]])
      for i in range(0, x.size(0), few):
        k = min(few, x.size(0) - i)
        # ln p - ln q is x - y less the difference of what the two were divided by.
        d = torch.sub(x[i:i + few], y[i:i + few], out=apart[:k])
        if intervals:
          self.spans(spans, x[i:i + few], wide, owner, goal, first, at + i)
        if base_intervals:
          self.spans(base_spans, y[i:i + few], wide, owner, goal, first, at + i)
        p = torch.softmax(x[i:i + few], -1, out=x[i:i + few])
        q = torch.softmax(y[i:i + few], -1, out=y[i:i + few])
        # Rounded probabilities do not add up to 1: what they do add up to takes most of the error out.
        whole = torch.sum(p, [1], True, dtype=7)
        base_whole = torch.sum(q, [1], True, dtype=7)
        shift = self.divisor(most[i:i + few], p, best[i:i + few], whole) - self.divisor(base_most[i:i + few], q, base_best[i:i + few], base_whole)
        back = torch.sum(torch.mul(p, d, out=product[:k]), [1], dtype=7) / whole.squeeze(1) - shift
        there = shift - torch.sum(torch.mul(q, d, out=product[:k]), [1], dtype=7) / base_whole.squeeze(1)
        if distances:
          # With m the mean of p and q, ln p - ln m is ln 2 - softplus(ln q - ln p).
          d = torch.sub_(d, shift.to(6).unsqueeze(1))
          over = torch.sum(torch.mul_(torch.softplus(torch.neg(d)), p), [1], dtype=7) / whole.squeeze(1)
          under = torch.sum(torch.mul_(torch.softplus(d), q), [1], dtype=7) / base_whole.squeeze(1)
          middle = 0.6931471805599453 - (over + under) / 2
          apart_by = torch.sum(torch.abs_(torch.sub(p, q)), [1], dtype=7) / 2
          divergences.append(torch.stack([there, back, middle, apart_by], 1))
        else:
          divergences.append(torch.stack([there, back], 1))
      likelihoods.append(self.likelihoods(own, most, x, best, row))
      base_likelihoods.append(self.likelihoods(base_own, base_most, y, base_best, row))
    return (torch.cat(likelihoods).cpu(), torch.cat(tops).squeeze(1).cpu(), self.gathered(spans), torch.cat(base_likelihoods).cpu(), torch.cat(base_tops).squeeze(1).cpu(), self.gathered(base_spans), torch.cat(divergences).to(6).cpu())

  def next(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # The most likely next id of each row: [N,H] -> [N] i64, the lowest of equals.
    return self.top(self.logits(head, h)).squeeze(1).cpu()

  def distribution(self, head: Dict[str, Tensor], h: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
    # What is sampled from, [N,V] f64: the soft-max of logits / temperature over the top_k ids (0 for all), of which those
    # are kept before which the more likely ones have less than top_p. Equals of the last kept are kept too.
    x = self.logits(head, h) / temperature
    V = x.size(1)
    if top_k > 0 and top_k < V:
      best, ids = torch.topk(x, top_k)
      x = torch.masked_fill(x, torch.lt(x, best[:, -1:]), -inf)
    p = torch.softmax(x.to(7), -1)
    if top_p < 1.0:
      # Few ids have nearly all, and to sort a vocabulary takes as long as a step of a small model.
      largest, ids = torch.topk(p, min(1024, V))
      if torch.any(torch.lt(torch.sum(largest, [1]), top_p)).item():
        largest, ids = torch.sort(p, -1, True)
      before = torch.cumsum(largest, -1) - largest
      last = torch.sum(torch.lt(before, top_p), [1], True) - 1
      p = torch.masked_fill(p, torch.lt(p, torch.gather(largest, 1, last)), 0.0)
    return p / torch.sum(p, [1], True)

  def sample(self, head: Dict[str, Tensor], h: Tensor, temperature: float, top_k: int, top_p: float, draws: Tensor) -> Tensor:
    # The next id of each row [N] i64 by a draw [N] i64, uniform below 2^53: the first id at which the running sum of the
    # distribution, in the order of ids, is above draw / 2^53. That order has no ties that rounding could turn around.
    sums = torch.cumsum(self.distribution(head, h, temperature, top_k, top_p), -1)
    goal = (draws.to(h.device).to(7) / 9007199254740992.0).unsqueeze(1) * sums[:, -1:]
    return torch.sum(torch.le(sums, goal), [1]).cpu()

  def distribution_of(self, head: Dict[str, Tensor], h: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
    # For comparisons with a reference.
    return self.distribution(head, h, temperature, top_k, top_p).cpu()

  def cumulative(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [1,H] -> [V] i64: sum of the frequencies of all ids up to and including each.
    p = torch.softmax(self.logits(head, h).to(7), -1)
    return torch.cumsum(self.frequencies(p)[0].to(4), 0).cpu()

  def spread(self, h: Tensor, begin: Tensor, lengths: Tensor, centre: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # Reduces each row's states x_i at begin .. length - 1 of h [B,T,H], less the centre [H] f64 where there is one ([0]:
    # none): numbers [B,2] f64, which are the mean pairwise cosine distance and the first place without a direction or -1;
    # the sum of unit vectors [B,H] f64; and, never centred, the sum of states [B,H] f64 and the last state [B,H] f32.
    begin = begin.to(h.device)
    lengths = lengths.to(h.device)
    at = torch.arange(h.size(1), device=h.device).unsqueeze(0)
    there = torch.logical_and(torch.ge(at, begin.unsqueeze(1)), torch.lt(at, lengths.unsqueeze(1)))
    x = torch.where(there.unsqueeze(2), h.to(7), torch.zeros([1], dtype=7, device=h.device))
    sums = torch.sum(x, [1])
    if centre.size(0) > 0:
      x = torch.where(there.unsqueeze(2), x - centre.to(h.device), torch.zeros([1], dtype=7, device=h.device))
    squares = torch.sum(x * x, [-1])
    flawed = torch.logical_and(there, torch.logical_not(torch.logical_and(torch.gt(squares, 0.0), torch.isfinite(squares))))
    first = torch.where(torch.any(flawed, 1), torch.argmax(flawed.to(4), 1), torch.full([1], -1, dtype=4, device=h.device)).to(7)
    length = torch.where(there, torch.sqrt(squares), torch.ones([1], dtype=7, device=h.device))
    units = torch.sum(x / length.unsqueeze(2), [1])
    n = torch.sum(there, [1]).to(7)
    within = 1.0 - (torch.sum(units * units, [-1]) - n) / (n * (n - 1.0))
    within = torch.where(torch.gt(n, 1.0), within, torch.full([1], nan, dtype=7, device=h.device))
    row = torch.arange(h.size(0), device=h.device)
    last = torch.index(h, [row, lengths - 1])
    return (torch.stack([within, first], 1).cpu(), units.cpu(), sums.cpu(), last.to(6).cpu())

  def directions(self, rows: Tensor) -> Tuple[Tensor, Tensor]:
    # Of rows [N,H]: the sum of their unit vectors [H] and their lengths [N], f64.
    x = rows.to(7)
    lengths = torch.sqrt(torch.sum(x * x, [1]))
    return (torch.sum(x / lengths.unsqueeze(1), [0]).cpu(), lengths.cpu())

  def logits_of(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [..,H] -> [N,V] f32 of all states: for comparisons with a reference, never for a reading.
    return self.logits(head, h.reshape([-1, h.size(-1)])).cpu()

  def floats(self, h: Tensor) -> Tensor:
    return h.to(6).cpu().contiguous()
