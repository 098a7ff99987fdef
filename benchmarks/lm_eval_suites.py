"""Whole runs of choice tasks, beside lm-evaluation-harness on the same model, items and type.

    lm_eval_suites.py MODEL_DIR TASKS_DIR CLASSPATH [SUITE [PART [BATCH_SIZES]]]

SUITE is few-shot or zero-shot, PART the share of its items (1), BATCH_SIZES what the reference tries on a few items of
each task before it runs with the best (1,2,4,8,16). Both run a baseline and its int4-g64 candidate, load included, each
in a process of its own. Counted operations: tokens and rows of the output matrix that each computes, times what the
model costs for each.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SUITES = {
    "few-shot": [
        ("assay_mmlu_college_computer_science", 13),
        ("assay_mmlu_high_school_macroeconomics", 12),
        ("assay_mmlu_high_school_physics", 13),
        ("assay_mmlu_high_school_psychology", 12),
        ("assay_arc_challenge_25shot", 16),
        ("assay_jcommonsenseqa_3shot", 50),
    ],
    "zero-shot": [("assay_arc_challenge", 200), ("assay_commonsenseqa", 200), ("assay_jcommonsenseqa", 200)],
}
TREATMENT = "quantize(bits=4, group=64)"


def task_files(tasks):
    import re

    files = {}
    for file in sorted(Path(tasks).rglob("*.yaml")):
        for name in re.findall(r'(?m)^"?task"?: "?(\w+)"?$', file.read_text()):
            files[name] = str(file.resolve())
    return files


def quantized(model):
    """The treatment of the candidate: 4 bits, groups of 64, asymmetric, attention and MLP matrices alone."""
    import torch

    with torch.inference_mode():
        for name, w in model.named_parameters():
            if w.dim() != 2 or not any(part in name for part in ("self_attn", "mlp")):
                continue
            x = w.reshape(w.size(0), -1, 64)
            low, high = x.amin(2, True).clamp(max=0), x.amax(2, True).clamp(min=0)
            s = (high - low) / 15
            s[s == 0] = 1
            z = torch.round(-low / s)
            w.copy_((((torch.round(x / s) + z).clamp(0, 15) - z) * s).reshape(w.shape))
    return model


def reference(model_dir, tasks, suite, part, out, batch, candidate):
    import lm_eval
    import torch
    import transformers
    from lm_eval.models.huggingface import HFLM
    from lm_eval.tasks import TaskManager

    torch.set_num_threads(os.cpu_count())
    model = transformers.AutoModelForCausalLM.from_pretrained(model_dir, dtype=torch.float32)
    if candidate:
        model = quantized(model)
    tokenizer = transformers.AutoTokenizer.from_pretrained(model_dir)
    answers, counts = {}, {}
    for task, items in SUITES[suite]:
        items = math.ceil(items * part)
        lm = HFLM(pretrained=model, tokenizer=tokenizer, batch_size=batch.get(task, 1), device="cpu")
        count = {"tokens": 0, "rows": 0}
        plain = lm._model_call

        def counted(inputs, *args, _plain=plain, _count=count, **kw):
            _count["tokens"] += inputs.numel()
            _count["rows"] += inputs.numel()
            return _plain(inputs, *args, **kw)

        lm._model_call = counted
        begin = time.time()
        result = lm_eval.simple_evaluate(
            model=lm, tasks=[task], samples={task: list(range(items))}, log_samples=True,
            task_manager=TaskManager(include_path=tasks, include_defaults=False), bootstrap_iters=0, verbosity="ERROR")
        count["seconds"] = time.time() - begin
        counts[task] = count
        for sample in result["samples"][task]:
            for j, response in enumerate(sample["filtered_resps"]):
                answers[f"{task} {sample['doc'].get('id', sample['doc_id'])}/{j}"] = float(response[0])
    json.dump({"answers": answers, "counts": counts}, open(out, "w"))


def run(command, env=None, folder=None):
    """Seconds and peak GiB of a process."""
    begin = time.time()
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return time.time() - begin, usage.ru_maxrss / 2**20


def costs(model_dir):
    """Operations of a token in the body, and of a row of the output matrix."""
    config = json.loads((Path(model_dir) / "config.json").read_text())
    from safetensors import safe_open

    parameters = 0
    for file in Path(model_dir).glob("*.safetensors"):
        with safe_open(file, "pt") as f:
            for name in f.keys():
                if "embed_tokens" not in name and "lm_head" not in name:
                    parameters += math.prod(f.get_slice(name).get_shape())
    return 2 * parameters, 2 * config["vocab_size"] * config["hidden_size"]


def needed(sequences):
    """Distinct prefixes that are read and distinct rows of the output matrix, of (first scored, tokens)."""
    read, rows = set(), set()
    for first, tokens in sequences:
        prefix = 0
        for at, token in enumerate(tokens[:-1]):
            prefix = hash((prefix, token))
            read.add(prefix)
            if at + 1 >= first:
                rows.add(prefix)
    return len(read), len(rows)


def best_batches(model_dir, tasks, suite, sizes, folder):
    """Of each task the batch size that scores a few items fastest."""
    best = {}
    for size in sizes:
        out = folder / f"try{size}.json"
        run([sys.executable, str(Path(__file__).resolve()), "--reference", model_dir, tasks, suite, "0.06", str(out),
             json.dumps({task: size for task, _ in SUITES[suite]}), ""], REFERENCE_ENV, tasks)
        for task, count in json.load(open(out))["counts"].items():
            best.setdefault(task, []).append((count["seconds"], size))
    return {task: min(tries)[1] for task, tries in best.items()}


REFERENCE_ENV = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "17179869184", "HF_HUB_OFFLINE": "1",
                 "HF_DATASETS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}


def main(model_dir, tasks, classpath, suite="few-shot", part="1", sizes="1,2,4,8,16"):
    # The reference resolves data files against the folder it runs in.
    model_dir, tasks = str(Path(model_dir).resolve()), str(Path(tasks).resolve())
    folder = Path(tempfile.mkdtemp(prefix="assay-lm-eval-"))
    files = task_files(tasks)
    items = [{"file": files[task], "items": math.ceil(n * float(part))} for task, n in SUITES[suite]]
    (folder / "suite.json").write_text(json.dumps(items))
    ours = run(["java", "-cp", classpath, "org.modelassay.evaluation.SuiteRun", model_dir, TREATMENT,
                str(folder / "suite.json"), str(folder / "cache"), str(folder / "ours.json")])
    sizes = [int(size) for size in sizes.split(",")]
    batch = best_batches(model_dir, tasks, suite, sizes, folder) if len(sizes) > 1 else {
        task: sizes[0] for task, _ in SUITES[suite]}
    print(f"{Path(model_dir).name}, {suite} suite, {part} of its items; the reference's batch sizes: {batch}")
    theirs = []
    for which in ("baseline", "candidate"):
        out = folder / f"{which}.json"
        theirs.append(run([sys.executable, str(Path(__file__).resolve()), "--reference", model_dir, tasks, suite, part, str(out),
                           json.dumps(batch), which if which == "candidate" else ""], REFERENCE_ENV, tasks))
    own = json.load(open(folder / "ours.json"))
    record = json.load(open(folder / "cache" / "run.json"))
    seconds = {}
    for reading in record["readings"]:
        seconds[reading["dataSet"]] = seconds.get(reading["dataSet"], 0) + reading["seconds"]
    body, head = costs(model_dir)
    largest, total_theirs, total_ours = 0.0, 0.0, 0.0
    print(f"{'task':40}{'items':>6}{'tokens':>10}{'needed':>8}{'rows':>7}{'ops ratio':>10}{'time ratio':>11}")
    reference_runs = {w: json.load(open(folder / f"{w}.json")) for w in ("baseline", "candidate")}
    for task, n in SUITES[suite]:
        of = own[files[task]]
        read, rows = needed([(item[1], item[2]) for item in of["baseline"].values()])
        counts = [reference_runs[w]["counts"][task] for w in ("baseline", "candidate")]
        theirs_ops = counts[0]["tokens"] * body + counts[0]["rows"] * head
        ours_ops = read * body + rows * head
        total_theirs += theirs_ops
        total_ours += ours_ops
        for which in ("baseline", "candidate"):
            for choice, item in of[which].items():
                largest = max(largest, abs(item[0] - reference_runs[which]["answers"][f"{task} {choice}"]))
        time_ratio = sum(c["seconds"] for c in counts) / seconds[Path(files[task]).name]
        print(f"{task:40}{math.ceil(n * float(part)):6}{counts[0]['tokens']:10}{read:8}{rows:7}"
              f"{theirs_ops / ours_ops:10.1f}{time_ratio:11.1f}")
    wall = sum(t for t, _ in theirs)
    counted = total_theirs / total_ours
    print(f"wall time: ours {ours[0]:.1f} s for both models, reference {theirs[0][0]:.1f} + {theirs[1][0]:.1f} s:"
          f" ratio {wall / ours[0]:.2f}; by counted operations {counted:.2f}; share {wall / ours[0] / counted:.0%}")
    print(f"peak memory: ours {ours[1]:.2f} GiB, reference {max(m for _, m in theirs):.2f} GiB:"
          f" ratio {ours[1] / max(m for _, m in theirs):.2f}")
    print(f"largest difference of an option's log-likelihood: {largest:.1e} nats")


if __name__ == "__main__":
    if sys.argv[1] == "--reference":
        model_dir, tasks, suite, part, out, batch, candidate = sys.argv[2:]
        reference(model_dir, tasks, suite, float(part), out, json.loads(batch), candidate == "candidate")
    else:
        main(*sys.argv[1:])
