# What learning adds to a decoder: losses of its final states, and the optimiser's step on the weights.
class Training(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def next_token(self, head: Dict[str, Tensor], h: Tensor, targets: Tensor) -> Tensor:
    # Mean cross-entropy in nats of the targets [B,T] under the logits of the states h [B,T,H]; a target of -100 does not
    # count. head: as in heads.py.
    x = __torch__.blocks.projection(head, "head", h.flatten(0, 1)).to(6)
    if "scale" in head:
      x = x * float(head["scale"])
    if "cap" in head:
      cap = float(head["cap"])
      x = torch.tanh(x / cap) * cap
    return torch.cross_entropy_loss(x, targets.flatten().to(x.device), None, 1, -100, 0.0)

  def zeros(self, weights: List[Tensor]) -> List[Tensor]:
    made: List[Tensor] = []
    for w in weights:
      made.append(torch.zeros_like(w))
    return made

  def assign(self, to: Tensor, values: Tensor) -> None:
    torch.copy_(to, values.view(to.size()))

  def clip(self, gradients: List[Tensor], most: float) -> Tensor:
    # Scales all gradients so that their common norm is at most `most`; returns the norm before, [] f64.
    total = torch.zeros([], dtype=7)
    for g in gradients:
      total = total + torch.sum(torch.mul(g, g), dtype=7).cpu()
    norm = torch.sqrt(total)
    scale = most / (float(norm) + 1e-6)
    if scale < 1.0:
      for g in gradients:
        torch.mul_(g, scale)
    return norm

  def adamw(self, weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], decayed: List[int], step: int, rate: float, beta1: float, beta2: float, epsilon: float, decay: float) -> None:
    # Step number `step`, from 1, of AdamW (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2, in the form of
    # torch.optim.AdamW), in place: the weights, the mean of gradients and that of their squares. The gradients become 0.
    # decayed: 1 for each weight that decays.
    for i in range(len(weights)):
      w = weights[i]
      g = gradients[i]
      if decayed[i] == 1:
        torch.mul_(w, 1.0 - rate * decay)
      m = torch.lerp_(first[i], g, 1.0 - beta1)
      v = torch.addcmul_(torch.mul_(second[i], beta2), g, g, value=1.0 - beta2)
      size = torch.add_(torch.div(torch.sqrt(v), torch.sqrt(1.0 - torch.pow(beta2, step))), epsilon)
      torch.addcdiv_(w, m, size, value=-rate / (1.0 - torch.pow(beta1, step)))
      torch.zero_(g)
