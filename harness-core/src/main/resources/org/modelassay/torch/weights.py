# Weights: mapped from the file, cast, moved, treated. Half types never cross into Java.
class Weights(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def works(self, device: str) -> bool:
    # Whether a kernel runs there: a driver that lists a device may still not compute on it.
    return bool(torch.eq(torch.sum(torch.ones([2], dtype=6, device=torch.device(device))), 2.0))

  def map(self, path: str, size: int) -> Tensor:
    # The file as bytes, mapped and shared with every process that maps it.
    return torch.from_file(path, False, size, dtype=0)

  def read(self, file: Tensor, offset: int, size: int, item: int, stored: int, shape: List[int], device: str) -> Tensor:
    # A tensor of the file: an alias where it is aligned, else a copy; moved where that changes it.
    if offset % item == 0:
      strides: List[int] = []
      step = 1
      for i in range(len(shape)):
        strides.insert(0, step)
        step = step * shape[len(shape) - 1 - i]
      t = torch.set_(torch.empty([0], dtype=stored), file, offset // item, shape, strides)
    else:
      t = torch.view_copy(file[offset:offset + size].clone(), stored).view(shape)
    return t.to(torch.device(device))

  def transposed(self, t: Tensor) -> Tensor:
    return t.transpose(-2, -1).contiguous()

  def entry(self, t: Tensor, index: int) -> Tensor:
    return t[index]

  def rows(self, t: Tensor, ids: List[int]) -> Tensor:
    return torch.index_select(t, 0, torch.tensor(ids, dtype=4, device=t.device))

  def stacked(self, parts: List[Tensor]) -> Tensor:
    return torch.stack(parts)

  def number(self, value: float, device: str) -> Tensor:
    return torch.full([], value, dtype=6, device=torch.device(device))

  def moved(self, t: Tensor, device: str) -> Tensor:
    # The same values on a device: another handle where they lie there.
    return torch.detach(t).to(torch.device(device))

  def cast(self, t: Tensor, dtype: int) -> Tensor:
    return t.to(dtype)

  def finite(self, t: Tensor) -> bool:
    if t.numel() == 0:
      return True
    low, high = torch.aminmax(t.to(6))
    return bool(torch.isfinite(low)) and bool(torch.isfinite(high))

  def quantize(self, w: Tensor, bits: int, group: int, symmetric: bool) -> Tensor:
    # Rounds each group of consecutive inputs of each row to 2^bits levels and back. float32, round half to even.
    # Divisors are tensors: by a number, CUDA multiplies by the inverse, which is another rounding.
    rows = w.size(0)
    x = w.to(6).reshape([rows, w.size(1) // group, group])
    if symmetric:
      top = float((1 << (bits - 1)) - 1)
      s = torch.amax(torch.abs(x), [2], True)
      s = s / torch.full_like(s, top)
      s = torch.where(torch.eq(s, 0.0), torch.ones_like(s), s)
      y = torch.clamp(torch.round(x / s), -top, top) * s
    else:
      top = float((1 << bits) - 1)
      low = torch.clamp(torch.amin(x, [2], True), None, 0.0)
      high = torch.clamp(torch.amax(x, [2], True), 0.0, None)
      s = (high - low) / torch.full_like(low, top)
      s = torch.where(torch.eq(s, 0.0), torch.ones_like(s), s)
      z = torch.round(torch.neg(low) / s)
      y = (torch.clamp(torch.round(x / s) + z, 0.0, top) - z) * s
    return y.reshape([rows, w.size(1)]).to(w.dtype)

  def prune(self, w: Tensor, count: int) -> Tensor:
    # The `count` entries of smallest magnitude become 0; of equals the ones that come first, row by row.
    # Only the largest magnitude that goes is searched for: a sort of the whole would take ten times as long.
    flat = w.to(6).reshape([-1]).clone()
    if count > 0:
      size = torch.abs(flat)
      last, where = torch.kthvalue(size, count)
      below = torch.lt(size, last)
      equal = torch.eq(size, last).nonzero().squeeze(1)
      flat = torch.masked_fill_(flat, below, 0.0)
      flat = torch.index_fill_(flat, 0, equal[:count - int(torch.sum(below))], 0.0)
    return flat.reshape(w.size()).to(w.dtype)
