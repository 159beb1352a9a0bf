"""Files that Hypothesis builds from nothing: `python -m tests.fuzz.with_hypothesis policy --count 20000`.

Where the mutations begin with files that ship, these are trees of any shape, with keys and words of the format among
others; what fails is made small before it is told.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
import yaml

from logic.loading import load_library
from logic.yaml_source import read_bytes
from tests.fuzz.mutating import NASTY_WORDS, VALUES
from tests.fuzz.trying import SEEDS, bounded, corpus_of, peak, try_case, try_policy

MOST_LEAVES = 40
BATCH = 500
"""So many files at a time: Hypothesis remembers what it has built, and the memory that is watched is that of the process."""


def words_in(kind: str) -> tuple[list[str], list[str]]:
    """The keys that files of a kind use, and the values."""
    keys, values = set[str](), set[str]()

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            keys.update(map(str, data))
            for part in data.values():
                walk(part)
        elif isinstance(data, list):
            for part in data:
                walk(part)
        else:
            values.add(str(data))

    for text in corpus_of(kind).texts:
        walk(read_bytes(text.encode(), "begun.yaml").data)
    return sorted(keys), sorted(values)


def trees(kind: str) -> st.SearchStrategy[Any]:
    """Data as a file of a kind might hold it: known keys at the top, below them anything."""
    keys, values = words_in(kind)
    word = st.sampled_from(values) | st.sampled_from(NASTY_WORDS) | st.text(max_size=20)
    leaf = st.sampled_from(VALUES) | word | st.integers() | st.floats() | st.dates() | st.booleans() | st.none()
    name = st.sampled_from(keys) | word
    below = st.recursive(leaf, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(name, inner, max_size=6), max_leaves=MOST_LEAVES)
    tops = {"case": ["case", "title", "request", "documents", "stages", "levels", "patient", "policy"], "policy": ["policy", "title", "rules", "criteria"]}
    return st.dictionaries(st.sampled_from(tops[kind]) | name, below, max_size=8)


def main() -> int:
    """Tries files until there are enough; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.with_hypothesis", description=__doc__)
    parser.add_argument("kind", choices=sorted(SEEDS))
    parser.add_argument("--count", type=int, default=10_000)
    asked = parser.parse_args()
    library, files, tried = load_library(), trees(asked.kind), [0, 0]

    def one(content: bytes, folder: Path) -> bool:
        return try_case(content, library) if asked.kind == "case" else try_policy(content, library, folder)

    def some(number: int, folder: Path) -> None:
        @seed(number)
        @settings(max_examples=BATCH, deadline=None, database=None, phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))
        @given(files)
        def each(data: Any) -> None:
            content = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
            with bounded():
                tried[1] += one(content, folder)
            tried[0] += 1

        each()

    with tempfile.TemporaryDirectory() as folder:
        for number in range(-(-asked.count // BATCH)):
            some(number, Path(folder))
    sys.stdout.write(f"{tried[0]} files tried, {tried[1]} could be read, at most {peak()} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
