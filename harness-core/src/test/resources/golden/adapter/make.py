"""Makes the LoRA adapters of this folder, the bases they adapt, and what PEFT merges them to; see README.md.

An adapter is a folder as PEFT saves it, with expected.safetensors: the state of merge_and_unload, in float32.
"""

import json
import pathlib
import shutil
import tempfile

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(tempfile.mkdtemp())
SIZES = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, vocab_size=24,
             max_position_embeddings=32, bos_token_id=0, eos_token_id=1)


def shake(model, scale):
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * scale)


def bases():
    torch.manual_seed(11)
    models = {
        "base-untied": LlamaForCausalLM(LlamaConfig(**SIZES, tie_word_embeddings=False, attention_bias=True)),
        "base-tied": LlamaForCausalLM(LlamaConfig(**SIZES, tie_word_embeddings=True)),
        "base-gpt2": GPT2LMHeadModel(GPT2Config(n_embd=32, n_layer=1, n_head=2, vocab_size=24, n_positions=32, bos_token_id=0, eos_token_id=1)),
    }
    for name, model in models.items():
        shake(model, 0.05)
        shutil.rmtree(HERE / name, ignore_errors=True)
        model.float().save_pretrained(HERE / name)


def adapter(name, base, location=None, **options):
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    torch.manual_seed(13)
    peft = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **options))
    with torch.no_grad():
        for p in peft.parameters():
            if p.requires_grad:
                p.add_(torch.randn_like(p) * 0.1)
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    peft.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = location or "../" + pathlib.Path(base).name
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=1) + "\n")
    # Loaded again as a user does, and merged.
    fresh = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    merged = PeftModel.from_pretrained(fresh, folder).merge_and_unload()
    state = merged.state_dict()
    if merged.config.tie_word_embeddings:
        del state["lm_head.weight"]
    save_file({k: v.clone().contiguous() for k, v in state.items()}, folder / "expected.safetensors")
    print(name, merged.config.tie_word_embeddings, sum(f.stat().st_size for f in folder.iterdir()))


def adapters():
    untied, tied, gpt2 = HERE / "base-untied", HERE / "base-tied", HERE / "base-gpt2"
    every = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    adapter("patterns", untied, r=4, lora_alpha=10, target_modules=every,
            rank_pattern={"q_proj": 2, "^model.layers.0.mlp.down_proj": 3}, alpha_pattern={"k_proj": 5, "mlp.(up|gate)_proj": 7})
    adapter("rslora-bias", untied, r=4, lora_alpha=6, target_modules=["q_proj", "v_proj"], use_rslora=True, bias="all")
    adapter("lora-bias", untied, r=4, lora_alpha=6, target_modules=["q_proj"], lora_bias=True)
    adapter("head", untied, r=4, lora_alpha=6, target_modules=["lm_head", "o_proj"], modules_to_save=["norm", "input_layernorm"])
    adapter("dora", untied, r=4, lora_alpha=6, target_modules=every + ["embed_tokens"], use_dora=True)
    adapter("embedding-tied", tied, r=4, lora_alpha=6, target_modules=["embed_tokens", "q_proj"])
    adapter("saved-head", tied, r=4, lora_alpha=6, target_modules=["q_proj"], modules_to_save=["lm_head"])
    adapter("saved-embedding", tied, r=4, lora_alpha=6, target_modules=["q_proj"], modules_to_save=["embed_tokens"])
    adapter("saved-tied", tied, r=4, lora_alpha=6, target_modules=["q_proj"], modules_to_save=["embed_tokens"], ensure_weight_tying=True)
    adapter("saved-both", tied, r=4, lora_alpha=6, target_modules=["q_proj"], modules_to_save=["embed_tokens", "lm_head"])
    adapter("gpt2", gpt2, r=4, lora_alpha=6, target_modules=["c_attn", "c_proj", "c_fc"], fan_in_fan_out=True)
    adapter("gpt2-dora", gpt2, r=4, lora_alpha=6, target_modules=["c_attn", "attn.c_proj"], use_dora=True, fan_in_fan_out=True)
    # Over a quantised base: PEFT merges into the base as its library dequantises it.
    quantized = HERE.parent / "quantized" / "bnb-nf4"
    dense = ROOT / "dense"
    dense.mkdir(exist_ok=True)
    config = json.loads((quantized / "config.json").read_text())
    del config["quantization_config"]
    (dense / "config.json").write_text(json.dumps(config))
    save_file(load_file(quantized / "expected.safetensors"), dense / "model.safetensors", {"format": "pt"})
    adapter("quantized", dense, "../../quantized/bnb-nf4", r=4, lora_alpha=6, target_modules=["q_proj", "down_proj"])


if __name__ == "__main__":
    bases()
    adapters()
