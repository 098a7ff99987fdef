"""Makes golden/ of tasks/ with lm_eval 0.4.13, datasets 5.2.0 and, of tasks/corners and hub, the data.

Run here: python make.py
"""
import csv
import json
import os
import pathlib

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from lm_eval.tasks import TaskManager

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "tasks/corners/data"
HUB = HERE / "hub"
WORDS = "amber birch cedar delta ember flint grove heron inlet jetty kelp larch marsh north otter pearl quartz river stone tide".split()


def document(i):
    a, b, c = (WORDS[(i * k + k) % 20] for k in (1, 3, 7))
    return {
        "id": f"d{i}",
        "question": f"Which follows {a}?",
        "choices": {"text": [a + "s", b + "y", c + " é"], "label": ["A", "B", "C"]},
        "answerKey": "ABC"[i * 5 % 3],
        "score": i / 4,
        "count": None if i % 4 == 3 else i * 11,
        "long": i % 2 == 0,
    }


def lines(name, rows):
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


def write_data():
    rows = [document(i) for i in range(52)]
    lines("pool.jsonl", rows[:40])
    lines("eval.jsonl", rows[40:48])
    # The third stands twice: a draw may have to be repeated.
    lines("same.jsonl", rows[:3] + rows[2:5])
    lines("shards/part-0.jsonl", rows[40:42])
    lines("shards/part-1.jsonl", rows[42:44])
    lines("shards/deep/part-2.jsonl", rows[44:45])
    (DATA / "array.json").write_text(json.dumps(rows[40:44], indent=1, ensure_ascii=False))
    (DATA / "field.json").write_text(json.dumps({"version": [1], "rows": rows[44:48]}, indent=1))
    with open(DATA / "flat.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["q", "a", "b", "label", "n", "missing", "x", "flag", "none", "mixed"])
        for i in range(40, 46):
            d = document(i)
            out.writerow([f'{d["question"]}\n"{i}", then', *d["choices"]["text"][:2], i % 2, i * 1000,
                          "" if i % 3 == 0 else i, i / 8, i % 2 == 0, "", ["NA", "None", "1", "t", "n/a", "2.50"][i - 40]])
    (DATA / "tabs.tsv").write_text("q\ta\tb\tlabel\nOne?\tx, y\tz\t0\n\nTwo?\tu\t\"v\tw\"\t1\n")
    pq.write_table(pa.Table.from_pylist(rows[40:46]), DATA / "rows.parquet", compression="zstd")

    resumes = [json.loads(r) for r in open(HERE.parents[4] / "sample-project/corpora/resumes-en.jsonl")][:6]
    lines("documents.jsonl", [{"text": r["text"]} for r in resumes])
    words = [(r["id"], r["text"].split(" "), n) for r in resumes for n in (8, 13, 29)]
    lines("next-words.jsonl", [{"id": f"{i}/{n}", "text": " ".join(w[:n]), "next": " " + w[n]} for i, w, n in words])

    card = HUB / "datasets--assay--card"
    commit = card / "snapshots/0123456789012345678901234567890123456789"
    (commit / "ARC-Easy").mkdir(parents=True, exist_ok=True)
    (card / "refs").mkdir(exist_ok=True)
    (card / "refs/main").write_text(commit.name)
    (commit / "README.md").write_text(
        "---\nlicense: mit\nconfigs:\n- config_name: ARC-Easy\n  data_files:\n  - split: train\n"
        "    path: ARC-Easy/train-*\n  - split: test\n    path: ARC-Easy/test-*\n"
        "- config_name: ARC-Hard\n  data_files: ARC-Easy/train-*\n---\n# A card\n")
    pq.write_table(pa.Table.from_pylist(rows[:30]), commit / "ARC-Easy/train-00000-of-00001.parquet")
    pq.write_table(pa.Table.from_pylist(rows[40:42]), commit / "ARC-Easy/test-00000-of-00002.parquet")
    pq.write_table(pa.Table.from_pylist(rows[42:44]), commit / "ARC-Easy/test-00001-of-00002.parquet")

    table = HUB / "datasets--assay--table/snapshots/3123456789012345678901234567890123456789"
    (table / "tables").mkdir(parents=True, exist_ok=True)
    refs = HUB / "datasets--assay--table/refs"
    refs.mkdir(exist_ok=True)
    (refs / "main").write_text(table.name)
    (table / "README.md").write_text(
        "---\nconfigs:\n- config_name: flat\n  data_files:\n  - split: test\n    path: [tables/*.csv]\n  sep: \";\"\n---\n")
    (table / "tables/one.csv").write_text("q;a;b;label\nOne?;x;y;0\nTwo?;u;v;1\n")

    shards = HUB / "datasets--assay--shards/snapshots/1123456789012345678901234567890123456789"
    (shards / "data").mkdir(parents=True, exist_ok=True)
    refs = HUB / "datasets--assay--shards/refs"
    refs.mkdir(exist_ok=True)
    (refs / "main").write_text(shards.name)
    pq.write_table(pa.Table.from_pylist(rows[:6]), shards / "data/validation-00000-of-00001-0123abcd.parquet")

    words = HUB / "datasets--assay--words/snapshots/2123456789012345678901234567890123456789"
    (words / "en").mkdir(parents=True, exist_ok=True)
    refs = HUB / "datasets--assay--words/refs"
    refs.mkdir(exist_ok=True)
    (refs / "main").write_text(words.name)
    for name, part in {"en/dev.jsonl": rows[:4], "en/my_test.jsonl": rows[40:43], "en/eval-2.jsonl": rows[43:45]}.items():
        (words / name).write_text("".join(json.dumps(r) + "\n" for r in part))


load = datasets.load_dataset


def load_cached(path, name=None, **kwargs):
    """What is in hub/ is read there, as it would be after a download."""
    folder = HUB / ("datasets--" + path.replace("/", "--"))
    if folder.is_dir():
        path = str(folder / "snapshots" / (folder / "refs/main").read_text())
    return load(path, name, **kwargs)


def golden():
    datasets.load_dataset = load_cached
    os.chdir(HERE / "tasks")
    manager = TaskManager(include_path=".", include_defaults=False)
    for name in manager.all_subtasks:
        task = manager.load([name])["tasks"][name]
        task.set_fewshot_seed(1234)
        task.build_all_requests(limit=None)
        requests = {}
        for request in task.instances:
            requests.setdefault(request.doc_id, []).append(request)
        items = []
        for _, choices in sorted(requests.items()):
            doc, n = choices[0].doc, range(len(choices))
            if task.OUTPUT_TYPE == "multiple_choice":
                # acc of a model that is sure of choice k alone
                gold = [k for k in n if task.process_results(doc, [(-float(j != k), False) for j in n])["acc"] == 1.0]
                item = {"context": choices[0].args[0], "continuations": [c.args[1] for c in choices], "gold": gold}
            elif task.OUTPUT_TYPE == "loglikelihood":
                item = {"context": choices[0].args[0], "continuations": [choices[0].args[1]], "gold": [0]}
            elif task.OUTPUT_TYPE == "loglikelihood_rolling":
                item = {"context": "", "continuations": [choices[0].args[0]], "gold": [0],
                        "words": task.count_words(choices[0].args[0])}
            else:
                target = task.doc_to_target(doc)
                if task.config.doc_to_choice is not None:
                    target = task.doc_to_choice(doc)[target]
                item = {"context": choices[0].args[0], "continuations": target if isinstance(target, list) else [str(target)],
                        "gold": [0], "kwargs": choices[0].args[1], "repeats": choices[0].repeats}
            items.append(item)
        with open(f"../golden/{name}.json", "w") as file:
            file.write("[\n" + ",\n".join(json.dumps(i, ensure_ascii=False) for i in items) + "\n]\n")


def scores():
    """What the sample's model makes of them."""
    from lm_eval import simple_evaluate
    from lm_eval.models.huggingface import HFLM

    os.chdir(HERE / "tasks")
    sample = str(HERE.parents[4] / "sample-project/models/resume")
    manager = TaskManager(include_path="corners", include_defaults=False)
    scores = {}
    # Of documents the reference scores the tokenizer's BOS behind its own, unless it is told not to.
    for task, bos in {"next_words": None, "documents": False}.items():
        model = HFLM(pretrained=sample, dtype="float32", device="cpu", add_bos_token=bos)
        run = simple_evaluate(model, tasks=[task], task_manager=manager, bootstrap_iters=0)
        results = run["results"][task].items()
        scores[task] = {k.removesuffix(",none"): v for k, v in results if k.endswith(",none") and "stderr" not in k}
        scores[task]["max_length"] = model.max_length
        scores[task]["items"] = [sample["filtered_resps"][0] for sample in run["samples"][task]]
    (HERE / "golden/scores.json").write_text(json.dumps(scores, indent=1) + "\n")


write_data()
golden()
scores()
