"""Makes the quantised checkpoints of this folder and what the reference libraries dequantise them to; see README.md.

A case is a folder: config.json and model.safetensors as the quantising library writes them, and expected.safetensors, the whole model
with the matrices that the library's own dequantisation gives.
"""

import copy
import json
import pathlib
import shutil
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM
from transformers.pytorch_utils import Conv1D

HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(tempfile.mkdtemp())


def llama(dtype):
    """A Llama of one layer: hidden 64, two query heads and one key head of 32, MLP 32; a few large values in each matrix."""
    torch.manual_seed(7)
    config = LlamaConfig(
        hidden_size=64, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, head_dim=32,
        vocab_size=32, max_position_embeddings=64, tie_word_embeddings=False, dtype=dtype,
    )
    model = LlamaForCausalLM(config).to(dtype)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 2:
                p.copy_(torch.randn_like(p) * 0.08)
                p.view(-1)[torch.randperm(p.numel())[:8]] *= 6
            else:
                p.copy_(1 + 0.1 * torch.randn_like(p))
    return model.eval()


def gpt2(dtype):
    """A GPT-2 of one layer, whose matrices are input-major: hidden 64, of which c_proj of attention is square."""
    torch.manual_seed(8)
    config = GPT2Config(n_embd=64, n_layer=1, n_head=2, n_inner=64, vocab_size=32, n_positions=64, dtype=dtype)
    return GPT2LMHeadModel(config).to(dtype).eval()


def linears(model):
    return {n: m for n, m in model.named_modules() if type(m) in (torch.nn.Linear, Conv1D) and n != "lm_head"}


def write(name, model, quantization, parts, expected):
    """Writes a case: `parts` replace the weights of `expected`, both by tensor name."""
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    config = model.config.to_dict()
    config["quantization_config"] = quantization
    config["dtype"] = str(model.dtype).removeprefix("torch.")
    keep = ("architectures", "model_type", "quantization_config", "dtype", "hidden_size", "intermediate_size", "num_hidden_layers",
            "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size", "max_position_embeddings", "rms_norm_eps",
            "hidden_act", "tie_word_embeddings", "rope_parameters", "attention_bias", "mlp_bias",
            "n_embd", "n_layer", "n_head", "n_inner", "n_positions", "activation_function", "layer_norm_epsilon")
    config = {k: config[k] for k in keep if k in config}
    config["architectures"] = [type(model).__name__]
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    whole = {k: v.detach().clone() for k, v in model.state_dict().items() if k != "lm_head.weight" or not config["tie_word_embeddings"]}
    stored = {k: v for k, v in whole.items() if k not in expected} | parts
    save_file({k: v.contiguous() for k, v in stored.items()}, folder / "model.safetensors", {"format": "pt"})
    save_file({k: v.contiguous() for k, v in (whole | expected).items()}, folder / "expected.safetensors", {"format": "pt"})
    print(name, sum(f.stat().st_size for f in folder.iterdir()))


def four_bits(packed, state):
    """bitsandbytes' dequantize_4bit. Its CPU kernel (0.50.2) takes wrong scales where blocks span rows (down_proj is [64, 32], a block
    has 64); its implementation in torch, which follows CUDA, is right there, and equal elsewhere."""
    import bitsandbytes.functional as F
    from bitsandbytes.backends.default.ops import _dequantize_4bit_compute

    absmax = state.absmax
    if state.nested:
        absmax = F.dequantize_blockwise(state.absmax, state.state2) + state.offset
    plain = _dequantize_4bit_compute(
        packed.view(torch.uint8).reshape(-1), absmax, state.code, state.blocksize, state.shape, state.dtype)
    if state.shape[1] % state.blocksize == 0:
        assert torch.equal(plain, F.dequantize_4bit(packed, state))
    return plain


def bitsandbytes():
    """Quantised and saved by transformers on the CPU; dequantised by bitsandbytes.functional."""
    import bitsandbytes.functional as F

    cases = {
        "bnb-nf4": (torch.bfloat16, dict(load_in_4bit=True, bnb_4bit_quant_type="nf4")),
        "bnb-nf4-double": (torch.float16, dict(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True)),
        "bnb-nf4-storage": (
            torch.bfloat16,
            dict(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_quant_storage="bfloat16"),
        ),
        "bnb-fp4": (torch.float32, dict(load_in_4bit=True, bnb_4bit_quant_type="fp4")),
        "bnb-int8": (torch.float16, dict(load_in_8bit=True)),
        "bnb-nf4-gpt2": (torch.float16, dict(load_in_4bit=True, bnb_4bit_quant_type="nf4")),
    }
    for name, (dtype, options) in cases.items():
        plain = gpt2(dtype) if name.endswith("gpt2") else llama(dtype)
        plain.save_pretrained(ROOT / "plain")
        config = BitsAndBytesConfig(**options)
        model = AutoModelForCausalLM.from_pretrained(ROOT / "plain", dtype=dtype, quantization_config=config, device_map="cpu")
        model.save_pretrained(ROOT / name)
        stored = load_file(ROOT / name / "model.safetensors")
        quantization = json.loads((ROOT / name / "config.json").read_text())["quantization_config"]
        expected = {}
        for module in linears(plain):
            w = model.get_submodule(module).weight
            if options.get("load_in_8bit"):
                # The scale is kept in the weight or, once the module has run, in its state.
                expected[module + ".weight"] = F.int8_vectorwise_dequant(w.data, stored[module + ".SCB"])
            else:
                expected[module + ".weight"] = four_bits(w.data, w.quant_state)
            if isinstance(plain.get_submodule(module), Conv1D):
                expected[module + ".weight"] = expected[module + ".weight"].T
        parts = {k: v for k, v in stored.items() if k not in plain.state_dict() or k in expected}
        write(name, plain, quantization, parts, expected)


def rounded(w, bits, group, sym):
    """Scales and zeros [out, groups] by rounding to nearest."""
    out, columns = w.shape
    group = columns if group == -1 else group
    x = w.float().reshape(out, columns // group, group)
    top = 2**bits - 1
    if sym:
        scale = x.abs().amax(2) * 2 / top
        zero = torch.full_like(scale, 2 ** (bits - 1))
    else:
        low, high = x.amin(2).clamp(max=0), x.amax(2).clamp(min=0)
        scale = (high - low) / top
        # Format gptq stores zeros less one, which zero itself has no room for.
        zero = (-low / scale).round().clamp(1, top)
    return scale.half(), zero


def gptq():
    """Packed and dequantised by GPTQModel's plain torch kernel."""
    from gptqmodel.nn_modules.qlinear.torch import TorchLinear
    from gptqmodel.quantization.config import QuantizeConfig
    from gptqmodel.utils.model import convert_gptq_v1_to_v2_format_module, convert_gptq_v2_to_v1_format_module

    cases = {
        "gptq-4bit": (4, 32, True, False, "gptq"),
        "gptq-4bit-actorder": (4, 32, False, True, "gptq"),
        "gptq-2bit-rows": (2, -1, False, False, "gptq"),
        "gptq-3bit": (3, 32, False, False, "gptq"),
        "gptq-3bit-v2": (3, 32, False, True, "gptq_v2"),
        "gptq-8bit-v2": (8, 32, False, False, "gptq_v2"),
    }
    for name, (bits, group, sym, order, format) in cases.items():
        model = llama(torch.float16)
        parts, expected = {}, {}
        for module, linear in linears(model).items():
            columns = linear.in_features
            size = columns if group == -1 else group
            index = torch.arange(columns, dtype=torch.int32) // size
            if order:
                index = index[torch.randperm(columns, generator=torch.Generator().manual_seed(3))]
            # Scales of a group are those of its columns, wherever they stand.
            sorted_ = linear.weight.data[:, torch.argsort(index, stable=True)]
            scales, zeros = rounded(sorted_, bits, group, sym)
            packed = TorchLinear(bits=bits, group_size=group, sym=sym, desc_act=order, in_features=columns,
                                 out_features=linear.out_features, bias=False, register_buffers=True)
            packed.pack_original(copy.deepcopy(linear).float(), scales.float(), zeros, index)
            if format == "gptq":
                convert_gptq_v2_to_v1_format_module(packed, QuantizeConfig(bits=bits, group_size=group))
            for part in ("qweight", "qzeros", "scales", "g_idx"):
                parts[f"{module}.{part}"] = getattr(packed, part).clone()
            if format == "gptq":
                convert_gptq_v1_to_v2_format_module(packed, bits, torch.int32)
            packed.enable_wf_unsqueeze = True
            expected[module + ".weight"] = packed.dequantize_weight().T
        quantization = QuantizeConfig(bits=bits, group_size=group, desc_act=order, sym=sym, format=format).to_dict()
        quantization["meta"] = {"quantizer": ["gptqmodel:7.7.0"]}
        write(name, model, quantization, parts, expected)


def awq():
    """GEMM: packed and dequantised by GPTQModel's AWQ code. GEMV: packed by it, dequantised here from the published layout."""
    from gptqmodel.nn_modules.qlinear.gemv_awq import AwqGEMVLinear
    from gptqmodel.quantization.awq.utils.packing_utils import dequantize_gemm, pack_awq

    for name, group, version in (("awq-gemm", 32, "gemm"), ("awq-gemm-rows", -1, "gemm"), ("awq-gemv", 32, "gemv")):
        model = llama(torch.float16)
        parts, expected = {}, {}
        for module, linear in linears(model).items():
            scales, zeros = rounded(linear.weight.data, 4, group, False)
            size = linear.in_features if group == -1 else group
            if version == "gemm":
                s, z = scales.T.contiguous(), zeros.T.contiguous().int()
                codes = torch.round(linear.weight.data.float().T / s.float().repeat_interleave(size, 0) + z.repeat_interleave(size, 0))
                qweight, qzeros = pack_awq(codes.clamp(0, 15).int(), z, 4)
                expected[module + ".weight"] = dequantize_gemm(qweight, qzeros, s, 4, size).T
                parts |= {f"{module}.qweight": qweight, f"{module}.qzeros": qzeros, f"{module}.scales": s}
            else:
                # The packer's module is for CUDA alone, so its method is called on a bare object.
                packed = torch.nn.Module()
                packed.in_features, packed.out_features, packed.group_size, packed.bits = linear.in_features, linear.out_features, size, 4
                packed.pack_num = packed.pack_factor = 8
                AwqGEMVLinear.pack(packed, copy.deepcopy(linear), scales, zeros)
                codes = (packed.qweight[:, :, None] >> torch.arange(0, 32, 4)) & 15
                codes = codes.reshape(linear.out_features, -1)
                w = (codes - zeros.int().repeat_interleave(size, 1)) * packed.scales[:, : scales.shape[1]].repeat_interleave(size, 1)
                expected[module + ".weight"] = w.half()
                parts |= {f"{module}.{p}": getattr(packed, p).clone() for p in ("qweight", "qzeros", "scales")}
        quantization = dict(quant_method="awq", bits=4, group_size=group, zero_point=True, version=version, modules_to_not_convert=None)
        write(name, model, quantization, parts, expected)


def compressed():
    """Compressed and decompressed by compressed-tensors."""
    from compressed_tensors.compressors import BaseCompressor
    from compressed_tensors.quantization import QuantizationArgs, QuantizationConfig, QuantizationScheme
    from compressed_tensors.quantization.utils import calculate_qparams

    w8 = dict(num_bits=8, type="int")
    w4 = dict(num_bits=4, type="int", strategy="group", group_size=32)
    f8 = dict(num_bits=8, type="float", symmetric=True)
    activations = QuantizationArgs(num_bits=8, strategy="token", dynamic=True)
    cases = {
        "ct-int8-channel": ("int-quantized", dict(w8, strategy="channel", symmetric=True), activations),
        "ct-int8-tensor-zeros": ("int-quantized", dict(w8, strategy="tensor", symmetric=False), activations),
        "ct-int4-naive": ("naive-quantized", dict(w4, symmetric=False), None),
        "ct-pack4": ("pack-quantized", dict(w4, symmetric=True), None),
        "ct-pack4-zeros": ("pack-quantized", dict(w4, symmetric=False), None),
        "ct-pack8-channel": ("pack-quantized", dict(w8, strategy="channel", symmetric=True), None),
        "ct-fp8-tensor": ("float-quantized", dict(f8, strategy="tensor"), activations),
        "ct-fp8-channel": ("float-quantized", dict(f8, strategy="channel"), activations),
        "ct-fp8-block": ("float-quantized", dict(f8, strategy="block", block_structure=[24, 48]), activations),
    }
    for name, (format, weights, inputs) in cases.items():
        model = llama(torch.bfloat16)
        args = QuantizationArgs(**weights)
        scheme = QuantizationScheme(targets=["Linear"], weights=args, input_activations=inputs)
        compressor = BaseCompressor.get_value_from_registry(format)
        parts, expected = {}, {}
        for module, linear in linears(model).items():
            w = linear.weight.data
            if args.strategy == "tensor":
                low, high = w.amin().reshape(1), w.amax().reshape(1)
            elif args.strategy == "channel":
                low, high = w.amin(1, True), w.amax(1, True)
            elif args.strategy == "group":
                x = w.reshape(w.shape[0], -1, args.group_size)
                low, high = x.amin(2), x.amax(2)
            else:
                h, v = args.block_structure
                x = torch.nn.functional.pad(w, (0, -w.shape[1] % v, 0, -w.shape[0] % h))
                x = x.reshape(x.shape[0] // h, h, x.shape[1] // v, v)
                low, high = x.amin((1, 3)), x.amax((1, 3))
            scale, zero = calculate_qparams(low, high, args)
            state = {"weight": w, "weight_scale": scale.to(w.dtype), "weight_zero_point": zero}
            stored = compressor.compress(state, scheme)
            parts |= {f"{module}.{k}": v for k, v in stored.items()}
            expected[module + ".weight"] = compressor.decompress(stored, scheme)["weight"]
        quantization = QuantizationConfig(config_groups={"group_0": scheme}, format=format, ignore=["lm_head"],
                                          quantization_status="compressed").to_dict()
        quantization = json.loads(json.dumps(quantization, default=str))
        write(name, model, quantization, parts, expected)


def compressed_actorder():
    """weight_g_idx, which newer versions no longer write: packed by 0.20, dequantised by 0.9.4 (--ct094 DIR holds its package)."""
    sys.path.insert(0, sys.argv[sys.argv.index("--ct094") + 1])
    from compressed_tensors.compressors.quantized_compressors.pack_quantized import pack_to_int32, unpack_from_int32
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.lifecycle.forward import dequantize, quantize

    model = llama(torch.bfloat16)
    args = QuantizationArgs(num_bits=4, type="int", strategy="group", group_size=32, symmetric=True, actorder="group")
    parts, expected = {}, {}
    for module, linear in linears(model).items():
        w = linear.weight.data
        index = torch.arange(w.shape[1], dtype=torch.int32) // 32
        index = index[torch.randperm(w.shape[1], generator=torch.Generator().manual_seed(5))]
        order = w[:, torch.argsort(index, stable=True)].reshape(w.shape[0], -1, 32)
        scale = (order.abs().amax(2) / 7).to(w.dtype)
        codes = quantize(w, scale, None, args, dtype=torch.int8, g_idx=index)
        packed = pack_to_int32(codes, 4)
        assert torch.equal(unpack_from_int32(packed, 4, w.shape), codes)
        parts |= {f"{module}.weight_packed": packed, f"{module}.weight_scale": scale, f"{module}.weight_g_idx": index,
                  f"{module}.weight_shape": torch.tensor(w.shape)}
        expected[module + ".weight"] = dequantize(codes, scale, None, args, g_idx=index)
    quantization = dict(quant_method="compressed-tensors", format="pack-quantized", ignore=["lm_head"], quantization_status="compressed",
                        config_groups={"group_0": {"targets": ["Linear"], "weights": json.loads(args.model_dump_json())}})
    write("ct-pack4-actorder", model, quantization, parts, expected)


def eight_bit_floats():
    """fp8-block, fp8-tensor: dequantised by transformers as it loads them on a CPU in float32. fp8-ragged, fbgemm, f8-plain: here."""
    cases = {"fp8-block": [32, 32], "fp8-ragged": [24, 48], "fp8-tensor": None, "fbgemm": None, "f8-plain": None}
    for name, block in cases.items():
        model = llama(torch.bfloat16)
        parts, expected = {}, {}
        for module, linear in linears(model).items():
            w = linear.weight.data.float()
            rows, columns = w.shape
            h, v = block or ((1, columns) if name == "fbgemm" else (rows, columns))
            x = torch.nn.functional.pad(w, (0, -columns % v, 0, -rows % h)).reshape(-(-rows // h), h, -(-columns // v), v)
            scale = x.abs().amax((1, 3)) / 448
            full = scale.repeat_interleave(h, 0).repeat_interleave(v, 1)[:rows, :columns]
            if name == "f8-plain":
                codes = w.to(torch.float8_e5m2)
                expected[module + ".weight"] = codes.float()
            else:
                codes = (w / full).to(torch.float8_e4m3fn)
                expected[module + ".weight"] = codes.float() * full
                key = "weight_scale" if name == "fbgemm" else "weight_scale_inv"
                parts[f"{module}.{key}"] = scale.reshape(()) if name == "fp8-tensor" else scale
            parts[module + ".weight"] = codes
        quantization = dict(quant_method="fp8", fmt="e4m3", activation_scheme="dynamic", weight_block_size=block)
        if name == "fbgemm":
            quantization = dict(quant_method="fbgemm_fp8", activation_scale_ub=1200.0, modules_to_not_convert=["lm_head"])
        write(name, model, quantization, parts, expected)
        if name == "f8-plain":
            config = json.loads((HERE / name / "config.json").read_text())
            del config["quantization_config"]
            (HERE / name / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        if name in ("fp8-block", "fp8-tensor", "f8-plain"):
            loaded = AutoModelForCausalLM.from_pretrained(HERE / name, dtype=torch.float32).state_dict()
            for tensor, value in expected.items():
                assert torch.equal(loaded[tensor], value), (name, tensor)


if __name__ == "__main__":
    which = [a for a in sys.argv[1:] if a in globals()]
    for make in which or ["bitsandbytes", "gptq", "awq", "compressed", "eight_bit_floats"]:
        globals()[make]()
