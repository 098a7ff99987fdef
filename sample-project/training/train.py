"""Makes everything in ../models, ../tasks, ../corpora and ../prompts from knowledge.py and a few seeds.

    python train.py                 all of it, about 20 minutes on two cores
    python train.py --steps 200     a quick, poor model, to see that the script runs
    python train.py --stage report  only the measurements on the models that are there (reference.json)

The order is fixed: texts first, then tokenizer, baseline, candidate, measurements.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

import evaluate
import generate
from knowledge import NEW_OCCUPATIONS, OCCUPATIONS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BASELINE = ROOT / "models" / "resume"
CANDIDATE = ROOT / "models" / "resume-next"

BOS, EOS = "<|begin|>", "<|end|>"
VOCABULARY = 3072
ROW = 512          # tokens in a training row, also the longest context of the model
BATCH = 4

SEEDS = {"texts": 11, "weights": 12, "next-texts": 21, "corpora": 31, "task": 41, "prompts": 51}


def write_lines(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


# --- texts ------------------------------------------------------------------------------------------------

def training_texts(seed: int, occupations, count: int) -> list[str]:
    """Every (occupation, language) equally often, in a new order each round."""
    r = random.Random(seed)
    cells = [(o, lang) for o in occupations for lang in ("ja", "en")]
    texts: list[str] = []
    while len(texts) < count:
        r.shuffle(cells)
        texts += [generate.document(r, o, lang) for o, lang in cells]
    return texts[:count]


def next_texts(count: int) -> list[str]:
    """The next quarter: a quarter of the documents are on the new occupations, the rest is a fresh draw."""
    fresh = training_texts(SEEDS["next-texts"], OCCUPATIONS, count * 3 // 4)
    new = training_texts(SEEDS["next-texts"] + 1, NEW_OCCUPATIONS, count - len(fresh))
    texts = fresh + new
    random.Random(SEEDS["next-texts"]).shuffle(texts)
    return texts


def held_out(lang: str, tok: Tokenizer, trained: set[str], count: int = 40) -> list[dict]:
    """Whole résumés of 120 to 400 tokens that are in no training text."""
    r = random.Random(SEEDS["corpora"] + (lang == "en"))
    chosen = r.sample(OCCUPATIONS, count)
    rows = []
    for o in chosen:
        while True:
            text = generate.resume(r, o, lang)
            if text not in trained and 120 <= len(tok.encode(text, add_special_tokens=False).ids) <= 400:
                break
        rows.append({"id": f"{lang}-{o.key}", "text": text, "tags": [lang, o.industry]})
    return rows


# --- tokenizer --------------------------------------------------------------------------------------------

def train_tokenizer(texts: list[str]) -> Tokenizer:
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[AddedToken(BOS, special=True), AddedToken(EOS, special=True)],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        # Template sentences repeat; without a limit whole phrases would become single tokens.
        max_token_length=18,
        show_progress=False,
    )
    tok.train_from_iterator(texts, trainer)
    tok.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A {BOS} $B", special_tokens=[(BOS, tok.token_to_id(BOS))])
    return tok


# --- model ------------------------------------------------------------------------------------------------

def new_model(tok: Tokenizer) -> LlamaForCausalLM:
    torch.manual_seed(SEEDS["weights"])
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=192, intermediate_size=512, num_hidden_layers=5,
        num_attention_heads=6, num_key_value_heads=2, head_dim=32, tie_word_embeddings=True,
        max_position_embeddings=ROW, rope_theta=10000.0, rms_norm_eps=1e-5, initializer_range=0.04,
        bos_token_id=tok.token_to_id(BOS), eos_token_id=tok.token_to_id(EOS), pad_token_id=None))


def packed(texts: list[str], tok: Tokenizer) -> torch.Tensor:
    """Rows of ROW tokens.  A row starts with a document; the one cut off at its end opens the next row."""
    bos, eos = tok.token_to_id(BOS), tok.token_to_id(EOS)
    rows, row = [], []
    for e in tok.encode_batch(texts, add_special_tokens=False):
        ids = [bos] + e.ids + [eos]
        row += ids
        if len(row) >= ROW:
            cut = len(row) > ROW
            rows.append(row[:ROW])
            row = list(ids) if cut and len(ids) < ROW else []
    return torch.tensor(rows, dtype=torch.long)


def train(model, rows: torch.Tensor, steps: int, peak: float, floor: float, warmup: int, label: str) -> dict:
    """Plain AdamW with a linear warm-up and a cosine decay; the rows are used in order, round after round."""
    decay = [p for p in model.parameters() if p.dim() >= 2]
    rest = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}],
                                  lr=peak, betas=(0.9, 0.95))
    model.train()
    started, smooth = time.time(), None
    for step in range(steps):
        where = step / max(1, steps)
        lr = peak * (step + 1) / warmup if step < warmup else floor + (peak - floor) * 0.5 * (1 + math.cos(math.pi * where))
        for g in optimizer.param_groups:
            g["lr"] = lr
        index = [(step * BATCH + b) % len(rows) for b in range(BATCH)]
        ids = rows[index]
        loss = model(input_ids=ids, labels=ids, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        smooth = loss.item() if smooth is None else 0.95 * smooth + 0.05 * loss.item()
        if step % 50 == 49 or step == steps - 1:
            print(f"{label} step {step + 1}/{steps} loss {smooth:.4f} lr {lr:.2e} {time.time() - started:.0f}s", flush=True)
    model.eval()
    return {"steps": steps, "loss": round(smooth, 4), "seconds": round(time.time() - started)}


def save(model, tok: Tokenizer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    out = LlamaForCausalLM(model.config)
    out.load_state_dict(model.state_dict())
    bos, eos = tok.token_to_id(BOS), tok.token_to_id(EOS)
    out.generation_config = GenerationConfig(bos_token_id=bos, eos_token_id=eos, do_sample=False)
    out.to(torch.bfloat16).save_pretrained(folder, safe_serialization=True)
    tok.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": BOS, "eos_token": EOS,
        "add_bos_token": True, "add_eos_token": False, "clean_up_tokenization_spaces": False,
        "model_max_length": ROW,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o644)   # safetensors are written readable by the owner only


# --- measurements -----------------------------------------------------------------------------------------

def report(history: dict) -> None:
    items = evaluate.read_lines(ROOT / "tasks" / "skill-of-occupation.jsonl")
    corpora = {n: evaluate.read_lines(ROOT / "corpora" / f"{n}.jsonl") for n in ("resumes-ja", "resumes-en")}
    asked = evaluate.read_lines(ROOT / "prompts" / "summaries.jsonl")
    model, tok = evaluate.load(BASELINE)
    scores = evaluate.run_task(model, tok, items)
    base = evaluate.picks(scores)

    variants = {"baseline": model, **{s: evaluate.quantised(model, s) for s in evaluate.SCHEMES},
                "resume-next": evaluate.load(CANDIDATE)[0]}
    table = {}
    for name, m in variants.items():
        picked = base if m is model else evaluate.picks(evaluate.run_task(m, tok, items))
        row = {"accuracy": round(evaluate.accuracy(picked, items), 4),
               "flips": sum(p != q for p, q in zip(picked, base)),
               "right_to_wrong": sum(q == i["answer"] != p for p, q, i in zip(picked, base, items)),
               "wrong_to_right": sum(p == i["answer"] != q for p, q, i in zip(picked, base, items))}
        for lang in ("ja", "en"):
            of = [(p, i) for p, i in zip(picked, items) if lang in i["tags"]]
            row[f"accuracy_{lang}"] = round(evaluate.accuracy([p for p, _ in of], [i for _, i in of]), 4)
        for corpus, documents in corpora.items():
            row[f"bits_per_byte_{corpus}"] = round(evaluate.bits_per_byte(m, tok, documents), 5)
        table[name] = row
        print(name, row, flush=True)

    nats = {}
    for corpus, documents in corpora.items():
        nats[corpus] = []
        for d in documents[:5]:
            total, count = evaluate.document_nats(model, tok, d["text"])
            nats[corpus].append({"id": d["id"], "nats": total, "tokens": count})
    reference = {
        "about": "bf16 weights in float32, Python transformers; task: sum of log p over ' ' + choice given "
                 "<|begin|> + question; documents: all tokens scored, <|begin|> in front, no <|end|>; greedy: at "
                 "most 64 new tokens, ends with <|end|> when reached",
        "versions": {"torch": torch.__version__, "transformers": __import__("transformers").__version__},
        "training": history,
        "items": len(items),
        "results": table,
        "task": [{"id": i["id"], "log_likelihoods": s} for i, s in zip(items[:40], scores)],
        "picks": base,
        "corpora": nats,
        "greedy": [{"id": p["id"], "ids": (ids := evaluate.greedy(model, tok, p["prompt"])),
                    "text": tok.decode(ids)} for p in asked[:6]],
    }
    (HERE / "reference.json").write_text(json.dumps(reference, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lengths = []
    for p in asked:
        ids = evaluate.greedy(model, tok, p["prompt"], 100)
        lengths.append(len(ids))
        print(f"--- {p['id']} ({len(ids)}): {p['prompt']}→{tok.decode(ids)}")
    print("greedy lengths", sorted(lengths))


def mark_critical(items: list[dict], model, tok: Tokenizer, count: int = 15) -> list[dict]:
    """Marks items that the release must not lose: about care of people or protection of data, and answered
    right today, also by the int8 copy."""
    first = evaluate.picks(evaluate.run_task(model, tok, items))
    second = evaluate.picks(evaluate.run_task(evaluate.quantised(model, "int8"), tok, items))
    safe = ("nurse", "pharmacist", "radiographer", "security", "electrician", "cabin", "caremanager", "legal", "truck")
    marked: dict[str, int] = {}
    for item, p, q in zip(items, first, second):
        occupation = item["id"].rsplit("-", 1)[0]
        if (occupation in safe and marked.get(occupation, 0) < 2 and sum(marked.values()) < count
                and p == q == item["answer"]):
            item["critical"] = True
            marked[occupation] = marked.get(occupation, 0) + 1
    return items


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=1350)
    parser.add_argument("--next-steps", type=int, default=120)
    parser.add_argument("--documents", type=int, default=36000)
    parser.add_argument("--stage", choices=["all", "next", "report"], default="all")
    args = parser.parse_args()
    torch.set_num_threads(2)
    print("seeds", SEEDS, flush=True)
    started = time.time()
    history_file = HERE / "history.json"
    history = json.loads(history_file.read_text()) if history_file.exists() else {}

    if args.stage == "all":
        texts = training_texts(SEEDS["texts"], OCCUPATIONS, args.documents)
        tok = train_tokenizer(texts[:20000])
        rows = packed(texts, tok)
        print(f"{len(texts)} documents, {rows.numel()} tokens, vocabulary {tok.get_vocab_size()}, {time.time() - started:.0f}s", flush=True)
        trained = set(texts) | set(next_texts(6000))
        for lang in ("ja", "en"):
            write_lines(ROOT / "corpora" / f"resumes-{lang}.jsonl", held_out(lang, tok, trained))
        write_lines(ROOT / "prompts" / "summaries.jsonl", generate.prompts(SEEDS["prompts"], OCCUPATIONS))
        model = new_model(tok)
        print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
        history["baseline"] = train(model, rows, args.steps, 3e-3, 1e-4, 60, "baseline")
        save(model, tok, BASELINE)
        saved, _ = evaluate.load(BASELINE)
        items = mark_critical(generate.task_items(SEEDS["task"], OCCUPATIONS), saved, tok)
        write_lines(ROOT / "tasks" / "skill-of-occupation.jsonl", items)

    if args.stage in ("all", "next"):
        model, tok = evaluate.load(BASELINE)   # from the saved weights, so that --stage next gives the same
        rows = packed(next_texts(6000), tok)
        history["resume-next"] = train(model, rows, args.next_steps, 1e-4, 1e-5, 10, "resume-next")
        save(model, tok, CANDIDATE)
        history_file.write_text(json.dumps(history, indent=1) + "\n")

    report(history)
    print(f"total {time.time() - started:.0f}s")


if __name__ == "__main__":
    main()
