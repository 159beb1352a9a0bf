"""The blank case that `python -m logic new` prints."""

from pathlib import Path

_TEMPLATE = Path(__file__).resolve().parent.parent / "policies" / "templates" / "blank_case.yaml"


def blank_case() -> str:
    """A blank case file with comments, valid as it stands but for its request day and lines."""
    return _TEMPLATE.read_text(encoding="utf-8")
