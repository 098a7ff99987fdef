"""Writes the GGUF files of this folder, and beside each what the reference makes of it.

    python make.py [NAME ...]

Needs torch, transformers, gguf and safetensors; the README names the versions that were used. Deterministic.

ARCHITECTURE.gguf and .safetensors: a tiny random model of each architecture, `input_ids` and the `logits` of
transformers (float32, eager attention) for it. Names come from gguf-py's tensor map; what llama.cpp's converter changes
in the tensors (rows of q and k, norms plus one, fused matrices taken apart) is done here by its rules. Where
transformers can read the file itself, the tensors that it makes of it are compared with the model's.

text/qwen2-Q8_0.gguf: a model with a tokenizer and chat templates.

types/tensors.gguf and .safetensors: a tensor of every quantised type with random bytes, and its values by gguf-py.
"""

import pathlib
import sys

import gguf
import numpy
import torch
from safetensors.numpy import save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

HERE = pathlib.Path(__file__).parent
VOCABULARY = 48
IDS = torch.tensor([[(7 * i * i + 3 * i + 1) % VOCABULARY for i in range(24)]])

SIZES = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=64)
BASIC = dict(SIZES, rms_norm_eps=1e-5)
OLD = dict(vocab_size=VOCABULARY, n_inner=64, n_embd=32, n_head=4, n_layer=2, n_positions=64)


def common(w, c):
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(c.hidden_size)
    w.add_block_count(c.num_hidden_layers)
    w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(getattr(c, "num_key_value_heads", c.num_attention_heads))
    width = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    if getattr(c, "head_dim", None):
        w.add_key_length(width)
        w.add_value_length(width)
    rope = getattr(c, "rope_parameters", None) or {}
    if "rope_theta" in rope:
        w.add_rope_freq_base(rope["rope_theta"])
        w.add_rope_dimension_count(int(width * rope.get("partial_rotary_factor", 1.0)))
    if rope.get("rope_type") in ("linear", "yarn"):
        w.add_rope_scaling_type(gguf.RopeScalingType(rope["rope_type"]))
        w.add_rope_scaling_factor(rope["factor"])
        if rope["rope_type"] == "yarn":
            w.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
    w.add_vocab_size(c.vocab_size)


def rms(w, c):
    common(w, c)
    w.add_layer_norm_rms_eps(c.rms_norm_eps)


def layer(key):
    def write(w, c):
        common(w, c)
        w.add_layer_norm_eps(getattr(c, key))

    return write


def experts(w, c):
    rms(w, c)
    w.add_expert_count(c.num_local_experts if hasattr(c, "num_local_experts") else c.num_experts)
    w.add_expert_used_count(c.num_experts_per_tok)
    if hasattr(c, "moe_intermediate_size"):
        w.add_expert_feed_forward_length(c.moe_intermediate_size)
    if hasattr(c, "shared_expert_intermediate_size"):
        w.add_expert_shared_feed_forward_length(c.shared_expert_intermediate_size)


def gemma2(w, c):
    rms(w, c)
    w.add_sliding_window(c.sliding_window)
    w.add_attn_logit_softcapping(c.attn_logit_softcapping)
    w.add_final_logit_softcapping(c.final_logit_softcapping)


def gemma3(w, c):
    full = c.rope_parameters["full_attention"]
    both, c.rope_parameters = c.rope_parameters, full
    rms(w, c)
    c.rope_parameters = both
    w.add_sliding_window(c.sliding_window)


def windowed(write):
    def both(w, c):
        write(w, c)
        w.add_sliding_window(c.sliding_window)

    return both


def granite(w, c):
    rms(w, c)
    w.add_attention_scale(c.attention_multiplier)
    w.add_embedding_scale(c.embedding_multiplier)
    w.add_residual_scale(c.residual_multiplier)
    w.add_logit_scale(c.logits_scaling)


def cohere(w, c):
    layer("layer_norm_eps")(w, c)
    w.add_logit_scale(c.logit_scale)


def stablelm(w, c):
    layer("layer_norm_eps")(w, c)
    w.add_parallel_residual(c.use_parallel_residual)


def gpt2(w, c):
    w.add_context_length(c.n_positions)
    w.add_embedding_length(c.n_embd)
    w.add_block_count(c.n_layer)
    w.add_feed_forward_length(c.n_inner)
    w.add_head_count(c.n_head)
    w.add_layer_norm_eps(c.layer_norm_epsilon)


def neox(w, c):
    layer("layer_norm_eps")(w, c)
    w.add_parallel_residual(c.use_parallel_residual)


def bloom(w, c):
    w.add_context_length(64)
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(4 * c.hidden_size)
    w.add_block_count(c.n_layer)
    w.add_head_count(c.n_head)
    w.add_head_count_kv(c.n_head)
    w.add_layer_norm_eps(c.layer_norm_epsilon)
    w.add_vocab_size(c.vocab_size)


def falcon(w, c):
    w.add_context_length(2048)
    w.add_tensor_data_layout("jploski")
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(4 * c.hidden_size)
    w.add_block_count(c.num_hidden_layers)
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(c.num_kv_heads if c.new_decoder_architecture else 1)
    w.add_layer_norm_eps(c.layer_norm_epsilon)
    w.add_vocab_size(c.vocab_size)


def mamba(w, c):
    w.add_context_length(1 << 20)
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(0)
    w.add_head_count(0)
    w.add_block_count(c.num_hidden_layers)
    w.add_ssm_conv_kernel(c.conv_kernel)
    w.add_ssm_inner_size(c.intermediate_size)
    w.add_ssm_state_size(c.state_size)
    w.add_ssm_time_step_rank(c.time_step_rank)
    w.add_layer_norm_rms_eps(c.layer_norm_epsilon)
    w.add_vocab_size(c.vocab_size)


# How llama.cpp's converter changes a tensor: (Hugging Face name, array, configuration) -> array.
def same(name, t, c):
    return t


def pairs(name, t, c):
    if ".q_proj." in name or ".k_proj." in name:
        heads = c.num_attention_heads if ".q_proj." in name else c.num_key_value_heads
        return t.reshape(heads, 2, t.shape[0] // heads // 2, *t.shape[1:]).swapaxes(1, 2).reshape(t.shape)
    return t


def plus_one(name, t, c):
    return t + 1 if name.endswith("norm.weight") else t


def transposed(name, t, c):
    return t.T if name.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight")) else t


def apart(heads, groups):
    """Rows q, k, v of each key-value head -> all q, all k, all v."""

    def change(name, t, c):
        if "query_key_value" not in name:
            return t
        n, g = heads(c), groups(c)
        t = t.reshape(g, n // g + 2, t.shape[0] // (n + 2 * g), *t.shape[1:])
        return numpy.concatenate([p.reshape(-1, *t.shape[3:]) for p in (t[:, :-2], t[:, -2:-1], t[:, -1:])])

    return change


def decay(name, t, c):
    if name.endswith("A_log"):
        return -numpy.exp(t)
    return t.squeeze(1) if name.endswith("conv1d.weight") else t


MODELS = {
    "llama": ("llama", "llama", BASIC, rms, pairs),
    "llama-bias": ("llama", "llama", dict(BASIC, attention_bias=True, mlp_bias=True), rms, pairs),
    "llama-linear": ("llama", "llama", dict(BASIC, rope_parameters=dict(
        rope_type="linear", factor=4.0, rope_theta=1000.0)), rms, pairs),
    "llama-yarn": ("llama", "llama", dict(BASIC, rope_parameters=dict(
        rope_type="yarn", factor=4.0, rope_theta=1000.0, original_max_position_embeddings=16)), rms, pairs),
    "llama3": ("llama", "llama", dict(BASIC, tie_word_embeddings=True, head_dim=16, rope_parameters=dict(
        rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, rope_theta=100.0,
        original_max_position_embeddings=16)), rms, pairs),
    "mistral": ("mistral", "llama", dict(BASIC, sliding_window=9, head_dim=10), windowed(rms), pairs),
    "mixtral": ("mixtral", "llama", dict(
        BASIC, intermediate_size=20, num_local_experts=4, num_experts_per_tok=2), experts, pairs),
    "qwen2": ("qwen2", "qwen2", BASIC, rms, same),
    "qwen3": ("qwen3", "qwen3", dict(BASIC, head_dim=10), rms, same),
    "qwen2moe": ("qwen2_moe", "qwen2moe", dict(
        BASIC, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=16,
        shared_expert_intermediate_size=20), experts, same),
    "qwen3moe": ("qwen3_moe", "qwen3moe", dict(
        BASIC, head_dim=10, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=16,
        norm_topk_prob=True), experts, same),
    "gemma": ("gemma", "gemma", dict(BASIC, head_dim=10), rms, plus_one),
    "gemma2": ("gemma2", "gemma2", dict(
        BASIC, head_dim=10, query_pre_attn_scalar=10, sliding_window=7, attn_logit_softcapping=2.0,
        final_logit_softcapping=20.0), gemma2, plus_one),
    "gemma3": ("gemma3_text", "gemma3", dict(
        BASIC, num_hidden_layers=7, hidden_size=16, intermediate_size=20, head_dim=10, query_pre_attn_scalar=10, sliding_window=7,
        rope_parameters=dict(full_attention=dict(rope_type="linear", factor=8.0, rope_theta=1000000.0),
                             sliding_attention=dict(rope_type="default", rope_theta=10000.0))), gemma3, plus_one),
    "phi2": ("phi", "phi2", dict(SIZES, num_key_value_heads=4), layer("layer_norm_eps"), same),
    "phi3": ("phi3", "phi3", dict(BASIC, sliding_window=10, pad_token_id=0), windowed(rms), same),
    "phi3-longrope": ("phi3", "phi3", dict(
        BASIC, pad_token_id=0, max_position_embeddings=64, original_max_position_embeddings=16,
        rope_parameters=dict(rope_type="longrope", rope_theta=10000.0, short_factor=[1.0, 1.1, 1.3, 1.6],
                             long_factor=[1.0, 2.0, 3.0, 5.0], original_max_position_embeddings=16)), rms, same),
    "starcoder2": ("starcoder2", "starcoder2", dict(SIZES, sliding_window=None), layer("norm_epsilon"), same),
    "stablelm": ("stablelm", "stablelm", dict(SIZES, use_qkv_bias=True), stablelm, same),
    "stablelm-parallel": ("stablelm", "stablelm", dict(
        SIZES, use_parallel_residual=True, qk_layernorm=True), stablelm, same),
    "olmo2": ("olmo2", "olmo2", BASIC, rms, same),
    "granite": ("granite", "granite", dict(
        BASIC, attention_multiplier=0.3, embedding_multiplier=3.0, residual_multiplier=0.4,
        logits_scaling=1.7), granite, pairs),
    "command-r": ("cohere", "command-r", dict(SIZES, use_qk_norm=True, logit_scale=0.5), cohere, same),
    "nemotron": ("nemotron", "nemotron", dict(SIZES, head_dim=8), layer("norm_eps"), plus_one),
    "smollm3": ("smollm3", "smollm3", dict(BASIC, num_hidden_layers=4, intermediate_size=24, pad_token_id=0), rms, pairs),
    "exaone4": ("exaone4", "exaone4", dict(BASIC, num_hidden_layers=4, intermediate_size=24, sliding_window=7,
                                           sliding_window_pattern=4), windowed(rms), same),
    "glm4": ("glm4", "glm4", dict(BASIC, head_dim=8, attention_bias=True, pad_token_id=0), rms, same),
    "gpt2": ("gpt2", "gpt2", OLD, gpt2, transposed),
    "gptneox": ("gpt_neox", "gptneox", dict(SIZES), neox,
                apart(lambda c: c.num_attention_heads, lambda c: c.num_attention_heads)),
    "bloom": ("bloom", "bloom", dict(vocab_size=VOCABULARY, hidden_size=32, n_head=4, n_layer=2), bloom,
              apart(lambda c: c.n_head, lambda c: c.n_head)),
    "falcon-7b": ("falcon", "falcon", dict(
        vocab_size=VOCABULARY, hidden_size=32, num_attention_heads=4, num_hidden_layers=2), falcon,
                  apart(lambda c: c.num_attention_heads, lambda c: 1)),
    "falcon-40b": ("falcon", "falcon", dict(
        vocab_size=VOCABULARY, hidden_size=32, num_attention_heads=4, num_kv_heads=2, num_hidden_layers=2,
        new_decoder_architecture=True), falcon,
                   apart(lambda c: c.num_attention_heads, lambda c: c.num_kv_heads)),
    "mamba": ("mamba", "mamba", dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=2, state_size=4,
                                     time_step_rank=3), mamba, decay),
}


def random_model(model_type, settings):
    torch.manual_seed(20)
    config = AutoConfig.for_model(model_type, **settings)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if name.endswith("A_log"):
                p.copy_(torch.log(torch.rand(p.shape) * 4 + 0.5))
            elif p.dim() == 1:
                p.copy_(p + torch.randn(p.shape) * 0.2)
            else:
                p.copy_((torch.randn(p.shape) * (0.5 if "embed" in name or "wte" in name else 0.3)))
            # Matrices are stored in half precision, so that the files stay small.
            p.copy_(p.half().float())
    return config, model


def published(model):
    """The weights under the names of published checkpoints: experts apart."""
    weights = {}
    for name, t in model.state_dict().items():
        t = t.numpy()
        parent = name.rsplit(".", 2)[0]
        if name.endswith("experts.gate_up_proj"):
            half = t.shape[1] // 2
            weights[name.replace("gate_up_proj", "gate_proj.weight")] = t[:, :half]
            weights[name.replace("gate_up_proj", "up_proj.weight")] = t[:, half:]
        elif name.endswith("experts.down_proj"):
            weights[name + ".weight"] = t
        elif ".norms." in name:
            weights.setdefault(parent, []).append(t)
        else:
            weights[name] = t
    return {k + ".weight" if isinstance(t, list) else k: numpy.stack(t) if isinstance(t, list) else t
            for k, t in weights.items()}


# Where gguf-py's map knows another name of the same tensor.
RENAMED = {
    "model.layers.{}.mlp.experts.gate_proj": "blk.{}.ffn_gate_exps",
    "model.layers.{}.mlp.experts.up_proj": "blk.{}.ffn_up_exps",
    "model.layers.{}.mlp.experts.down_proj": "blk.{}.ffn_down_exps",
    "model.layers.{}.self_attn.q_layernorm.norms": "blk.{}.attn_q_norm",
    "model.layers.{}.self_attn.k_layernorm.norms": "blk.{}.attn_k_norm",
}


def write(name):
    model_type, architecture, settings, metadata, change = MODELS[name]
    config, model = random_model(model_type, settings)
    kind = next(k for k, v in gguf.MODEL_ARCH_NAMES.items() if v == architecture)
    layers = config.num_hidden_layers
    names = gguf.get_tensor_name_map(kind, layers)
    renamed = {old.format(i): new.format(i) for i in range(layers) for old, new in RENAMED.items()}
    path = HERE / f"{name}.gguf"
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("tiny random " + name)
    metadata(writer, config)
    tied = config.tie_word_embeddings
    for hf, t in published(model).items():
        if hf.endswith((".masked_bias", ".attn.bias")) or (tied and hf in ("lm_head.weight", "embed_out.weight")):
            continue
        stem, suffix = hf, ""
        if hf.endswith((".weight", ".bias")):
            stem, suffix = hf.rsplit(".", 1)
            suffix = "." + suffix
        to = renamed.get(stem) or names.get_name(stem) or names.get_name(stem.removeprefix("transformer."))
        if to is None:
            sys.exit(f"{name}: gguf-py has no name for {hf}")
        t = numpy.ascontiguousarray(change(hf, t, config)).astype(numpy.float32)
        matrix = t.ndim > 1 and "norm" not in to and "ssm_conv1d" not in to and "ssm_a" not in to
        writer.add_tensor(to + suffix, t.astype(numpy.float16) if matrix else t)
    rope = getattr(config, "rope_parameters", None) or {}
    if rope.get("rope_type") == "llama3":
        plain = rope["rope_theta"] ** -(numpy.arange(0, config.head_dim, 2) / config.head_dim)
        scaled = model.model.rotary_emb.inv_freq.numpy().astype(numpy.float64)
        writer.add_tensor("rope_freqs.weight", (plain / scaled).astype(numpy.float32))
    if rope.get("rope_type") == "longrope":
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        writer.add_rope_scaling_attn_factors(model.model.rotary_emb.attention_scaling)
        for length in ("long", "short"):
            writer.add_tensor(f"rope_factors_{length}.weight",
                              numpy.array(rope[length + "_factor"], dtype=numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with torch.no_grad():
        logits = model(IDS).logits.numpy()
        save_file({"input_ids": IDS.numpy(), "logits": logits}, HERE / f"{name}.safetensors")
    print(f"{name}: {path.stat().st_size} bytes, logits up to {numpy.abs(logits).max():.2f}; {check(path, model)}",
          flush=True)


def check(path, model):
    """What transformers' own reader makes of the tensors, which knows llama.cpp's conventions for some."""
    try:
        tensors = load_gguf_checkpoint(str(path), return_tensors=True, model_to_load=model)["tensors"]
    except Exception as e:
        return "not read by transformers: " + str(e).split("\n")[0][:80]
    wrong = [n for n, t in tensors.items() if not torch.allclose(t.float(), model.state_dict()[n], rtol=1e-6, atol=1e-6)]
    return f"transformers reads {len(tensors) - len(wrong)} of {len(model.state_dict())} tensors alike {wrong[:3]}"


def bytes_as_text():
    """The characters that stand for bytes in byte-level vocabularies."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return [chr(b) for b in shown] + [chr(256 + i) for i in range(len(hidden))]


def write_text():
    """A model to run checks on: a quantised Qwen2 with a byte-level tokenizer and chat templates."""
    (HERE / "text").mkdir(exist_ok=True)
    tokens = [*bytes_as_text(), "\u0120t", "he", "\u0120the", "<|end|>", "<|user|>", "<|turn|>"]
    config, model = random_model("qwen2", dict(BASIC, vocab_size=len(tokens), num_hidden_layers=1,
                                               max_position_embeddings=256, tie_word_embeddings=True))
    path = HERE / "text" / "qwen2-Q8_0.gguf"
    writer = gguf.GGUFWriter(path, "qwen2")
    rms(writer, config)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * (len(tokens) - 3) + [3] * 3)
    writer.add_token_merges(["\u0120 t", "h e", "\u0120t he"])
    writer.add_eos_token_id(len(tokens) - 3)
    writer.add_eot_token_id(len(tokens) - 1)
    writer.add_bos_token_id(len(tokens) - 3)
    writer.add_add_bos_token(False)
    writer.add_chat_template([{"name": "default", "template": "{{ messages }}"},
                              {"name": "tool_use", "template": "{{ tools }}"}])
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN2, 1)
    for hf, t in model.state_dict().items():
        if hf != "lm_head.weight":
            stem, suffix = hf.rsplit(".", 1)
            t, kind = t.numpy(), gguf.GGMLQuantizationType.Q8_0
            matrix = t.ndim == 2 and t.shape[1] % 32 == 0
            writer.add_tensor(f"{names.get_name(stem)}.{suffix}", gguf.quantize(t, kind) if matrix else t,
                              raw_dtype=kind if matrix else None)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print("text:", path.stat().st_size, "bytes")


def write_types():
    generator = numpy.random.default_rng(21)
    writer = gguf.GGUFWriter(HERE / "types" / "tensors.gguf", "llama")
    values = {}
    for kind in ("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS",
                 "MXFP4", "BF16"):
        kind = gguf.GGMLQuantizationType[kind]
        block, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = 512 // block
        data = generator.integers(0, 256, (3, blocks, size), dtype=numpy.uint8)
        # Scales are finite numbers of a usual size.
        for at in {"Q2_K": (80, 82), "Q3_K": (108,), "Q6_K": (208,), "MXFP4": (), "BF16": ()}.get(
                kind.name, (0, 2) if kind.name in ("Q4_1", "Q5_1", "Q4_K", "Q5_K") else (0,)):
            scales = generator.normal(0, 0.02, (3, blocks)).astype(numpy.float16)
            data[:, :, at:at + 2] = scales[..., None].view(numpy.uint8)
        if kind.name == "MXFP4":
            data[:, :, 0] = generator.integers(0, 135, (3, blocks))
            data[0, 0, 0] = 0
            data[0, 1, 0] = 1
        if kind.name == "BF16":
            data = (generator.normal(0, 1, (3, 512)).astype(numpy.float32).view(numpy.uint32) >> 16).astype(numpy.uint16)
            data = data.view(numpy.uint8).reshape(3, blocks, size)
        data = data.reshape(3, -1)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        values["rows." + kind.name] = gguf.dequantize(data, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(values, HERE / "types" / "tensors.safetensors")
    print("types:", (HERE / "types" / "tensors.gguf").stat().st_size, "bytes")


if __name__ == "__main__":
    for each in sys.argv[1:] or ["types", "text", *MODELS]:
        {"types": write_types, "text": write_text}.get(each, lambda: write(each))()
