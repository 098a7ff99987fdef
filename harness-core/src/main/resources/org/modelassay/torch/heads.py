# All that follows the final hidden state. Knows no architecture: a head is a matrix, perhaps a bias, perhaps numbers
# that logits are multiplied by ("scale") and capped at ("cap").
class Heads(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def logits(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [N,H] -> [N,V], float32 whatever the weights are.
    x = __torch__.blocks.projection(head, "head", h).to(6)
    if "scale" in head:
      x = x * head["scale"]
    if "cap" in head:
      x = torch.tanh(x / head["cap"]) * head["cap"]
    return x

  def frequencies(self, logits: Tensor) -> Tensor:
    # The quantised distribution that an arithmetic coder uses: floor(p * 2^40) + 1 for each id, [N,V] i64.
    p = torch.softmax(logits.to(7), -1)
    return torch.floor(p * 1099511627776.0).to(4) + 1

  def select(self, h: Tensor, rows: Tensor, positions: Tensor) -> Tensor:
    # [B,T,H] -> [N,H]
    return torch.index(h, [rows.to(h.device), positions.to(h.device)])

  def score(self, head: Dict[str, Tensor], h: Tensor, targets: Tensor, first: List[int], chunk: int, intervals: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # Targets [M] of states [N], those of state n from first[n] on: log-likelihood of each [M] f32, the most likely id of
    # each state [N] i64, each target's interval [M,3] i64 (low, frequency, total; empty unless asked for). The vocabulary
    # is never there for more than `chunk` states.
    likelihoods: List[Tensor] = []
    tops: List[Tensor] = []
    spans: List[Tensor] = []
    goal = targets.to(h.device)
    begins = torch.tensor(first, dtype=4, device=h.device)
    owner = torch.repeat_interleave(begins[1:] - begins[:-1])
    for at in range(0, h.size(0), chunk):
      x = self.logits(head, h[at:at + chunk])
      m = first[at]
      n = first[at + x.size(0)]
      t = goal[m:n]
      row = owner[m:n] - at
      likelihoods.append(torch.index(x, [row, t]) - torch.index(torch.logsumexp(x, [-1]), [row]))
      tops.append(torch.argmax(x, 1))
      if intervals:
        f = torch.index(self.frequencies(x), [row])
        below = torch.lt(torch.arange(f.size(1), device=f.device).unsqueeze(0), t.unsqueeze(1))
        spans.append(torch.stack([torch.sum(f * below, [1]), torch.gather(f, 1, t.unsqueeze(1)).squeeze(1), torch.sum(f, [1])], 1))
    span = torch.zeros([0, 3], dtype=4)
    if intervals:
      span = torch.cat(spans).cpu()
    return (torch.cat(likelihoods).cpu(), torch.cat(tops).cpu(), span)

  def divergence(self, base_head: Dict[str, Tensor], base: Tensor, head: Dict[str, Tensor], h: Tensor, chunk: int) -> Tensor:
    # KL(base || this) and KL(this || base) in nats over the whole vocabulary, [N,2] f32, softmax and sums in float64.
    out: List[Tensor] = []
    b = base.to(h.device).to(base_head["head"].dtype)
    for at in range(0, h.size(0), chunk):
      p = torch.log_softmax(self.logits(base_head, b[at:at + chunk]).to(7), -1)
      q = torch.log_softmax(self.logits(head, h[at:at + chunk]).to(7), -1)
      d = p - q
      there = torch.sum(torch.exp(p) * d, [-1])
      back = torch.sum(torch.exp(q) * d, [-1])
      out.append(torch.stack([there, torch.neg(back)], 1))
    return torch.cat(out).to(6).cpu()

  def next(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # The most likely next id of each row: [N,H] -> [N] i64, the lowest of equals.
    return torch.argmax(self.logits(head, h), 1).cpu()

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
    return torch.cumsum(self.frequencies(self.logits(head, h))[0], 0).cpu()

  def spread(self, h: Tensor, begin: Tensor, lengths: Tensor) -> Tuple[Tensor, Tensor]:
    # Of each row's states at begin .. length - 1: the sum of their unit vectors [B,H] f64; and the last state [B,H] f32.
    # A zero vector gives NaN.
    at = torch.arange(h.size(1), device=h.device).unsqueeze(0)
    there = torch.logical_and(torch.ge(at, begin.to(h.device).unsqueeze(1)), torch.lt(at, lengths.to(h.device).unsqueeze(1)))
    x = h.to(7)
    unit = x / torch.sqrt(torch.sum(x * x, [-1], True))
    unit = torch.where(there.unsqueeze(2), unit, torch.zeros_like(unit))
    rows = torch.arange(h.size(0), device=h.device)
    last = torch.index(h, [rows, lengths.to(h.device) - 1])
    return (torch.sum(unit, [1]).cpu(), last.to(6).cpu())

  def logits_of(self, head: Dict[str, Tensor], h: Tensor) -> Tensor:
    # [B,T,H] -> [B,T,V] f32: for comparisons with a reference, never for a reading.
    return self.logits(head, h).cpu()

  def floats(self, h: Tensor) -> Tensor:
    return h.to(6).cpu().contiguous()
