"""What the commands of the bench print: `policies` with and without its options."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath
from typing import Protocol

from logic.bench.lint import lint, lint_lines
from logic.bench.testing import passed, report, run_editions
from logic.loading import Library


class Asked(Protocol):
    """The options of `policies`."""

    test: bool
    lint: bool
    set: str | None
    on: date | None


def at_the_bench(library: Library, sets: FilePath, asked: Asked) -> tuple[list[str], int]:
    """The lines of `--test` (which tells the lint too) or of `--lint`, and the exit code."""
    remarks = lint(library, sets, asked.set, asked.on)
    told = list(lint_lines(remarks, library, asked.set))
    if not asked.test:
        return told, 1 if remarks else 0
    found = run_editions(library, sets, asked.set)
    return [*report(found), *told], 0 if passed(found) else 1


def set_lines(library: Library, only: str | None = None) -> Iterator[str]:
    """Each set with its editions, the days on which they are in force and how much they hold."""
    for policy_set in library.sets.values():
        if only not in {None, policy_set.id}:
            continue
        yield f"{policy_set.id}: {policy_set.file.title} ({policy_set.file.payer})"
        for edition in policy_set.editions:
            start, end = edition.entry.start, edition.entry.end
            span = f"{f'from {start}' if start else 'no first day'}, {f'to {end}' if end else 'no last day'}"
            codes = len(edition.rules_by_code)
            yield (f"  {edition.entry.id}: {span}; {len(edition.rules)} rules for {codes} codes; "
                   f"{edition.entry.confidence}")
