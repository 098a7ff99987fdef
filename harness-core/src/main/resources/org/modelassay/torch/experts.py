# Mixtures of experts: a router sends each position to a few of many MLPs. M positions, H width, E experts, K chosen.

def route(w: Dict[str, Tensor], layer: str, x: Tensor, kind: str, count: int, normalised: bool, groups: int, kept_groups: int, scale: float) -> Tuple[Tensor, Tensor]:
  # x [M,H] -> the experts of each position [M,K] i64 and the share that each has in the result [M,K] f32.
  # kind: "softmax" or "sigmoid" scores all experts and takes the best, "chosen" takes the best logits and shares by
  # their soft-max alone. groups: only experts of the best kept_groups groups can be chosen.
  name = layer + "router"
  # A router that is kept in float32 computes in it.
  logits = __torch__.blocks.projection(w, name, x.to(w[name].dtype)).to(6)
  if kind == "chosen":
    best, experts = torch.topk(logits, count)
    return (experts, torch.softmax(best, -1) * scale)
  if kind == "sigmoid":
    scores = torch.sigmoid(logits)
  else:
    scores = torch.softmax(logits, -1)
  # The correction chooses, it does not share.
  choice = scores
  if layer + "router_correction" in w:
    choice = scores + w[layer + "router_correction"]
  if groups > 1:
    grouped = choice.view([choice.size(0), groups, choice.size(1) // groups])
    if kind == "sigmoid":
      two, places = torch.topk(grouped, 2)
      rank = torch.sum(two, [-1])
    else:
      rank = torch.amax(grouped, [-1])
    ranked, kept = torch.topk(rank, kept_groups)
    mask = torch.zeros_like(rank).scatter_(1, kept, 1.0)
    choice = torch.where(torch.gt(mask, 0.0).unsqueeze(2), grouped, -inf).view(choice.size())
  top, experts = torch.topk(choice, count)
  share = torch.gather(scores, 1, experts)
  if normalised:
    share = share / (torch.sum(share, [-1], True) + 1e-20)
  return (experts, share * scale)

def expert(w: Dict[str, Tensor], name: str, x: Tensor, kind: str, limit: float, slope: float) -> Tensor:
  # One MLP. limit > 0: the clamped gate of GPT-OSS, gate and up in turn in the rows of one matrix.
  if limit == 0.0:
    return __torch__.blocks.mlp(w, name, x, kind)
  y = __torch__.blocks.projection(w, name + "gate_up", x)
  gate = torch.clamp(y[..., 0:y.size(-1):2], None, limit)
  up = torch.clamp(y[..., 1:y.size(-1):2], -limit, limit)
  return __torch__.blocks.projection(w, name + "down", (up + 1.0) * (gate * torch.sigmoid(gate * slope)))

def mixture(w: Dict[str, Tensor], layer: str, x: Tensor, experts: Tensor, share: Tensor, kind: str, limit: float, slope: float) -> Tensor:
  # x [..,H], where `route` sends its positions -> [..,H]: the sum over each position's experts by their shares, and the
  # expert that all positions share, behind a gate where one is stored. A position depends on no other.
  rows = x.reshape([-1, x.size(-1)])
  y = torch.zeros([rows.size(0), rows.size(1)], dtype=6, device=x.device)
  # All visits in order of expert: the counts are the one thing that is waited for.
  of = experts.reshape([-1])
  order = torch.argsort(of, stable=True, dim=0, descending=False)
  counts = torch.bincount(of, None, w[layer + "router"].size(0)).cpu()
  shares = share.reshape([-1])
  first = 0
  for e in range(counts.size(0)):
    n = int(counts[e])
    if n > 0:
      visits = order[first:first + n]
      at = torch.floor_divide(visits, experts.size(1))
      part = __torch__.experts.expert(w, layer + "experts." + str(e) + ".", torch.index_select(rows, 0, at), kind, limit, slope)
      y = torch.index_add_(y, 0, at, part.to(6) * torch.index_select(shares, 0, visits).unsqueeze(1))
      first = first + n
  y = y.to(x.dtype)
  if layer + "shared.down" in w:
    common = __torch__.blocks.mlp(w, layer + "shared.", rows, kind)
    if layer + "shared_gate" in w:
      common = torch.sigmoid(__torch__.blocks.projection(w, layer + "shared_gate", rows)) * common
    y = y + common
  return y.view(x.size())
