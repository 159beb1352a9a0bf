"""What changed since the last submission, as one page of text or Markdown."""

import re
from collections.abc import Iterator

from logic.review import NOTICE, Decision
from logic.what_changed import WhatChanged


def changed_as_text(found: WhatChanged) -> str:
    """The page for the terminal."""
    lines = [title(found), *(f"  {line}" for line in head(found))]
    for heading, entries in sections(found):
        lines += [f"  {heading}", *(f"    - {entry}" for entry in entries)]
    return "\n".join([*lines, f"  {NOTICE}"]) + "\n"


def changed_as_markdown(found: WhatChanged) -> str:
    """The page as Markdown; texts of the record are literal in it."""
    lines = [f"# {_literal(title(found))}", "", *(f"- {_literal(line)}" for line in head(found)), "", f"> {NOTICE}"]
    for heading, entries in sections(found):
        lines += ["", f"## {heading}", "", *(f"- {_literal(entry)}" for entry in entries)]
    return "\n".join(lines) + "\n"


def title(found: WhatChanged) -> str:
    """The case, and since when."""
    return f"{found.new.case.case}: what changed since the request of {found.old.on.isoformat()}"


def head(found: WhatChanged) -> Iterator[str]:
    """Under which policy and edition each was decided."""
    yield f"{found.new.set_title} ({found.new.set_id})"
    yield f"before: {_edition(found.old)}"
    yield f"now: {_edition(found.new)}"
    if found.old.case.case != found.new.case.case:
        yield f"the files hold cases of different ids: {found.old.case.case} and {found.new.case.case}"


def _edition(decision: Decision) -> str:
    edition = f"edition {decision.edition}" if decision.edition else "no edition known for this day"
    return f"{edition}, on {decision.on.isoformat()}"


def sections(found: WhatChanged) -> Iterator[tuple[str, list[str]]]:
    """Outcomes first, then what was changed, by what it belongs to."""
    moved = [line.text for line in found.outcomes if not line.alike]
    alike = len(found.outcomes) - len(moved)
    yield "Outcomes", [*moved, *([f"as before: {alike} {'line' if alike == 1 else 'lines'}"] if alike else [])]
    for heading, changes in found.changes.items():
        yield heading, [_one_line(change.text) for change in changes]
    if not found.changes:
        yield "Record and request", ["nothing changed"]


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _literal(text: str) -> str:
    """Text in which Markdown draws, links and fetches nothing."""
    return re.sub(r"([\\`*_\[\]<>#|!~&])", r"\\\1", text)
