"""Texts of an office with placeholders: what they may hold is checked when they are read; filling runs no code."""

from collections.abc import Callable, Collection, Iterator
from string import Formatter

from logic.problems import nearest


def holds(*names: str, needs: Collection[str] = ()) -> Callable[[str], str]:
    """A check that a text holds no placeholders but these, and all of those it needs.

    >>> holds("day")("on {day}")
    'on {day}'
    """

    def checked(text: str) -> str:
        found = list(_placeholders(text))
        for name in found:
            if name not in names:
                raise ValueError(_expected(names, name))
        for name in needs:
            if name not in found:
                raise ValueError(f"a text with the placeholder {{{name}}}")
        return text

    return checked


def _expected(names: Collection[str], found: str) -> str:
    if not names:
        return f"no placeholder here (not {{{found}}})"
    close = nearest(found, names)
    told = ", ".join(f"{{{name}}}" for name in names)
    return f"no placeholder but {told} (not {{{found}}}{f'; nearest: {{{close}}}' if close else ''})"


def _placeholders(text: str) -> Iterator[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("each { with its } ({{ and }} print braces)") from None
    for _, name, form, conversion in parts:
        if form or conversion or (name is not None and not name.isidentifier()):
            raise ValueError("placeholders of one name alone, such as {day}")
        if name is not None:
            yield name


def filled(text: str, **values: str) -> str:
    """A text with its placeholders filled. Values are taken as they are: braces in them mean nothing.

    >>> filled("{a} and {{b}}", a="{c}")
    '{c} and {b}'
    """
    return "".join(literal + (values[name] if name else "") for literal, name, _, _ in Formatter().parse(text))
