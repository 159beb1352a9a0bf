"""How outcomes, truths and statuses look on screen: always a word, with an icon and a colour beside it."""

import re
from collections.abc import Iterable

from logic.case import SHOWN_AS, Outcome, Status
from logic.checklist import ItemKind
from logic.policy import Confidence
from logic.truth import Truth

ICON_AND_COLOUR = {
    Outcome.EXPERIMENTAL: ("science", "violet"), Outcome.INCIDENTAL: ("layers", "gray"),
    Outcome.NOT_MET: ("cancel", "red"), Outcome.FOLLOWS_PRIMARY: ("link_off", "red"),
    Outcome.NO_POLICY: ("help", "gray"), Outcome.NEEDS_DOCUMENTATION: ("pending", "orange"),
    Outcome.MEETS: ("check_circle", "green"),
}
_TRUTHS = {
    Truth.MET: ("check_circle", "green", "Met"), Truth.NOT_MET: ("cancel", "red", "Not met"),
    Truth.NOT_DOCUMENTED: ("pending", "orange", "Not documented"),
    Truth.NOT_APPLICABLE: ("do_not_disturb_on", "gray", "Does not apply"),
}
STATUS_WORDS = {
    Status.DOCUMENTED: "Documented", Status.IMPLIED: "Implied", Status.ASSUMED: "Assumed",
    Status.NOT_IN_CHART: "Not in the chart", Status.UNANSWERED: "Not answered",
}
_STATUS_COLOURS = {Status.IMPLIED: "orange", Status.ASSUMED: "violet", Status.NOT_IN_CHART: "red"}
KIND_WORDS = {
    ItemKind.STATE: ("edit_note", "State"), ItemKind.DOCUMENT: ("description", "Document"),
    ItemKind.OBTAIN: ("biotech", "Obtain"), ItemKind.RESOLVE: ("compare_arrows", "Resolve"),
    ItemKind.VERIFY: ("menu_book", "Verify"),
}
_CONFIDENCE = {
    Confidence.SECONDARY: ":gray-badge[secondary wording]",
    Confidence.VERIFY: ":orange-badge[:material/menu_book: wording not confirmed]",
}


_ADDRESS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where an address would be known for one, and made a link even where all its signs are escaped."""
_JOINER = "\N{WORD JOINER}"


def md(text: object) -> str:
    """Text of a user, a file or a policy, made literal in Markdown: nothing in it is drawn, linked or fetched."""
    apart = _ADDRESS.sub(_JOINER, str(text))
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])", r"\\\1", apart).replace("\n", " ")


def outcome_badge(outcome: Outcome) -> str:
    """An outcome as a badge with its icon and its words."""
    icon, colour = ICON_AND_COLOUR[outcome]
    return f":{colour}-badge[:material/{icon}: {SHOWN_AS[outcome]}]"


def truth_mark(truth: Truth) -> str:
    """A truth as an icon with its word, coloured."""
    icon, colour, word = _TRUTHS[truth]
    return f":{colour}[:material/{icon}: **{word}**]"


def status_badge(status: Status) -> str:
    """How well the record shows a fact; nothing for what is simply documented."""
    if status is Status.DOCUMENTED:
        return ""
    return f":{_STATUS_COLOURS.get(status, 'gray')}-badge[{STATUS_WORDS[status]}]"


def kind_badge(kind: ItemKind) -> str:
    """What has to happen for a checklist item, as a badge."""
    icon, word = KIND_WORDS[kind]
    return f":blue-badge[:material/{icon}: {word}]"


def confidence_mark(confidence: Confidence | None) -> str:
    """A mark for a wording that is not confirmed; nothing for one that is."""
    return _CONFIDENCE.get(confidence, "") if confidence else ""


def joined(parts: Iterable[str], separator: str = " ") -> str:
    """The parts that hold something, in one line."""
    return separator.join(part for part in parts if part)
