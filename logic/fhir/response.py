"""A case as a FHIR R4B QuestionnaireResponse: every answer with its status, document, page, words and reason."""

from collections.abc import Iterator, Mapping
from typing import Any

from logic.case import Case, Status
from logic.fhir.form import NONE, READING, Item, ItemType, form
from logic.fhir.questionnaire import CANONICAL
from logic.fhir.values import answer
from logic.vocabulary import ROW_KINDS, Vocabulary

Tree = dict[str, Any]


def response(case: Case, vocabulary: Vocabulary, *, completed: bool = False) -> dict[str, Any]:
    """The case as a response. It names no patient, author, coverage or order: the system that sends it adds these."""
    return {
        "resourceType": "QuestionnaireResponse", "questionnaire": CANONICAL,
        "status": "completed" if completed else "in-progress",
        "item": list(_items(form(vocabulary), _tree(case))),
    }


# -- the case as a tree with the keys of the form ---------------------------------------------------------------------

def _tree(case: Case) -> Tree:
    tree: Tree = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    rows = tree.pop("rows")
    for kind in ROW_KINDS.values():
        if kind in rows:
            tree[kind] = [{**row.pop("values"), **row} for row in rows[kind]]
            tree[f"{kind}{NONE}"] = True if not rows[kind] else None
    tree["patient"] = _by_side(tree["patient"])
    tree["levels"] = {level: _by_side(facts) for level, facts in tree["levels"].items() if facts}
    for stage in tree["stages"]:
        stage["plan"] = _by_side(stage["plan"])
    tree["title"] = case.title or None
    return tree


def _by_side(facts: Mapping[str, Any]) -> Tree:
    """Facts with their readings; those recorded by side with a mapping of the sides."""
    found: Tree = {}
    for key, entries in facts.items():
        name, _, side = key.partition(".")
        if entries and side:
            found.setdefault(name, {})[side] = entries
        elif entries:
            found[name] = entries
    return found


# -- the tree as items ------------------------------------------------------------------------------------------------

def _items(group: Item, tree: Tree) -> Iterator[dict[str, Any]]:
    """The items of a group in the order of the form; a key that the form does not know is an error."""
    unknown = [key for key in tree if key not in group.by_key]
    if unknown:
        raise KeyError(f"no question for {', '.join(unknown)} under {group.link or 'the case'}")
    for item in group.items:
        if (value := tree.get(item.key)) is not None:
            yield from _item(item, value)


def _item(item: Item, value: Any) -> Iterator[dict[str, Any]]:
    if item.type is not ItemType.GROUP:
        yield _question(item, value)
    elif item.named_by:
        for name, inner in value.items():
            yield _filled(item, {item.named_by: name, **_as_tree(item, inner)})
    elif item.repeats:
        yield from (_filled(item, inner) for inner in value)
    elif value:
        yield _filled(item, value)


def _as_tree(item: Item, value: Any) -> Tree:
    """What stands under a name: a mapping, or the answer of the only other question."""
    if isinstance(value, dict):
        return value
    return {next(key for key in item.by_key if key != item.named_by): value}


def _filled(item: Item, tree: Tree) -> dict[str, Any]:
    inner = list(_items(item, tree))
    return {"linkId": item.link, **({"item": inner} if inner else {})}


def _question(item: Item, value: Any) -> dict[str, Any]:
    if item.readings:
        given = [one for number, entry in enumerate(value, start=1)
                 for one in _reading(item, entry, number if len(value) > 1 else None)]
    else:
        given = [answer(item, one) for one in (value if item.many else [value])]
    return {"linkId": item.link, **({"answer": given} if given else {})}


def _reading(item: Item, entry: Tree, number: int | None) -> Iterator[dict[str, Any]]:
    """The answers of one reading, each with where it comes from; one without a value says why in its status."""
    inner = {**{key: value for key, value in entry.items() if key != "value"}, READING: number}
    inner.setdefault("status", str(Status.DOCUMENTED))
    origin = {"item": list(_items(item, inner))}
    value = entry.get("value")
    for one in (value if item.many and value else [value]):
        yield origin if one is None or one == [] else {**answer(item, one), **origin}
