"""Tables as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins with one of these is a formula to a spreadsheet."""


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows under a header, one line each."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column, "")) for column in columns] for row in rows)
    return written.getvalue()


def cell(value: object) -> str:
    """A value as plain text on one line; what a spreadsheet would run gets an apostrophe in front.

    >>> cell("=1+1"), cell(" +1"), cell("L4-L5"), cell(None)
    ("'=1+1", "' +1", 'L4-L5', '')
    """
    text = "" if value is None else str(value)
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"'{line}" if line.lstrip().startswith(_STARTS) else line
