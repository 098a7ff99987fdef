#!/usr/bin/env python3
"""Fetches the packages of packages.sha256 with apt-get, checks their digests and writes their chapters as plain text.

usage: texts.py FOLDER    writes FOLDER/train/LANGUAGE/*.txt and FOLDER/held-out/LANGUAGE.txt

Needs Debian 12 (apt-get, dpkg-deb) and Python 3.11, nothing else. A paragraph that occurs twice is kept once, so what
translators left in English is counted as English, and nothing of the held-out chapters is trained on.
"""

import hashlib
import pathlib
import re
import subprocess
import sys
from html.parser import HTMLParser

HERE = pathlib.Path(__file__).parent
LANGUAGES = ["en", "ja", "de", "fr"]
HANDBOOK = {"en": "en-US", "ja": "ja-JP", "de": "de-DE", "fr": "fr-FR"}
# Never trained on: those whose text is printed beside zlib and xz, and those that other measurements of this project read.
HELD_OUT = ["debian-reference-ch07", "maint-guide-modify"]
EXCLUDED = ["debian-reference-ch02", "debian-reference-ch03", "debian-reference-ch08"]

BLOCKS = set("p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr pre blockquote br hr section article body".split())
SILENT = {"head", "script", "style", "nav", "footer"}
VOID = set("area base br col embed hr img input link meta source track wbr".split())
# Navigation and indexes.
SILENT_CLASSES = {"navheader", "navfooter", "docnav", "related", "sphinxsidebar", "footer", "toc", "headerlink", "indexterm"}


class Text(HTMLParser):
    """Paragraphs of a page: white space is one space, except in pre."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.paragraphs = []
        self.parts = []
        self.open = []  # of each open element: its tag, whether what it holds is read
        self.pre = 0

    def reads(self):
        return all(read for _, read in self.open)

    def flush(self):
        text = "".join(self.parts)
        text = text.strip("\n") if self.pre else re.sub(r"\s+", " ", text).strip()
        if text.strip():
            self.paragraphs.append(text)
        self.parts = []

    def handle_starttag(self, tag, attributes):
        if tag in BLOCKS:
            self.flush()
        if tag in VOID:
            return
        classes = set((dict(attributes).get("class") or "").split())
        self.open.append((tag, tag not in SILENT and not classes & SILENT_CLASSES))
        self.pre += tag == "pre"

    def handle_startendtag(self, tag, attributes):
        if tag in BLOCKS:
            self.flush()

    def handle_endtag(self, tag):
        if tag not in [name for name, _ in self.open]:
            return
        if tag in BLOCKS:
            self.flush()
        while True:
            name, _ = self.open.pop()
            self.pre -= name == "pre"
            if name == tag:
                return

    def handle_data(self, data):
        if self.reads():
            self.parts.append(data)


def paragraphs(page):
    parser = Text()
    parser.feed(page.read_text(encoding="utf-8"))
    parser.close()
    parser.flush()
    return parser.paragraphs


def pages(root, language):
    """Name and page of each chapter."""
    suffix = "" if language == "en" else "-" + language
    folders = [
        ("debian-reference", root / "usr/share/debian-reference", f"*.{language}.html"),
        ("developers-reference", root / "usr/share/developers-reference" / ("" if language == "en" else language), "*.html"),
        ("maint-guide", root / f"usr/share/doc/maint-guide{suffix}/html", f"*.{language}.html"),
        ("handbook", root / "usr/share/doc/debian-handbook/html" / HANDBOOK[language], "*.html"),
    ]
    for book, folder, pattern in folders:
        for page in sorted(folder.glob(pattern)):
            if page.name.split(".")[0] not in ("index", "search", "genindex", "developers-reference"):
                yield f"{book}-{re.sub(r'([.](en|ja|de|fr))?[.]html$', '', page.name)}", page


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / "root"
    for line in (HERE / "packages.sha256").read_text().splitlines():
        digest, name = line.split()
        package = folder / name
        if not package.exists():
            subprocess.run(["apt-get", "download", "=".join(name.split("_")[:2])], cwd=folder, check=True)
        if hashlib.sha256(package.read_bytes()).hexdigest() != digest:
            sys.exit(f"{package} has not the digest that packages.sha256 names: another version of the text")
        subprocess.run(["dpkg-deb", "-x", package, root], check=True)
    return root


def main():
    out = pathlib.Path(sys.argv[1])
    root = fetch(out / "packages")
    texts = {(language, name): paragraphs(page) for language in LANGUAGES for name, page in pages(root, language)}
    # Held-out chapters first: their paragraphs are gone from the rest.
    order = sorted(texts, key=lambda key: (key[1] not in HELD_OUT, LANGUAGES.index(key[0]), key[1]))
    seen = set()
    held_out = {language: [] for language in LANGUAGES}
    for language, name in order:
        kept = []
        for paragraph in texts[language, name]:
            if len(paragraph) < 40 or paragraph not in seen:
                kept.append(paragraph)
                seen.add(paragraph)
        if name in HELD_OUT:
            held_out[language] += kept
        elif name not in EXCLUDED and sum(map(len, kept)) > 200:
            write(out / "train" / language / (name + ".txt"), kept)
    for language, kept in held_out.items():
        write(out / "held-out" / (language + ".txt"), kept)
    total = hashlib.sha256()
    for file in sorted((out / "train").rglob("*.txt")) + sorted((out / "held-out").glob("*.txt")):
        total.update(file.read_bytes())
    for language in LANGUAGES:
        size = sum(f.stat().st_size for f in (out / "train" / language).glob("*.txt"))
        print(f"{language}: {size} bytes to train on, {(out / 'held-out' / (language + '.txt')).stat().st_size} held out")
    print("sha256 of all texts in order:", total.hexdigest())


def write(file, paragraphs):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(paragraphs) + "\n", encoding="utf-8", newline="\n")


main()
