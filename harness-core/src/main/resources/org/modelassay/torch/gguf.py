# Tensors of GGUF files: from the bytes of their blocks to float32, and from llama.cpp's conventions to Hugging Face's.
# The layout of each block is that of ggml-common.h; values are computed in float32 in the order of ggml's reference
# code, so that they are its values to the last bit. n blocks at once.

def half(b: Tensor, at: int) -> Tensor:
  # [n,bytes] -> [n,1]: the IEEE half at a byte of each block.
  return torch.view_copy(b[:, at:at + 2].clone(), 5).to(6)

def fields(b: Tensor, width: int, bits: int) -> Tensor:
  # [n,bytes] -> [n,bytes * 8 / bits]: runs of `width` bytes give their lowest bits first, then the next ones, and so on.
  x = b.view([b.size(0), -1, width])
  mask = (1 << bits) - 1
  parts: List[Tensor] = []
  for i in range(8 // bits):
    parts.append(torch.bitwise_and(torch.bitwise_right_shift(x, bits * i), mask))
  return torch.stack(parts, 2).view([b.size(0), -1])

def scaled(q: Tensor, d: Tensor) -> Tensor:
  # [n,numbers] times the scale of its group, d [n,groups].
  return (q.to(6).view([d.size(0), d.size(1), -1]) * d.unsqueeze(2)).view(q.size())

def shifted(q: Tensor, d: Tensor, m: Tensor) -> Tensor:
  # The same less the group's offset m [n,groups].
  return (q.to(6).view([d.size(0), d.size(1), -1]) * d.unsqueeze(2) - m.unsqueeze(2)).view(q.size())

def fifth_bits(b: Tensor, at: int) -> Tensor:
  # [n,bytes] -> [n,32]: bit i of the four bytes at a place, as 16 or 0.
  return torch.bitwise_left_shift(__torch__.gguf.fields(b[:, at:at + 4].clone(), 1, 1), 4)

def scales_and_offsets(b: Tensor) -> Tuple[Tensor, Tensor]:
  # Of Q4_K and Q5_K: eight scales and eight offsets of 6 bits in 12 bytes, times the block's own, [n,8] each.
  d = b[:, 4:8]
  m = b[:, 8:12]
  rest = b[:, 12:16]
  scale_high = torch.bitwise_and(torch.bitwise_right_shift(d, 2), 48)
  offset_high = torch.bitwise_and(torch.bitwise_right_shift(m, 2), 48)
  scale = torch.cat([torch.bitwise_and(d, 63), torch.bitwise_or(torch.bitwise_and(rest, 15), scale_high)], 1)
  offset = torch.cat([torch.bitwise_and(m, 63), torch.bitwise_or(torch.bitwise_right_shift(rest, 4), offset_high)], 1)
  return (__torch__.gguf.half(b, 0) * scale.to(6), __torch__.gguf.half(b, 2) * offset.to(6))

def looked_up(q: Tensor, table: List[int]) -> Tensor:
  values = torch.tensor(table, dtype=6, device=q.device)
  return torch.index_select(values, 0, q.reshape([-1]).to(3)).view(q.size())

def numbers(b: Tensor, type: str) -> Tensor:
  # [n,bytes of a block] -> [n,numbers of a block].
  n = b.size(0)
  if type == "Q4_0":
    return (__torch__.gguf.fields(b[:, 2:].clone(), 16, 4).to(6) - 8.0) * __torch__.gguf.half(b, 0)
  if type == "Q4_1":
    return __torch__.gguf.fields(b[:, 4:].clone(), 16, 4).to(6) * __torch__.gguf.half(b, 0) + __torch__.gguf.half(b, 2)
  if type == "Q5_0":
    q = torch.bitwise_or(__torch__.gguf.fields(b[:, 6:].clone(), 16, 4), __torch__.gguf.fifth_bits(b, 2))
    return (q.to(6) - 16.0) * __torch__.gguf.half(b, 0)
  if type == "Q5_1":
    q = torch.bitwise_or(__torch__.gguf.fields(b[:, 8:].clone(), 16, 4), __torch__.gguf.fifth_bits(b, 4))
    return q.to(6) * __torch__.gguf.half(b, 0) + __torch__.gguf.half(b, 2)
  if type == "Q8_0":
    return torch.view_copy(b[:, 2:].clone(), 1).to(6) * __torch__.gguf.half(b, 0)
  if type == "Q2_K":
    scale = torch.bitwise_and(b[:, :16], 15).to(6) * __torch__.gguf.half(b, 80)
    offset = torch.bitwise_right_shift(b[:, :16], 4).to(6) * __torch__.gguf.half(b, 82)
    return __torch__.gguf.shifted(__torch__.gguf.fields(b[:, 16:80].clone(), 32, 2), scale, offset)
  if type == "Q3_K":
    low = __torch__.gguf.fields(b[:, 96:104].clone(), 8, 4)
    high = __torch__.gguf.fields(b[:, 104:108].clone(), 4, 2)
    scale = torch.bitwise_or(low, torch.bitwise_left_shift(high, 4)).to(6) - 32.0
    # A high bit that is not set takes 4 off.
    q = __torch__.gguf.fields(b[:, 32:96].clone(), 32, 2)
    q = torch.bitwise_or(q, torch.bitwise_left_shift(__torch__.gguf.fields(b[:, :32].clone(), 32, 1), 2))
    return __torch__.gguf.scaled(q.to(6) - 4.0, __torch__.gguf.half(b, 108) * scale)
  if type == "Q4_K":
    scale, offset = __torch__.gguf.scales_and_offsets(b)
    return __torch__.gguf.shifted(__torch__.gguf.fields(b[:, 16:].clone(), 32, 4), scale, offset)
  if type == "Q5_K":
    scale, offset = __torch__.gguf.scales_and_offsets(b)
    q = __torch__.gguf.fields(b[:, 48:].clone(), 32, 4)
    q = torch.bitwise_or(q, torch.bitwise_left_shift(__torch__.gguf.fields(b[:, 16:48].clone(), 32, 1), 4))
    return __torch__.gguf.shifted(q, scale, offset)
  if type == "Q6_K":
    q = __torch__.gguf.fields(b[:, :128].clone(), 64, 4)
    q = torch.bitwise_or(q, torch.bitwise_left_shift(__torch__.gguf.fields(b[:, 128:192].clone(), 32, 2), 4))
    scale = torch.view_copy(b[:, 192:208].clone(), 1).to(6)
    return __torch__.gguf.scaled(q.to(6) - 32.0, __torch__.gguf.half(b, 208) * scale)
  uneven = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]
  if type == "IQ4_NL":
    return __torch__.gguf.looked_up(__torch__.gguf.fields(b[:, 2:].clone(), 16, 4), uneven) * __torch__.gguf.half(b, 0)
  if type == "IQ4_XS":
    low = __torch__.gguf.fields(b[:, 4:8].clone(), 1, 4)
    high = __torch__.gguf.fields(b[:, 2:4].clone(), 1, 2)
    scale = torch.bitwise_or(low, torch.bitwise_left_shift(high, 4)).to(6) - 32.0
    q = __torch__.gguf.looked_up(__torch__.gguf.fields(b[:, 8:].clone(), 16, 4), uneven)
    return __torch__.gguf.scaled(q, __torch__.gguf.half(b, 0) * scale)
  if type == "MXFP4":
    # The scale is a power of two, the table twice the value: the exponent is 128 less. Below 2 it is subnormal.
    e = b[:, :1].to(3)
    small = torch.bitwise_left_shift(torch.full_like(e, 2097152), torch.clamp(e, None, 1))
    bits = torch.where(torch.lt(e, 2), small, torch.bitwise_left_shift(e - 1, 23))
    q = __torch__.gguf.fields(b[:, 1:].clone(), 16, 4)
    values = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]
    return __torch__.gguf.looked_up(q, values) * torch.view_copy(bits, 6)
  raise AssertionError("no type " + type)

class Gguf(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def dequantized(self, file: Tensor, type: str, block: int, size: int, shape: List[int]) -> Tensor:
    # Blocks of `size` bytes with `block` numbers each. About a million numbers at a time, so that what stands between
    # the bytes and the result stays small.
    n = file.numel() // size
    b = file.view([n, size])
    out = torch.empty([n, block], dtype=6, device=file.device)
    step = 1048576 // block
    for i in range((n + step - 1) // step):
      first = i * step
      torch.copy_(out[first:first + step], __torch__.gguf.numbers(b[first:first + step], type))
    return out.view(shape)

  def halves(self, t: Tensor, heads: int) -> Tensor:
    # Rows of each head from the order in which neighbours rotate to that in which halves do.
    split = [heads, t.size(0) // heads // 2, 2]
    for i in range(1, t.dim()):
      split.append(t.size(i))
    return t.reshape(split).transpose(1, 2).reshape(t.size())

  def grouped(self, t: Tensor, heads: int, groups: int) -> Tensor:
    # Rows of all queries, then all keys, then all values: to the queries, the key and the value of one key-value head
    # after the other.
    width = t.size(0) // (heads + 2 * groups)
    rest: List[int] = []
    for i in range(1, t.dim()):
      rest.append(t.size(i))
    q = t[:heads * width].reshape([groups, heads // groups, width] + rest)
    k = t[heads * width:(heads + groups) * width].reshape([groups, 1, width] + rest)
    v = t[(heads + groups) * width:].reshape([groups, 1, width] + rest)
    return torch.cat([q, k, v], 1).reshape(t.size())

  def less_one(self, t: Tensor) -> Tensor:
    # A norm that is stored as what it multiplies by, for one that multiplies by 1 + weight.
    return t.to(6) - 1.0

  def log_negated(self, t: Tensor) -> Tensor:
    # The decay of a state space, stored as -exp(A).
    return torch.log(torch.neg(t.to(6)))
