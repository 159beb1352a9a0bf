"""What changed since the last submission, as a document."""

from collections.abc import Iterator

from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Run
from logic.review import NOTICE
from logic.version import VERSION
from logic.what_changed import WhatChanged
from logic.what_changed_reports import head, sections, title


def changes(found: WhatChanged) -> Document:
    """The page: outcomes before and now, then what is not as it was, by what it belongs to."""
    edition = f"edition {found.new.edition}" if found.new.edition else "no edition known for this day"
    footer = (f"{found.new.set_title}, {edition} | Request day {found.new.on.isoformat()} | Spine Precheck {VERSION}",
              NOTICE, "Dates of care are protected health information.")
    return Document("what_changed", title(found), found.new.on.isoformat(), footer, tuple(_blocks(found)))


def _blocks(found: WhatChanged) -> Iterator[Block]:
    for n, line in enumerate(head(found), start=1):
        yield Paragraph(f"head.{n}", (Run(line),))
    for heading, entries in sections(found):
        yield Heading(heading)
        yield Bullets(tuple(Paragraph(f"{heading}.{n}", (Run(entry),)) for n, entry in enumerate(entries, start=1)))
