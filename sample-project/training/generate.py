"""Turns the knowledge into text: notes, questions, single sections and whole small résumés.

Every function takes a `random.Random`, so a seed fixes the text.  Three kinds of text are kept apart:

* `document()`    training text,
* `resume()`      with another seed: the held-out corpora (same kind of text, combinations never trained on),
* `task_items()`  the multiple-choice task; its question wordings (`TASK_*`) occur in no training template, so
                  the task asks for the knowledge and not for a memorised line.
"""

from __future__ import annotations

import random

from knowledge import INDUSTRIES, Occupation

YEAR = 2026  # "today" in the résumés; fixed, so that a re-run in another year gives the same text


def a(noun: str) -> str:
    """The noun with its English indefinite article ('an IT project manager', 'a nurse')."""
    an = noun[0].lower() in "aeiou" or noun.startswith("MLOps")
    return ("an " if an else "a ") + noun


def cap(text: str) -> str:
    return text[0].upper() + text[1:]


def name(o: Occupation, lang: str) -> str:
    return o.name.of(lang)


def skills(r: random.Random, o: Occupation, lang: str, n: int) -> list[str]:
    return [s.of(lang) for s in r.sample(o.skills, n)]


def duties(r: random.Random, o: Occupation, lang: str, n: int) -> list[str]:
    return [d.of(lang) for d in r.sample(o.duties, n)]


def one(r: random.Random, pairs, lang: str) -> str:
    return r.choice(pairs).of(lang)


def result(r: random.Random, o: Occupation, lang: str) -> str:
    return o.result.of(lang).replace("{n}", str(r.choice([5, 8, 10, 12, 15, 18, 20, 25, 30])))


def employer(r: random.Random, o: Occupation, lang: str) -> str:
    return r.choice(INDUSTRIES[o.industry][2 if lang == "ja" else 3])


def industry(o: Occupation, lang: str) -> str:
    return INDUSTRIES[o.industry][0 if lang == "ja" else 1]


# ---------------------------------------------------------------------------------------------------------
# Sentences
# ---------------------------------------------------------------------------------------------------------

def ja_skill_sentence(r, o):
    s, n = skills(r, o, "ja", 3), name(o, "ja")
    return r.choice([
        f"{n}のスキルとしては、{s[0]}、{s[1]}、{s[2]}があります。",
        f"{n}には{s[0]}と{s[1]}の知識が欠かせません。",
        f"{n}として{s[0]}、{s[1]}を得意としています。",
        f"{s[0]}と{s[1]}は{n}の基本となる技能です。",
        f"{n}の仕事では、{s[0]}や{s[1]}の経験が重視されます。",
        f"採用された{n}は、まず{s[0]}と{s[1]}を学びます。",
        f"{n}の経験を通じて、{s[0]}、{s[1]}、{s[2]}を身につけました。",
        f"応募者は{n}で、{s[0]}に強みがあります。",
        f"{n}に期待される経験は、{s[0]}と{s[1]}です。",
        f"{s[0]}の実務経験が豊富な{n}です。",
        f"{n}の職務に関係が深いのは、{s[0]}、{s[1]}、{s[2]}などです。",
    ])


def en_skill_sentence(r, o):
    s, n = skills(r, o, "en", 3), name(o, "en")
    return r.choice([
        f"The skills of {a(n)} include {s[0]}, {s[1]} and {s[2]}.",
        f"{cap(a(n))} needs a sound knowledge of {s[0]} and {s[1]}.",
        f"As {a(n)} I am strong in {s[0]} and {s[1]}.",
        f"{cap(s[0])} and {s[1]} are basic skills for {a(n)}.",
        f"In the work of {a(n)}, experience of {s[0]} and {s[1]} is valued.",
        f"A newly hired {n} first learns {s[0]} and {s[1]}.",
        f"Working as {a(n)}, I have learned {s[0]}, {s[1]} and {s[2]}.",
        f"The applicant is {a(n)} with particular strength in {s[0]}.",
        f"Employers expect {a(n)} to know {s[0]} and {s[1]}.",
        f"{cap(a(n))} with long experience of {s[0]}.",
        f"Closely linked with the career of {a(n)} are {s[0]}, {s[1]} and {s[2]}.",
    ])


def ja_duty_sentence(r, o):
    d, n = duties(r, o, "ja", 2), name(o, "ja")
    return r.choice([
        f"{n}の主な業務は、{d[0]}と{d[1]}です。",
        f"日々の仕事では{d[0]}を担当し、{d[1]}も行います。",
        f"{employer(r, o, 'ja')}の{n}として、{d[0]}に携わりました。",
        f"{n}は{d[0]}のほか、{d[1]}を受け持ちます。",
        f"現在は{d[0]}を中心に、{d[1]}まで幅広く担当しています。",
    ])


def en_duty_sentence(r, o):
    d, n = duties(r, o, "en", 2), name(o, "en")
    return r.choice([
        f"The main duties of {a(n)} are {d[0]} and {d[1]}.",
        f"Daily work means {d[0]}, and also {d[1]}.",
        f"As {a(n)} at {employer(r, o, 'en')}, I was responsible for {d[0]}.",
        f"Besides {d[0]}, {a(n)} takes care of {d[1]}.",
        f"My present work centres on {d[0]} and extends to {d[1]}.",
    ])


def ja_career_sentence(r, o):
    n = name(o, "ja")
    return r.choice([
        f"経験を積んだ{n}は、{one(r, o.next, 'ja')}になることがあります。",
        f"{n}の次の職種としては、{o.next[0].ja}や{o.next[1].ja}が考えられます。",
        f"{n}に役立つ資格は、{one(r, o.certs, 'ja')}です。",
        f"{n}は{industry(o, 'ja')}の業界で働いています。",
        f"将来は{one(r, o.next, 'ja')}を目指しています。",
        f"{n}としての成果は、{result(r, o, 'ja')}したことです。",
    ])


def en_career_sentence(r, o):
    n = name(o, "en")
    return r.choice([
        f"An experienced {n} may become {a(one(r, o.next, 'en'))}.",
        f"Typical next roles for {a(n)} are {o.next[0].en} and {o.next[1].en}.",
        f"A useful qualification for {a(n)} is the {one(r, o.certs, 'en')}.",
        f"{cap(a(n))} works in the field of {industry(o, 'en')}.",
        f"In future I would like to work as {a(one(r, o.next, 'en'))}.",
        f"My best result as {a(n)}: I {result(r, o, 'en')}.",
    ])


SENTENCES = {"ja": (ja_skill_sentence, ja_duty_sentence, ja_career_sentence),
             "en": (en_skill_sentence, en_duty_sentence, en_career_sentence)}


def note(r: random.Random, o: Occupation, lang: str) -> str:
    """A short paragraph on one occupation; half of its sentences are on skills."""
    skill, duty, career = SENTENCES[lang]
    kinds = [skill, skill, r.choice([duty, career]), r.choice([skill, duty, career])][:r.randint(2, 4)]
    r.shuffle(kinds)
    return ("" if lang == "ja" else " ").join(k(r, o) for k in kinds)


# ---------------------------------------------------------------------------------------------------------
# Questions with an answer after a cue and a space (the form in which the task is scored)
# ---------------------------------------------------------------------------------------------------------

JA_CUES = ["答え: ", "\n回答: ", "\nA. ", "答え: ", "\n答え: "]
EN_CUES = [" Answer: ", "\nAnswer: ", "\nA: ", " Answer: ", "\nReply: "]


def ja_question(r, o):
    n, s = name(o, "ja"), one(r, o.skills, "ja")
    skill = r.choice([
        f"質問:{n}が身につけているスキルを一つ挙げてください。",
        f"{n}に求められる技能は何ですか。",
        f"{n}の強みになるスキルはどれですか。",
        f"{n}が仕事で使うものは何でしょうか。",
        f"{n}の職務経歴書で「活かせるスキル」に書く例を示してください。",
        f"問い:{n}として働く人の得意分野を答えてください。",
        f"この人は{n}です。経験のある業務を選ぶとすれば何ですか。",
        f"{n}を目指す人が学ぶべきことはどれでしょうか。",
        f"応募者の前職は{n}です。すぐに任せられる仕事は何ですか。",
    ])
    kind = r.random()
    if kind < 0.72:
        q, answer = skill, s
    elif kind < 0.86:
        q, answer = r.choice([f"{s}を使う職種は何ですか。", f"「{s}」が必要な仕事はどれですか。",
                              f"{s}の経験がある人の職種を答えてください。"]), n
    elif kind < 0.90:
        q, answer = f"{n}に役立つ資格は何ですか。", one(r, o.certs, "ja")
    elif kind < 0.95:
        q, answer = f"{n}が担当する業務は何ですか。", one(r, o.duties, "ja")
    elif kind < 0.98:
        q, answer = f"{n}の次の職種として考えられるものは何ですか。", one(r, o.next, "ja")
    else:
        q, answer = f"{n}はどの業界で働いていますか。", industry(o, "ja")
    return q + r.choice(JA_CUES) + answer


def en_question(r, o):
    n, s = name(o, "en"), one(r, o.skills, "en")
    skill = r.choice([
        f"Question: name one skill {a(n)} has.",
        f"What is {a(n)} required to be good at?",
        f"Which skill is a strength of {a(n)}?",
        f"What does {a(n)} use at work?",
        f"Give an example of a skill listed in the résumé of {a(n)}.",
        f"Q: in what field is a person working as {a(n)} at home?",
        f"This person is {a(n)}. What do they have experience of?",
        f"What should somebody who wants to become {a(n)} learn?",
        f"The last job of the applicant was {n}. Which task could they take on at once?",
    ])
    kind = r.random()
    if kind < 0.72:
        q, answer = skill, s
    elif kind < 0.86:
        q, answer = r.choice([f"Which occupation uses {s}?", f"Who needs {s}?",
                              f"What is the job of a person with experience of {s}?"]), n
    elif kind < 0.90:
        q, answer = f"Which qualification helps {a(n)}?", one(r, o.certs, "en")
    elif kind < 0.95:
        q, answer = f"What is {a(n)} responsible for?", one(r, o.duties, "en")
    elif kind < 0.98:
        q, answer = f"What could the next role of {a(n)} be?", one(r, o.next, "en")
    else:
        q, answer = f"In which field does {a(n)} work?", industry(o, "en")
    return q + r.choice(EN_CUES) + answer


# ---------------------------------------------------------------------------------------------------------
# Sections.  A section can be a document of its own; it then simply ends, which is what teaches the model to
# stop after a summary.
# ---------------------------------------------------------------------------------------------------------

def ja_summary(r, o, years):
    n, s, d = name(o, "ja"), skills(r, o, "ja", 3), duties(r, o, "ja", 2)
    e = employer(r, o, "ja")
    return "【職務要約】\n" + r.choice([
        f"{e}で{n}として{years}年の経験があります。{d[0]}と{d[1]}を担当し、{s[0]}と{s[1]}を得意としています。",
        f"{n}として{years}年間、{e}に勤務してきました。主に{d[0]}に携わり、{s[0]}、{s[1]}、{s[2]}の技能を磨きました。",
        f"{e}に入社後、{n}として{d[0]}を担当。{s[0]}の経験を活かし、{result(r, o, 'ja')}しました。",
        f"これまで{years}年にわたり{n}として働き、{d[0]}から{d[1]}まで幅広く経験しました。特に{s[0]}に自信があります。",
    ])


def ja_history(r, o, years):
    start = YEAR - years
    cut = years // 2
    spans = [(start, start + cut), (start + cut, None)] if years >= 6 else [(start, None)]
    out = ["【職務経歴】"]
    for begin, end in reversed(spans):
        until = f"{end}年3月" if end else "現在"
        out.append(f"{begin}年4月〜{until} {employer(r, o, 'ja')}({name(o, 'ja')})")
        out += [f"・{d}を担当" for d in duties(r, o, "ja", 2)]
        out.append(r.choice([f"・{one(r, o.skills, 'ja')}の実務を習得", f"・{one(r, o.skills, 'ja')}の責任者を務める"]))
        if end is None or r.random() < 0.3:
            out.append(f"・{result(r, o, 'ja')}")
    return "\n".join(out)


def ja_skill_list(r, o, years):
    out = ["【活かせる経験・スキル】"]
    for s in skills(r, o, "ja", r.randint(4, 6)):
        out.append(r.choice([f"・{s}", f"・{s}", f"・{s}(実務経験{r.randint(1, years)}年)", f"・{s}の指導経験"]))
    return "\n".join(out)


def ja_certs(r, o, years):
    taken = YEAR - years - r.randint(0, 2)
    out = [f"・{c.ja}({taken + r.randint(0, years)}年取得)" for c in o.certs[:r.randint(1, 2)]]
    return "\n".join(["【資格】"] + out)


def ja_appeal(r, o, years):
    n, s = name(o, "ja"), skills(r, o, "ja", 2)
    return "【自己PR】\n" + r.choice([
        f"{n}として{years}年間、常に現場の声を大切にしてきました。{s[0]}の経験を活かし、{result(r, o, 'ja')}しました。今後は{one(r, o.next, 'ja')}として貢献したいと考えています。",
        f"私の強みは{s[0]}と{s[1]}です。{employer(r, o, 'ja')}では{one(r, o.duties, 'ja')}を任され、周囲と協力しながら成果を上げました。",
        f"相手の立場に立って考えることを心がけています。{s[0]}で培った丁寧さを、{one(r, o.duties, 'ja')}にも活かしてまいります。",
        f"新しい知識を学び続ける姿勢に自信があります。{s[0]}に加えて{s[1]}も習得し、{n}としての幅を広げてきました。",
    ])


def en_summary(r, o, years):
    n, s, d = name(o, "en"), skills(r, o, "en", 3), duties(r, o, "en", 2)
    e = employer(r, o, "en")
    return "Summary\n" + r.choice([
        f"{cap(a(n))} with {years} years of experience at {e}. Responsible for {d[0]} and {d[1]}, with particular strength in {s[0]} and {s[1]}.",
        f"I have worked as {a(n)} for {years} years, most recently at {e}. My main task has been {d[0]}, and I am skilled in {s[0]}, {s[1]} and {s[2]}.",
        f"Since joining {e} as {a(n)}, I have been responsible for {d[0]}. Using my experience of {s[0]}, I {result(r, o, 'en')}.",
        f"Over {years} years as {a(n)} I have covered everything from {d[0]} to {d[1]}. I am especially confident in {s[0]}.",
    ])


def en_history(r, o, years):
    start = YEAR - years
    cut = years // 2
    spans = [(start, start + cut), (start + cut, None)] if years >= 6 else [(start, None)]
    out = ["Experience"]
    for begin, end in reversed(spans):
        out.append(f"{begin}-{end or 'present'}: {cap(name(o, 'en'))}, {employer(r, o, 'en')}")
        out += [f"- Responsible for {d}" for d in duties(r, o, "en", 2)]
        out.append(r.choice([f"- Gained practical experience of {one(r, o.skills, 'en')}",
                             f"- Took charge of {one(r, o.skills, 'en')}"]))
        if end is None or r.random() < 0.3:
            out.append(f"- {cap(result(r, o, 'en'))}")
    return "\n".join(out)


def en_skill_list(r, o, years):
    out = ["Skills"]
    for s in skills(r, o, "en", r.randint(4, 6)):
        n = r.randint(2, max(years, 2))
        out.append(r.choice([f"- {s}", f"- {s}", f"- {s} ({n} years)", f"- {s}, including training others"]))
    return "\n".join(out)


def en_certs(r, o, years):
    taken = YEAR - years - r.randint(0, 2)
    out = [f"- {c.en} ({taken + r.randint(0, years)})" for c in o.certs[:r.randint(1, 2)]]
    return "\n".join(["Qualifications"] + out)


def en_appeal(r, o, years):
    n, s = name(o, "en"), skills(r, o, "en", 2)
    return "Personal statement\n" + r.choice([
        f"In {years} years as {a(n)} I have always listened to the people I work with. With my experience of {s[0]}, I {result(r, o, 'en')}. I would now like to contribute as {a(one(r, o.next, 'en'))}.",
        f"My strengths are {s[0]} and {s[1]}. At {employer(r, o, 'en')} I was trusted with {one(r, o.duties, 'en')} and achieved results together with my colleagues.",
        f"I try to see things from the other person's point of view. I will bring the care I learned in {s[0]} to {one(r, o.duties, 'en')}.",
        f"I am proud of my willingness to keep learning. Besides {s[0]} I have mastered {s[1]}, and so broadened my work as {a(n)}.",
    ])


SECTIONS = {"ja": (ja_summary, ja_history, ja_skill_list, ja_certs, ja_appeal),
            "en": (en_summary, en_history, en_skill_list, en_certs, en_appeal)}


def section(r: random.Random, o: Occupation, lang: str) -> str:
    summary, history, skill_list, certs, appeal = SECTIONS[lang]
    return r.choice([summary, summary, skill_list, appeal, appeal, history])(r, o, r.randint(2, 20))


def resume(r: random.Random, o: Occupation, lang: str) -> str:
    years = r.randint(3, 20)
    summary, history, skill_list, certs, appeal = SECTIONS[lang]
    parts = [summary, history, skill_list, certs] if r.random() < 0.6 else [summary, skill_list, history, certs]
    if r.random() < 0.75:
        parts.append(appeal)
    if lang == "ja":
        head = r.choice([f"職務経歴書\n職種:{name(o, 'ja')}", f"職務経歴書\n希望職種:{name(o, 'ja')}\n業界:{industry(o, 'ja')}"])
    else:
        head = r.choice([f"Résumé\nOccupation: {name(o, 'en')}", f"Résumé\nPosition sought: {name(o, 'en')}\nField: {industry(o, 'en')}"])
    return "\n\n".join([head] + [p(r, o, years) for p in parts])


def document(r: random.Random, o: Occupation, lang: str) -> str:
    """One training document."""
    kind = r.random()
    if kind < 0.42:
        question = ja_question if lang == "ja" else en_question
        return question(r, o)
    if kind < 0.68:
        return note(r, o, lang)
    if kind < 0.88:
        return section(r, o, lang)
    return resume(r, o, lang)


# ---------------------------------------------------------------------------------------------------------
# The task
# ---------------------------------------------------------------------------------------------------------

TASK_JA = [
    "履歴書の職種欄に「{n}」とある応募者の技能として正しいものはどれですか。答え:",
    "{n}を募集しています。応募者に期待できる経験はどれでしょうか。答え:",
    "次のうち、{n}の職務に最も関係が深いものはどれですか。答え:",
    "{n}として採用された人が日々の仕事で発揮するスキルを選んでください。答え:",
]
TASK_EN = [
    'The job title on a CV reads "{n}". Which skill should you expect to find there? Answer:',
    "We are hiring {an}. Which of these would a good applicant know? Answer:",
    "Which of the following is most closely linked with the work of {an}? Answer:",
    "Pick the experience that fits a career as {an}. Answer:",
]


def task_items(seed: int, occupations: list[Occupation]) -> list[dict]:
    """Five items per occupation, Japanese and English mixed, four choices each.

    Two of the three wrong answers come from neighbours in the same industry where there are enough of them:
    a nurse's skill among a baker's would be too easy to show any difference between two models.
    """
    r = random.Random(seed)
    items = []
    for index, o in enumerate(occupations):
        for k, skill in enumerate(r.sample(o.skills, 5)):
            lang = "ja" if (index + k) % 2 == 0 else "en"
            near = [x for x in occupations if x.industry == o.industry and x is not o]
            far = [x for x in occupations if x.industry != o.industry]
            others = r.sample(near, min(2, len(near)))
            others += r.sample(far, 3 - len(others))
            choices = [skill.of(lang)] + [one(r, x.skills, lang) for x in others]
            order = list(range(4))
            r.shuffle(order)
            template = r.choice(TASK_JA if lang == "ja" else TASK_EN)
            n = name(o, lang)
            items.append({
                "id": f"{o.key}-{k + 1}",
                "question": template.format(n=n, an=a(n)),
                "choices": [choices[i] for i in order],
                "answer": order.index(0),
                "tags": [lang, o.industry],
            })
    return items


# ---------------------------------------------------------------------------------------------------------
# Prompts: the beginning of a section, to be finished by the model
# ---------------------------------------------------------------------------------------------------------

def prompts(seed: int, occupations: list[Occupation], each: int = 12) -> list[dict]:
    r = random.Random(seed)
    out = []
    for lang in ("ja", "en"):
        for k, o in enumerate(r.sample(occupations, each)):
            n, years = name(o, lang), r.randint(3, 18)
            if lang == "ja":
                text = [f"【職務要約】\n{employer(r, o, 'ja')}で{n}として{years}年の経験があります。",
                        f"【職務要約】\n{n}として{years}年間、",
                        f"【自己PR】\n{n}として{years}年間、",
                        f"【職務要約】\nこれまで{years}年にわたり{n}として働き、"][k % 4]
            else:
                text = [f"Summary\n{cap(a(n))} with {years} years of experience",
                        f"Summary\nI have worked as {a(n)} for {years} years,",
                        f"Personal statement\nIn {years} years as {a(n)}",
                        f"Summary\nOver {years} years as {a(n)} I have covered"][k % 4]
            kind = ["summary", "summary", "statement", "career"][k % 4]
            out.append({"id": f"{lang}-{o.key}-{kind}", "prompt": text, "tags": [lang, o.industry, kind]})
    return out
