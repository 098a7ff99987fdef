"""Makes a small random encoder of sentences with the reference outputs that a program has to reproduce.

    python make.py DIRECTORY MODEL_TYPE '{"hidden_size": 24, ...}' [--seed 1] [--length 40] [--dtype float32] [--shard 5GB]
        [--sentences sentences.json --modules '[...]' [--cased] [--longest 12] [--lower] [--prompt "say: "] [--old]]

Needs torch 2.7.1, transformers 5.24.0 and, for --sentences, sentence-transformers 6.2.0. Every parameter is random, norms
and biases too, so that each of them matters. The directory gets config.json and the weights as the library saves them,
and golden.safetensors: input_ids, attention_mask and, where the family has them, token_type_ids, i64 [3, length], right
padded; hidden_states.0 .. hidden_states.L f32; embeddings f32, the mean over the unmasked positions divided by its length.

With --sentences the directory is a complete one of sentence-transformers: a WordPiece tokenizer of about 60 pieces, and
the modules behind the encoder: a list of Pooling's kinds of pooling, then "normalize" or the width of a Dense layer
(tanh). DIRECTORY.safetensors then holds what SentenceTransformer(DIRECTORY) gives for the sentences: input_ids [N, longest]
padded, lengths [N], embeddings [N, E]. --old writes the settings as the published models have them.
"""
import argparse
import json
import os

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel


def randomize(module, seed):
    torch.manual_seed(seed)
    with torch.no_grad():
        for name, w in module.named_parameters():
            if "relative_attention_bias" in name:
                w.normal_(0.0, 1.0)
            elif w.dim() >= 2:
                w.normal_(0.0, 1.0 / w.shape[-1] ** 0.5)
            elif name.endswith("LayerNorm.weight") or name.endswith("layer_norm.weight"):
                w.uniform_(0.5, 1.5)
            else:
                w.normal_(0.0, 0.2)


def states(a, config):
    model = AutoModel.from_config(config, attn_implementation="eager").float().eval()
    randomize(model, a.seed)
    model.to(getattr(torch, a.dtype)).save_pretrained(a.directory, max_shard_size=a.shard)
    model = AutoModel.from_pretrained(a.directory, dtype=torch.float32, attn_implementation="eager").eval()
    pad = config.pad_token_id or 0
    lengths = [a.length, a.length * 3 // 5, 1]
    ids = torch.randint(0, config.vocab_size, (3, a.length))
    mask = torch.zeros_like(ids)
    for row, n in enumerate(lengths):
        mask[row, :n] = 1
        ids[row, n:] = pad
    inputs = {"input_ids": ids, "attention_mask": mask}
    if getattr(config, "type_vocab_size", 1) > 1:
        inputs["token_type_ids"] = torch.randint(0, config.type_vocab_size, ids.shape) * mask
    with torch.no_grad():
        out = model(**inputs, output_hidden_states=True)
    golden = dict(inputs)
    for i, h in enumerate(out.hidden_states):
        golden[f"hidden_states.{i}"] = h.float().contiguous()
    share = mask.unsqueeze(-1).float()
    mean = (out.last_hidden_state * share).sum(1) / share.sum(1)
    golden["embeddings"] = torch.nn.functional.normalize(mean, dim=1)
    save_file({k: v.clone() for k, v in golden.items()}, os.path.join(a.directory, "golden.safetensors"))


def tokenizer(a):
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = "the a of nurse surgeon hand steady patience need s work cloud move service year 19 0 1 2 month ( ) , . ! 師".split()
    pieces = list("abcdefghijklmnopqrstuvwxyz") + ["##ing", "##s", "##e", "##n", "##t", "##r"]
    capitals = ["The", "A", "N", "S"] if a.cased else []
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + list(dict.fromkeys(words + pieces + capitals))
    fast = Tokenizer(models.WordPiece({t: i for i, t in enumerate(vocabulary)}, unk_token="[UNK]"))
    fast.normalizer = normalizers.BertNormalizer(lowercase=not a.cased)
    fast.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    fast.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=fast, model_max_length=a.longest,
        pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")


def sentences(a):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    tokenizer(a).save_pretrained(a.directory)
    encoder = Transformer(a.directory, do_lower_case=a.lower, model_kwargs={"attn_implementation": "eager", "dtype": "float32"})
    modules = [encoder]
    for each in json.loads(a.modules):
        if isinstance(each, list):
            modules.append(Pooling(encoder.get_embedding_dimension(), pooling_mode=each))
        elif each == "normalize":
            modules.append(Normalize())
        else:
            dense = Dense(modules[-1].get_embedding_dimension(), each)
            randomize(dense, a.seed + 1)
            modules.append(dense)
    prompts = {"prompts": {"say": a.prompt}, "default_prompt_name": "say"} if a.prompt else {}
    model = SentenceTransformer(modules=modules, device="cpu", **prompts)
    for i, module in enumerate(modules[1:], 1):
        if not isinstance(module, Normalize) or not a.old:
            folder = os.path.join(a.directory, f"{i}_{type(module).__name__}")
            os.makedirs(folder, exist_ok=True)
            module.save(folder)
    prefix = "sentence_transformers.models." if a.old else None
    write(a, "modules.json", [
        {"idx": i, "name": str(i), "path": f"{i}_{type(m).__name__}" if i else "",
         "type": prefix + type(m).__name__ if prefix else f"{type(m).__module__}.{type(m).__name__}"}
        for i, m in enumerate(modules)])
    if a.old:
        write(a, "sentence_bert_config.json", {"max_seq_length": a.longest, "do_lower_case": a.lower})
        pooling = modules[1]
        kinds = pooling.pooling_mode if isinstance(pooling.pooling_mode, (list, tuple)) else [pooling.pooling_mode]
        write(a, "1_Pooling/config.json", {"word_embedding_dimension": pooling.embedding_dimension, **{
            key: kind in kinds for key, kind in [
                ("pooling_mode_cls_token", "cls"), ("pooling_mode_mean_tokens", "mean"), ("pooling_mode_max_tokens", "max"),
                ("pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens")]}})
        edit = json.load(open(os.path.join(a.directory, "tokenizer_config.json")))
        edit["model_max_length"] = 512
        write(a, "tokenizer_config.json", edit)
    else:
        write(a, "sentence_bert_config.json", dict(encoder.get_config_dict(), **({"do_lower_case": True} if a.lower else {})))
    write(a, "config_sentence_transformers.json", {
        "__version__": {"sentence_transformers": "6.2.0"}, "similarity_fn_name": "cosine", **prompts})

    texts = json.load(open(a.sentences))
    model = SentenceTransformer(a.directory, device="cpu", model_kwargs={"attn_implementation": "eager", "dtype": "float32"})
    rows = [model.preprocess([t], prompt=a.prompt or None)["input_ids"][0] for t in texts]
    ids = torch.full((len(texts), max(len(r) for r in rows)), model.tokenizer.pad_token_id)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
    save_file({
        "input_ids": ids,
        "lengths": torch.tensor([len(r) for r in rows]),
        "embeddings": torch.from_numpy(model.encode(texts, batch_size=4)).float().contiguous(),
    }, a.directory.rstrip("/") + ".safetensors")


def write(a, name, content):
    with open(os.path.join(a.directory, name), "w") as out:
        json.dump(content, out, indent=1)
        out.write("\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("directory")
    p.add_argument("model_type")
    p.add_argument("config")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--length", type=int, default=40)
    p.add_argument("--dtype", default="float32")
    p.add_argument("--shard", default="5GB")
    p.add_argument("--sentences")
    p.add_argument("--modules", default='[["mean"], "normalize"]')
    p.add_argument("--cased", action="store_true")
    p.add_argument("--longest", type=int, default=12)
    p.add_argument("--lower", action="store_true")
    p.add_argument("--prompt", default="")
    p.add_argument("--old", action="store_true")
    a = p.parse_args()
    os.makedirs(a.directory, exist_ok=True)
    torch.manual_seed(a.seed)
    states(a, AutoConfig.for_model(a.model_type, **json.loads(a.config)))
    if a.sentences:
        sentences(a)


if __name__ == "__main__":
    main()
