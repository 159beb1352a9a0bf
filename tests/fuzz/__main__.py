"""Tries generated files: `python -m tests.fuzz case --count 500000 --seed 1`; tells how many, and keeps what was found."""

import argparse
import sys
import tempfile
import traceback
from hashlib import sha256
from pathlib import Path
from random import Random

from logic.loading import load_library
from tests.fuzz.mutating import Mutating
from tests.fuzz.trying import SEEDS, bounded, corpus_of, peak, try_case, try_policy

FULLY = 40
"""Of so many cases that can be read one is reviewed, not only decided."""
MOST_FOUND = 20


def main() -> int:
    """Tries files until there are enough; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kind", choices=sorted(SEEDS))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    library = load_library()
    mutating = Mutating(corpus_of(given.kind), Random(given.seed))
    found: set[str] = set()
    read = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.count):
            content = mutating.one()
            try:
                with bounded():
                    if given.kind == "case":
                        read += try_case(content, library, fully=read % FULLY == 0)
                    else:
                        read += try_policy(content, library, Path(folder))
            except Exception as error:  # noqa: BLE001 - every exception is what is sought
                where = traceback.extract_tb(error.__traceback__)[-1]
                known = f"{type(error).__name__} {where.filename}:{where.lineno}"
                if known not in found:
                    found.add(known)
                    path = SEEDS[given.kind] / f"{sha256(content).hexdigest()[:12]}.yaml"
                    path.write_bytes(content)
                    sys.stderr.write(f"{number}: {known} {error!r:.200} kept as {path.name}\n")
                if len(found) >= MOST_FOUND:
                    break
            if number % 10_000 == 0:
                sys.stderr.write(f"{number} tried, {read} could be read, {len(found)} findings, at most {peak()} MB\n")
    sys.stdout.write(f"{number + 1} files tried, {read} could be read, {len(found)} findings, at most {peak()} MB\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
