#!/usr/bin/env python3
"""Makes the small tokenizers of this folder and what the reference libraries do with a few texts.

    make.py            writes beside itself

Needs tokenizers 0.23.3, sentencepiece 0.2.3. Random choices are seeded.
"""
import json
import pathlib
import random
import tempfile

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent

CORPUS = [
    "The nurse read 12 books in 2024, and the town paid $345.60 for them.",
    "She has taught at the school since 1998; before that she worked as a carpenter's helper.",
    "def total(x):\n    return x ** 2 + 10_000\n",
    "He doesn't know what they'll build: bridges, houses or roads?",
    "看護師に必要な技能は何ですか。町の人々は橋を作った。",
    "Die Brücke über den Fluss wurde 1875 gebaut; sie hält noch.",
    "SKILLS: Welding, Cutting, Drawing. LANGUAGES: French, Japanese.",
    "naïve café, señor, ångström, Ελλάδα, Москва, 1½ and x² + y³",
    "  two blanks, a\ttab and\n\n\nthree lines  ",
] * 3

WORDS = [
    "The", " nurse", "don't", "DON'T", " I'LL", "12", " 1234567", "x²", "½", " ", "  ", "\n", "\r\n", "\t", "看護師", "の技能",
    "é", "e\u0301", "か\u3099", "ﬁ", "İ", "👍🏽", "𠮷", "\u00a0", "\u3000", "\u200b", "▁", "▁a", "Ġ", "<", ">", "|", "<0x41>", "[UNK]",
    "...", "!?", "($x)", "`a`", " _b_", "Москва", "ß", "camelCase", "HTTPServer", " الله", "，", "。", "\u0000", "\u2028",
]


def texts(special):
    draw = random.Random(7)
    made = ["", " ", "  ", "a", " a", "\n", *CORPUS[:9], *WORDS, *special, *(f"a{s}b {s} c{s}" for s in special)]
    for _ in range(60):
        made.append("".join(draw.choice(WORDS + special) for _ in range(draw.randrange(2, 12))))
    return list(dict.fromkeys(made))


def golden(tokenizer, special):
    added = tokenizer.get_added_tokens_decoder()
    cases = []
    for text in texts(special):
        tokenizer.encode_special_tokens = False
        rendered = tokenizer.encode(text, add_special_tokens=False).ids
        tokenizer.encode_special_tokens = True
        data = tokenizer.encode(text, add_special_tokens=False).ids
        tokenizer.encode_special_tokens = False
        case = {"text": text, "rendered": rendered, "data": data}
        # Such a token decodes to its normalised text since 0.22, to its own in the version that DJL has.
        if not any(i in added and added[i].normalized for i in rendered):
            case["decoded"] = tokenizer.decode(rendered, skip_special_tokens=False)
        cases.append(case)
    return cases


def write(name, content):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as out:
        json.dump(content, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")


def save(name, tokenizer, special, plain=(), config=None):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write(f"{name}/tokenizer.json", json.loads(tokenizer.to_str()))
    if config is not None:
        write(f"{name}/tokenizer_config.json", config)
    write(f"{name}/golden.json", golden(tokenizer, list(special) + list(plain)))


def token(content, special, **flags):
    return AddedToken(content, special=special, normalized=flags.pop("normalized", False), **flags)


def byte_level():
    """As Llama 3: merging of bytes, pieces that are tokens stay whole; special tokens behind the vocabulary."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    split = Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
                  r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(split, "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.add_special_tokens([token("<|begin|>", True), token("<|end|>", True)])
    tokenizer.add_tokens([token("<tool>", False), token("  ", False)])
    tokenizer.add_special_tokens([token("<|last|>", True, lstrip=True, rstrip=True)])
    tokenizer.add_tokens([token("</tool>", False)])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=True),
        processors.TemplateProcessing(single="<|begin|> $A", pair="<|begin|> $A <|begin|> $B",
                                      special_tokens=[("<|begin|>", tokenizer.token_to_id("<|begin|>"))])])
    save("byte-level", tokenizer, ["<|begin|>", "<|end|>", "<|last|>"], ["<tool>", "</tool>"],
         {"bos_token": "<|begin|>", "eos_token": {"content": "<|end|>", "lstrip": False},
          "add_bos_token": False, "add_eos_token": False})


def sentencepiece_like():
    """As Llama 2: blanks become a sign, one in front of each text, bytes for what is unknown; special tokens in the vocabulary."""
    special = ["<unk>", "<s>", "</s>"]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=500, special_tokens=special + [f"<0x{i:02X}>" for i in range(256)], show_progress=False))
    content = json.loads(tokenizer.to_str())
    content["added_tokens"] = [t for t in content["added_tokens"] if t["content"] in special]
    tokenizer = Tokenizer.from_str(json.dumps(content))
    tokenizer.add_tokens([token("[INST]", False), token("Welding", False, single_word=True, normalized=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B", special_tokens=[("<s>", 1), ("</s>", 2)])
    save("sentencepiece-like", tokenizer, special, ["[INST]", "Welding"],
         {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "add_eos_token": True})


def word_piece():
    """As BERT."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=special, show_progress=False))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    save("word-piece", tokenizer, special)


def unigram():
    """As T5 and llm-jp: SentencePiece's unigram model with a compiled normalisation of four characters."""
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder, "rules.tsv")
        rules.write_text("FF0C\t2C\nFB01\t66 69\n3000\t20\n65 301\tE9\n", encoding="utf-8")
        corpus = pathlib.Path(folder, "corpus.txt")
        corpus.write_text("\n".join(CORPUS), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_prefix=str(pathlib.Path(folder, "m")), vocab_size=220, model_type="unigram",
            normalization_rule_tsv=str(rules), hard_vocab_limit=False, minloglevel=2, character_coverage=0.98)
        from sentencepiece import sentencepiece_model_pb2 as pb
        proto = pb.ModelProto()
        proto.ParseFromString(pathlib.Path(folder, "m.model").read_bytes())
    pieces = [(p.piece, p.score) for p in proto.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap),
        normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="first")
    special = ["<unk>", "<s>", "</s>"]
    tokenizer.add_special_tokens([token(s, True) for s in special])
    save("unigram", tokenizer, special)


def gguf_scored():
    """Metadata of the kind "llama", and the ids of SentencePiece itself."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder, "corpus.txt")
        corpus.write_text("\n".join(CORPUS), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_prefix=str(pathlib.Path(folder, "m")), vocab_size=520, model_type="bpe",
            byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
            user_defined_symbols=["<tool>"], hard_vocab_limit=False, minloglevel=2, character_coverage=0.98)
        processor = sentencepiece.SentencePieceProcessor(model_file=str(pathlib.Path(folder, "m.model")))
        ids = range(processor.vocab_size())
        kind = [2 if processor.is_unknown(i) else 3 if processor.is_control(i) else 6 if processor.is_byte(i)
                else 4 if processor.id_to_piece(i) == "<tool>" else 1 for i in ids]
        metadata = {
            "general.architecture": "llama",
            "tokenizer.ggml.model": "llama",
            "tokenizer.ggml.pre": "default",
            "tokenizer.ggml.tokens": [processor.id_to_piece(i) for i in ids],
            "tokenizer.ggml.scores": [processor.get_score(i) for i in ids],
            "tokenizer.ggml.token_type": kind,
            "tokenizer.ggml.bos_token_id": processor.bos_id(),
            "tokenizer.ggml.eos_token_id": processor.eos_id(),
            "tokenizer.ggml.unknown_token_id": processor.unk_id(),
            "tokenizer.ggml.add_space_prefix": True,
        }
        # Behind a user-defined symbol SentencePiece puts no blank; llama.cpp and Llama 2's tokenizer.json do.
        cases = [{"text": t, "data": processor.encode(t)} for t in texts(["<s>", "</s>", "<unk>"])]
        write("gguf-scored.json", {"metadata": metadata, "cases": cases})


def gguf_merged():
    """Metadata of the kind "gpt2", and ids by the pre-tokenizers as the models' own tokenizer.json have them."""
    p, tokenizer = pre_tokenizers, Tokenizer(models.BPE())
    # Trained without cutting, so that merges reach over what the pre-tokenizers cut.
    tokenizer.pre_tokenizer = p.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.train_from_iterator(CORPUS + ["1234567 12 345 6789", "it's we'll I'LL <a> ($x) `b`", "ab  cd   ef\n\n gh"] * 3,
                                  trainers.BpeTrainer(vocab_size=700, initial_alphabet=p.ByteLevel.alphabet(), show_progress=False))
    content = json.loads(tokenizer.to_str())["model"]
    tokens = [None] * len(content["vocab"])
    for piece, number in content["vocab"].items():
        tokens[number] = piece
    tokens += ["<|endoftext|>", "<｜end▁of▁sentence｜>", "<tool>"]
    metadata = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [1] * (len(tokens) - 3) + [3, 3, 4],
        "tokenizer.ggml.merges": [" ".join(m) for m in content["merges"]],
        "tokenizer.ggml.bos_token_id": len(tokens) - 3,
        "tokenizer.ggml.eos_token_id": len(tokens) - 2,
    }

    def isolated(*patterns):
        return [p.Split(Regex(x), "isolated") for x in patterns]

    raw, gpt2 = p.ByteLevel(add_prefix_space=False, use_regex=False), p.ByteLevel(add_prefix_space=False)
    contractions, spaces = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)", r"\s*[\r\n]+|\s+(?!\S)|\s+"
    word, other = r"[^\r\n\p{L}\p{N}]?\p{L}+", r" ?[^\s\p{L}\p{N}]+[\r\n]*|" + spaces
    upper = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
    cased = [upper + r"*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+", upper + r"+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"]
    slash = r" ?[^\s\p{L}\p{N}]+[\r\n/]*|" + spaces
    han = "[一-龥ࠀ-一가-퟿]+"
    published = {
        "gpt-2": [gpt2],
        "starcoder": [p.Digits(individual_digits=True), gpt2],
        "falcon": [p.Punctuation("contiguous"), gpt2, p.Digits(individual_digits=False), *isolated("[0-9][0-9][0-9]")],
        "llama-bpe": [*isolated(f"{contractions}|{word}|\\p{{N}}{{1,3}}|{other}"), raw],
        "qwen2": [*isolated(f"{contractions}|{word}|\\p{{N}}|{other}"), raw],
        "tekken": [*isolated(f"{cased[0]}|{cased[1]}|\\p{{N}}|{slash}"), raw],
        "gpt-4o": [*isolated(f"{cased[0]}{contractions}?|{cased[1]}{contractions}?|\\p{{N}}{{1,3}}|{slash}"), raw],
        "deepseek-coder": [*isolated("[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", han), p.Digits(individual_digits=True), raw],
        "deepseek-v3": [*isolated(
            r"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+",
            r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|"""
            + spaces), raw],
        "bloom": [*isolated(r" ?[^(\s|[.,!?…。，、।۔،])]+"), raw],
        "superbpe": [*isolated(r"\p{N}+", r"(?=(\d{3})+(?!\d))"), raw],
    }
    cases = []
    special = ["<|endoftext|>", "<｜end▁of▁sentence｜>", "<tool>"]
    for name, steps in published.items():
        tokenizer = Tokenizer(models.BPE(
            vocab={t: i for i, t in enumerate(tokens)}, merges=[tuple(m) for m in content["merges"]],
            ignore_merges=name in ("llama-bpe", "tekken")))
        tokenizer.pre_tokenizer = p.Sequence(steps)
        tokenizer.decoder = decoders.ByteLevel()
        tokenizer.add_special_tokens([token(s, True) for s in special[:2]])
        tokenizer.add_tokens([token(special[2], False)])
        cases.append({"pre": name, "cases": golden(tokenizer, special)})
    write("gguf-merged.json", {"metadata": metadata, "pre": cases})


if __name__ == "__main__":
    byte_level()
    sentencepiece_like()
    word_piece()
    unigram()
    gguf_scored()
    gguf_merged()
