"""Renders templates with the reference implementations and writes golden.json beside this file.

    pip install transformers==5.24.0 jinja2==3.1.6
    python make.py

`chat` cases run in the environment that transformers compiles chat templates in, with its clock stopped; `task` cases in the
environment of lm_eval 0.4.13 (lm_eval/utils.py, rebuilt here since the package brings much else).
"""

import datetime
import json
import pathlib
import re

import jinja2
import transformers
import transformers.utils.chat_template_utils as chat_template_utils

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 1, 5, 9, 7, 3, 45678)


class StoppedClock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


chat_template_utils.datetime = StoppedClock

task_environment = jinja2.Environment(
    loader=jinja2.BaseLoader, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
)


def regex_replace(string, pattern, repl, count=0):
    return re.sub(pattern, repl, string, count=count)


task_environment.filters["regex_replace"] = regex_replace


def render(dialect, template, variables):
    """What the reference makes of a template: {"rendered": ...} or {"error": [type, message]}."""
    try:
        if dialect == "chat":
            compiled = chat_template_utils._compile_jinja_template(template)
        else:
            compiled = task_environment.from_string(template)
        return {"rendered": compiled.render(**json.loads(json.dumps(variables)))}
    except Exception as e:
        return {"error": [type(e).__name__, str(e)]}


# Variables that expressions are tried on.
VARIABLES = {
    "s": "Hello, World",
    "blank": " \t two words \n",
    "empty": "",
    "uni": "Größe: 看護師 😀 naïve",
    "quotes": "it's \"quoted\" \\ \n\t\u0001é\u200b",
    "lines": "a\nb\r\nc\n\nd\u2028e",
    "i": 42,
    "neg": -7,
    "zero": 0,
    "big": 123456789012345678901234567890,
    "f": 3.14159,
    "half": 2.5,
    "tiny": 1e-07,
    "huge": 1e22,
    "yes": True,
    "no": False,
    "nil": None,
    "l": [3, 1, 2],
    "words": ["pear", "Apple", "fig", "apple", "Fig"],
    "mixed": [1, "a", None, 2.5, True, [1, 2], {"k": "v"}],
    "none_list": [],
    "d": {"b": 1, "a": 2, "C": 3},
    "nested": {"x": {"y": [10, {"z": "deep"}]}, "items": "shadowed", "n": None},
    "none_dict": {},
    "people": [
        {"name": "Ann", "age": 30, "city": "Bern", "ok": True},
        {"name": "bob", "age": 25, "city": "bern", "ok": False},
        {"name": "Cyd", "age": 30, "city": "Aarau"},
    ],
    "html": "<b>a & b</b> 'q'",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": " Hi <there> "},
        {"role": "assistant", "content": "Hello!", "tool_calls": [{"function": {"name": "f", "arguments": {"x": 1, "y": [True, None]}}}]},
        {"role": "user", "content": [{"type": "text", "text": "part"}, {"type": "image"}]},
    ],
}

cases = []


def add(template, dialects=("chat",), variables=None):
    for dialect in dialects:
        case = {"dialect": dialect, "template": template}
        if variables is not None:
            case["variables"] = variables
        case.update(render(dialect, template, VARIABLES if variables is None else variables))
        cases.append(case)


def expressions(text, dialects=("chat",)):
    """One case for each line."""
    for line in text.strip().splitlines():
        add("{{ " + line.strip() + " }}", dialects)


BOTH = ("chat", "task")

exec((HERE / "cases.py").read_text(encoding="utf-8"))

if __name__ == "__main__":
    with open(HERE / "golden.json", "w", encoding="utf-8") as out:
        head = {"reference": f"transformers {transformers.__version__}, jinja2 {jinja2.__version__}", "now": NOW.isoformat(), "variables": VARIABLES}
        out.write(json.dumps(head, ensure_ascii=True)[:-1] + ', "cases": [\n')
        out.write(",\n".join(json.dumps(case, ensure_ascii=True) for case in cases))
        out.write("\n]}\n")
    print(len(cases), "cases,", sum("error" in c for c in cases), "of them errors")
