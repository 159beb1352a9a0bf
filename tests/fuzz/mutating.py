"""Files changed by chance: by bytes, by words, and by the structure of what they say."""

import re
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

from logic.yaml_source import read_bytes

NASTY_BYTES = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\r", b"\t", b"\xc2\x85", b"\xe2\x80\xa8", b"\xf0\x9f\xa6\xb4", b"\x1b[31m"]
NASTY_WORDS = [
    "*a", "&a", "!!python/object:os.system", "!!set", "null", "~", ".inf", "-.nan", "1e999", "0x10", "0o7", "00670", "-0", "1_000", "- ", "? ",
    "|", ">", "%YAML 1.1", "---", "...", "<<", "[" * 60, "{" * 60, "]" * 9, "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "12:30:45",
    "9" * 400, "-" + "9" * 30, "0." + "3" * 50, "'", '"', "#", ": ", ",", "yes", "no", "Yes", "true", "none", "[]", "{}", '""', "a: b: c", "L5-S1",
    "L4-pelvis", "C0-C1", "S1-L5", "unnamed", "SI-left", "T1-S1", "not_in_chart", "assumed", "\u202e", "\u0661", "é" * 300, "x" * 5000, "\\", "\\u0000",
]
VALUES: list[Any] = [None, True, False, 0, 1, -1, 10**18, 10**30, 0.1, -5.5, 1e300, "", " ", "none", "yes", "x", "x" * 3000, "2026-01-12", "9999-12-31",
                     "0001-01-01", "L4-L5", "T1-S1", [], {}, [[]], [{}], {"": ""}, {"value": None}, ["none"], {"status": "not_in_chart"}]
_WORD = re.compile(r"[\w.-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Corpus:
    """Files to begin with, and the words that stand in them."""

    texts: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Every word of the files once."""
        return sorted({word for text in self.texts for word in _WORD.findall(text) if word.strip()})


@dataclass
class Mutating:
    """Makes one changed file after the other; the same chance gives the same files."""

    corpus: Corpus
    chance: Random

    def __post_init__(self) -> None:
        self.words = self.corpus.words + NASTY_WORDS * 20
        self.data = [read_bytes(text.encode(), "begun.yaml").data for text in self.corpus.texts]

    def one(self) -> bytes:
        """A changed file."""
        how = self.chance.choice((self.by_bytes, self.by_words, self.by_words, self.by_structure, self.by_structure))
        content = how()
        return self.some_bytes(content) if self.chance.random() < 0.1 else content

    def times(self) -> range:
        return range(self.chance.choice((1, 1, 1, 2, 3, 5, 9)))

    def by_bytes(self) -> bytes:
        return self.some_bytes(self.chance.choice(self.corpus.texts).encode())

    def some_bytes(self, content: bytes) -> bytes:
        held = bytearray(content)
        for _ in self.times():
            at, length = self.chance.randrange(len(held) + 1), self.chance.choice((1, 1, 2, 8, 64, 400))
            match self.chance.randrange(5):
                case 0:
                    held[at:at + length] = b""
                case 1:
                    held[at:at] = held[at:at + length] * self.chance.choice((1, 2, 20))
                case 2:
                    held[at:at] = self.chance.choice(NASTY_BYTES)
                case 3:
                    held[at:at + 1] = bytes([self.chance.randrange(256)])
                case _:
                    del held[at:]
        return bytes(held)

    def by_words(self) -> bytes:
        words = _WORD.findall(self.chance.choice(self.corpus.texts))
        for _ in self.times():
            at = self.chance.randrange(len(words))
            match self.chance.randrange(5):
                case 0:
                    words[at] = self.chance.choice(self.words)
                case 1:
                    words.insert(at, self.chance.choice(self.words))
                case 2:
                    del words[at:at + self.chance.choice((1, 2, 6))]
                    words = words or [""]
                case 3:
                    other = self.chance.randrange(len(words))
                    words[at], words[other] = words[other], words[at]
                case _:
                    words[at:at] = words[at:at + self.chance.choice((2, 10, 60))]
        return "".join(words).encode("utf-8", "surrogatepass")

    def by_structure(self) -> bytes:
        data = self.changed(self.chance.choice(self.data))
        for _ in self.times():
            data = self.changed(data)
        return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, default_flow_style=self.chance.random() < 0.2).encode()

    def changed(self, data: Any) -> Any:
        """The data with one thing in it put in, taken out or replaced."""
        if not isinstance(data, dict | list) or not data or self.chance.random() < 0.12:
            return self.replaced(data)
        keys: list[Any] = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = self.chance.choice(keys)
        copied: Any = dict(data) if isinstance(data, dict) else list(data)
        match self.chance.randrange(9):
            case 0:
                del copied[key]
            case 1 if isinstance(copied, dict):
                copied[self.chance.choice(self.words)] = copied[key]
            case 1:
                copied.insert(key, copied[key])
            case 2 if isinstance(copied, dict):
                copied[self.chance.choice(keys)] = copied.pop(key)
            case _:
                copied[key] = self.changed(copied[key])
        return copied

    def replaced(self, data: Any) -> Any:
        found = self.chance.randrange(6)
        if found == 0:
            return self.chance.choice(self.words)
        if found == 1:
            return self.somewhere(self.chance.choice(self.data))
        if found == 2:
            return [data] * self.chance.choice((1, 2, 30))
        if found == 3:
            return {self.chance.choice(self.words): data}
        return self.chance.choice(VALUES)

    def somewhere(self, data: Any) -> Any:
        """A part of some data."""
        while isinstance(data, dict | list) and data and self.chance.random() < 0.8:
            data = self.chance.choice(list(data.values()) if isinstance(data, dict) else data)
        return data
