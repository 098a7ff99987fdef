"""What the reference makes of outputs: answers.json, a case a line.

Run with Python 3.11 and lm_eval 0.4.13: python make.py
Patterns are those of lm_eval's own task files and corners of Python's re; filters and exact_match are lm_eval's
own classes; f1 is SQuAD's as its task qasper has it.
"""

import json
import re
from types import SimpleNamespace

from lm_eval.api.metrics import exact_match_fn
from lm_eval.filters import build_filter_ensemble
from lm_eval.tasks.qasper.metrics import f1_abstractive

TEXTS = [
    "",
    " ",
    "\n",
    "The answer is 18.\n",
    "She sells 9 * 2 = $18 daily.\n#### 18",
    "#### -1,234.50\n\nQuestion: what\n#### 7",
    "The answer is (B).\nThe answer is (C)",
    "the answer is yes, no, Yes.",
    "答えは42です。答えは４２です。",
    "١٢٣ คำตอบคือ 5 และ",
    "Ответ — 12",
    "naïve café_ 9٣x",
    "नमस्ते दुनिया 1",
    "a\u00a0b\u2003c\x1cd\x85e\u200bf",
    "\\boxed{12} and {3} a{2}b",
    "line one\nline two\n",
    "line one\r\nline two",
    "[x] & y && z - ^ ] \\",
    "aaa 🙂🙂 bbb",
    "İstanbul ΣΑΣ ſ K straße",
    "foo-bar foo bar",
    "Final Answer: True and False",
    "A",
    "ab12ab12",
    "\x0b\x08\x07",
]

PATTERNS = [
    # of task files
    r"#### (\-?[0-9\.\,]+)",
    r"((?<=The answer is )(.*)(?=.)|(?<=the answer is )(.*)(?=.)|(?<=The answer: )(.*)(?=.)|(?<=The final answer: )(.*)(?=.))",
    r"(-?[$0-9.,]{2,})|(-?[0-9]+)",
    r"(-?[0-9]+([ .,][0-9.,]+)?)",
    r"(?<= )([\" \[\(<{}>\)\]]+)|([\" \[\(<{}>\)\]]+)",
    r"(?=(female|woman|man|male))",
    r"(?s).*#### ",
    r"([-0-9]+)",
    r"(\([A-Z]\))",
    r"(\b[ABCD]\b)",
    ",",
    " ",
    r"答えは(\-?[0-9\.\,]+)です。",
    r"คำตอบคือ (\-?[0-9\.\,]+)",
    r"Ответ — (\-?[0-9\.\,]+)",
    r"The answer is (\-?[0-9\.\,]+).",
    r"The final answer is ((-?[$0-9.,]{2,})|(-?[0-9]+))",
    r"\$",
    r"\.$",
    r"\b(?:The |the |An |A |The |a |an )",
    r"\b(True|False)\b",
    r"\b(Yes|No|yes|no)\b",
    r"\s+$",
    r"^\s*([A-D])",
    r"^\s+",
    # of what Python and Java write or mean differently
    r"\d+",
    r"\D+",
    r"[\d,]+",
    r"\w+",
    r"\W+",
    r"[\w-]+",
    r"[^\w]+",
    r"[\W_]+",
    r"[^\W\d]+",
    r"\s",
    r"\S+",
    r"[\S]+",
    r"[^\S\n]+",
    r"[^\s,]+",
    r"\b",
    r"\Bo",
    r"$",
    r"^",
    r"(?m)^",
    r"(?m)$",
    r"(?m)^line.*$",
    r"\Z",
    r"\Aline",
    r".",
    r"(?s).+",
    r"(?i)ſ|k|σας|i",
    r"(?i:THE) ANSWER|the (?i:ANSWER)",
    r"(?u)caf\w",
    r"\\boxed{(.*?)}",
    r"{(\d+)}",
    r"a{2}",
    r"a{,2}",
    r"a{1,}",
    r"x{}|b{,}c|a{b",
    r"a{2}?",
    r"[[x]]",
    r"[]x]+",
    r"[^]x]+",
    r"[&&y]+",
    r"[a-c&&[b]",
    r"[x^]",
    r"[\]\\-]",
    r"(?P<first_word>\w+)-(?P<second>\w+)",
    r"(?P<a_1>\w)(?P=a_1)",
    r"(ab)(\d)(2)\1\2",
    r"(a)(b)?",
    r"(x)?(y)?",
    r"x*",
    r"(?#a comment)ab",
    r"(?>a+)b|a++|b?+",
    r"\x41|\u7b54|\U0001F642",
    r"[\x41-\x43]",
    r"\v|\a|[\b]",
    r"\0|\101|[\102]",
    r"\.|\-|\ |\#|\_",
    r"(?<![0-9])\d\d(?!\d)",
    r"🙂+",
    r"[🙂b]+",
]

WRONG = [
    "(", ")", "[", "*a", "a**", r"\q", r"\z", r"\h", r"\R", r"\p{L}", r"(?<n>a)", r"(?P<n", r"(?P=n)", r"\1", "(a)\\2", "a\\", r"\x4", "a(?i)b", "[b-a]", r"\Q",
]

PIPELINES = [
    [["take_first", {}]],
    [["regex", {}], ["take_first", {}]],
    [["regex", {"regex_pattern": r"(-?[$0-9.,]{2,})|(-?[0-9]+)", "group_select": -1}], ["take_first", {}]],
    [["regex", {"regex_pattern": r"answer is (.*?)[.,]", "fallback": "[none]"}], ["take_first", {}]],
    [["regex", {"regex_pattern": r"(x)?(y)?"}], ["take_first", {}]],
    [["regex", {"regex_pattern": r"(?s)(.*)"}], ["take_first", {}]],
    [["remove_whitespace", {}], ["take_first", {}]],
    [["lowercase", {}], ["take_first", {}]],
    [["uppercase", {}], ["remove_whitespace", {}], ["take_first", {}]],
    [["lowercase", {}], ["regex", {"regex_pattern": r"\b(yes|no)\b"}], ["take_first_k", {"k": 1}]],
    [["regex", {"regex_pattern": r"\b([A-D])\b"}], ["map", {"mapping_dict": {"A": "first", "B": "second"}, "default_value": "other"}], ["take_first", {}]],
    # a take_first in the middle: what follows goes over its characters
    [["regex", {"regex_pattern": r"\b([A-D])\b"}], ["take_first", {}], ["map", {"mapping_dict": {"A": 0, "B": 1, "C": 2, "D": 3}, "default_value": -1}], ["take_first", {}]],
    [["take_first", {}], ["lowercase", {}], ["take_first", {}]],
    [["regex", {"regex_pattern": r"(\d+)"}], ["majority_vote", {}], ["take_first", {}]],
    [["majority_vote", {}]],
    [["take_first_k", {"k": 3}], ["regex", {"regex_pattern": r"(\d+)"}], ["majority_vote", {}], ["take_first", {}]],
]

OPTIONS = [
    {},
    {"ignore_case": True},
    {"ignore_punctuation": True},
    {"ignore_numbers": True},
    {"ignore_case": True, "ignore_punctuation": True, "ignore_numbers": True},
    {"ignore_case": True, "ignore_punctuation": False, "regexes_to_ignore": [",", "\\$", "(?s).*#### ", "\\.$"]},
    {"ignore_case": True, "regexes_to_ignore": ["A", "a"]},
    {"regexes_to_ignore": ["b", "ac"]},
    {"regexes_to_ignore": [r"\b(?:The |the |An |A |The |a |an )"]},
    {"regexes_to_ignore": [" "]},
]

ANSWERS = [
    ("18", ["18"]),
    ("18.", ["16 - 3 - 4 = <<16-3-4=9>>9 eggs.\n#### 18"]),
    ("$1,234", ["x #### 1234."]),
    ("1,234", ["1234"]),
    ("[invalid]", ["18"]),
    ("Paris", ["paris"]),
    ("Paris!", ["Paris"]),
    ("Paris 2", ["Paris "]),
    ("paris", ["London", "Paris", "PARIS"]),
    ("abc", ["c"]),
    ("Abc", ["bc"]),
    ("", [""]),
    ("", ["!"]),
    (" 18 ", ["18"]),
    ("ΣΑΣ", ["σας"]),
    ("STRASSE", ["straße"]),
    ("答えは「42」", ["答えは42"]),
    ("“quoted”", ["quoted"]),
    ("٤٢", ["42"]),
    ("the cat", ["cat", "dog"]),
    ("a\nb", ["a b"]),
]

WORDS = [
    ("the cat sat", "A cat sat down"),
    ("", "x"),
    ("cat cat cat", "cat dog"),
    ("Eiffel Tower, Paris", "the Eiffel tower"),
    ("18", "18."),
    ("don't", "dont"),
    ("no shared", "words here"),
    ("theory of an anthem", "theory anthem of"),
    ("a-b c", "ab c"),
    ("東京 タワー", "東京タワー"),
    ("x\u00a0y", "x y"),
    ("1,000 men", "1000 men"),
]


def found(pattern, text):
    return [list(f) if isinstance(f, tuple) else [f] for f in re.findall(pattern, text)]


def lines(name, cases):
    return json.dumps(name) + ": [\n" + ",\n".join(json.dumps(c, ensure_ascii=True) for c in cases) + "\n]"


patterns = [
    {"pattern": p, "found": [found(p, t) for t in TEXTS], "removed": [re.sub(p, "", t) for t in TEXTS]} for p in PATTERNS
]
wrong = []
for p in WRONG:
    try:
        re.compile(p)
        raise SystemExit(p + " is right")
    except re.error as e:
        wrong.append({"pattern": p, "error": str(e)})

filters = []
for pipeline in PIPELINES:
    ensemble = build_filter_ensemble("p", pipeline)
    k = 4 if any(f[0] in ("majority_vote", "take_first_k") and f[1] != {"k": 1} for f in pipeline) else 1
    groups = [TEXTS[i : i + k] for i in range(0, len(TEXTS) - k + 1)]
    if k == 4:
        groups += [["1", "2", "2", "1"], ["3", "2", "2", "3"], ["5", "no", "no", "5"], ["1", "1", "2", "2"]]
    for responses in groups:
        instance = SimpleNamespace(resps=responses, doc={}, filtered_resps={})
        try:
            ensemble.apply([instance])
        except IndexError:
            continue  # nothing to take
        result = instance.filtered_resps["p"]
        answer = result[0] if isinstance(result, list) else result
        filters.append({"filter": [{"function": f, **a} for f, a in pipeline], "responses": responses, "answer": str(answer)})

matches = []
for options in OPTIONS:
    for prediction, references in ANSWERS:
        score = exact_match_fn(predictions=[prediction] * len(references), references=references, **options)["exact_match"]
        matches.append({"options": options, "answer": prediction, "references": references, "right": bool(score > 0)})

words = [{"answer": a, "reference": r, "f1": float(f1_abstractive([a], [r]))} for a, r in WORDS]

with open("answers.json", "w") as file:
    file.write(
        "{\n"
        + ",\n".join(
            [
                lines("texts", TEXTS),
                lines("patterns", patterns),
                lines("wrong_patterns", wrong),
                lines("filters", filters),
                lines("exact_match", matches),
                lines("f1", words),
            ]
        )
        + "\n}\n"
    )
