# Quantised weights back to numbers. Each format is put together from these, see org.modelassay.model.quantized; the arithmetic and
# its roundings are those of the library that wrote the format.
class Quantized(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def unpacked(self, words: Tensor, bits: int, offset: int, count: int) -> Tensor:
    # int32 words [R,W] to the first `count` codes of each row less an offset, int16: code e stands at bits e*bits and up of
    # the row's words read one after the other, lowest bit first, so a code of 3 bits may begin in one word and end in the next.
    step = 1
    if 32 % bits != 0:
      step = bits
    group = words.reshape([words.size(0), words.size(1) // step, step])
    mask = (1 << bits) - 1
    codes: List[Tensor] = []
    for e in range(32 * step // bits):
      word = e * bits // 32
      low = e * bits % 32
      # The mask cuts what the shift of a negative word brings in.
      left = 32 - low
      code = torch.bitwise_right_shift(group[:, :, word], low)
      if left < bits:
        code = torch.bitwise_and(code, (1 << left) - 1)
        code = torch.bitwise_or(code, torch.bitwise_left_shift(group[:, :, word + 1], left))
      codes.append(torch.bitwise_and(code, mask).to(2))
    all = torch.stack(codes, 2).reshape([words.size(0), -1])
    return all[:, :count] - offset

  def reordered(self, codes: Tensor, order: List[int]) -> Tensor:
    # Within each run of len(order) columns, column i is taken from order[i].
    runs = codes.reshape([codes.size(0), -1, len(order)])
    index = torch.tensor(order, dtype=4, device=codes.device)
    return torch.index_select(runs, 2, index).reshape(codes.size())

  def incremented(self, words: Tensor, bits: int) -> Tensor:
    # Adds one to each code of int32 words without unpacking; a code that overflows carries into the next.
    return words + 4294967295 // ((1 << bits) - 1)

  def wrapped(self, codes: Tensor, bits: int) -> Tensor:
    # Adds one to each code; the largest becomes 0.
    return torch.bitwise_and(codes + 1, (1 << bits) - 1)

  def blocks(self, codes: Tensor, zeros: List[Tensor], scales: Tensor, grid: List[int], block: List[int], rounded: bool) -> Tensor:
    # (code - zero) * scale, one zero and one scale for each block [height, width] of codes, grid [rows, columns] of them; in
    # float32, which holds the product exactly, rounded to the type of the scales where the format's library computes in it.
    q = codes.to(6)
    for z in zeros:
      q = q - self.spread(z, grid, block, codes.size())
    q = q * self.spread(scales, grid, block, codes.size())
    if rounded:
      q = q.to(scales.dtype)
    return q

  def spread(self, t: Tensor, grid: List[int], block: List[int], shape: List[int]) -> Tensor:
    rows = torch.repeat_interleave(t.to(6).reshape(grid), block[0], 0)[:shape[0]]
    return torch.repeat_interleave(rows, block[1], 1)[:, :shape[1]]

  def groups(self, codes: Tensor, zeros: List[Tensor], scales: Tensor, group: Tensor) -> Tensor:
    # The same where column c belongs to group[c], a column of zeros and scales.
    low, high = torch.aminmax(group)
    if bool(torch.lt(low, 0)) or bool(torch.ge(high, scales.size(1))):
      ops.prim.RaiseException("g_idx names groups that there are no scales for", "builtins.ValueError")
    index = group.to(4)
    q = codes.to(6)
    for z in zeros:
      q = q - torch.index_select(z.to(6), 1, index)
    return (q * torch.index_select(scales.to(6), 1, index)).to(scales.dtype)

  def nibbles(self, packed: Tensor, absmax: Tensor, code: Tensor, block: int, shape: List[int], type: str) -> Tensor:
    # bitsandbytes, 4 bits: two codes in a byte, the upper first, each an index into `code`, times the largest magnitude of its block.
    bytes = torch.view_copy(packed.contiguous(), 0).reshape([-1])
    index = torch.stack([torch.bitwise_right_shift(bytes, 4), torch.bitwise_and(bytes, 15)], 1).reshape([-1])
    index = index[:shape[0] * shape[1]]
    return self.looked_up(index, absmax, code, block).reshape(shape).to(self.number(type))

  def absmax(self, codes: Tensor, absmax: Tensor, code: Tensor, block: int, offset: float) -> Tensor:
    # The largest magnitudes themselves quantised to 8 bits, about an offset.
    return self.looked_up(codes, absmax, code, block) + torch.full([], offset, dtype=6, device=codes.device)

  def looked_up(self, codes: Tensor, absmax: Tensor, code: Tensor, block: int) -> Tensor:
    count = codes.size(0)
    values = torch.index_select(code.to(6), 0, codes.to(3))
    return values * torch.repeat_interleave(absmax.to(6), block)[:count]

  def rowwise(self, codes: Tensor, largest: Tensor) -> Tensor:
    # bitsandbytes, 8 bits: 127 stands for the largest magnitude of the row.
    return codes.to(6) * largest.to(6).reshape([-1, 1]) * 0.007874015718698502

  def number(self, type: str) -> int:
    if type == "BF16":
      n = 15
    elif type == "F16":
      n = 5
    else:
      n = 6
    return n

  def mxfp4(self, blocks: Tensor, scales: Tensor) -> Tensor:
    # [..,R,G,16] u8 and [..,R,G] u8 -> [..,G * 32,R] bf16: sign, two bits of exponent and one of mantissa to a number.
    table = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, -0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -6.0], dtype=6, device=blocks.device)
    low = torch.bitwise_and(blocks, 15)
    high = torch.__rshift__(blocks, 4)
    codes = torch.stack([low, high], -1).flatten(-2, -1).to(3)
    values = torch.ldexp(torch.index(table, [codes]), scales.to(3).unsqueeze(-1) - 127)
    return values.to(15).flatten(-2, -1).transpose(-2, -1)
