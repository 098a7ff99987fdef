# Adapters merged into the weights they adapt, in float32.
class Adapter(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def merged(self, base: Tensor, a: Tensor, b: Tensor, magnitude: List[Tensor], scale: float, transposed: bool) -> Tensor:
    # base + scale * b a, for a base that is input-major of its transpose. With a magnitude (DoRA) the norm of each output's
    # weights becomes that.
    delta = torch.mm(b.to(6), a.to(6)) * scale
    inputs = 1
    if transposed:
      delta = delta.transpose(0, 1)
      inputs = 0
    w = base.to(6) + delta
    for m in magnitude:
      norm = torch.linalg_vector_norm(w, 2, [inputs], True)
      w = m.to(6).reshape(norm.size()) / norm * w
    return w

  def shifted(self, base: Tensor, delta: Tensor, scale: float) -> Tensor:
    return base.to(6) + delta.to(6) * scale
