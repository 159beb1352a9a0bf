"""`policies`: the sets and editions that are loaded, in lines."""

from collections.abc import Iterator

from logic.loading import Library


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
