"""What is explored in this session, apart from the case that is open: set, procedure, level, and the answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import streamlit as st

from logic.learn.explore import Explored, Procedure, procedures
from logic.loading import DEFAULT_SET
from ui.library import library

PREFIX = "explore~"
_KEY = "explore"


@dataclass(frozen=True)
class Held:
    """What was chosen and answered. `others` are the sets beside; None: those that have criteria for the code."""

    set_id: str
    explored: Explored
    others: tuple[str, ...] | None = None


def held() -> Held:
    """What this session explores; at first some procedure of the default set, of today."""
    if _KEY not in st.session_state:
        sets = library().sets
        first = DEFAULT_SET if DEFAULT_SET in sets else next(iter(sets))
        st.session_state[_KEY] = _fitting(Held(first, Explored("", "", datetime.now().astimezone().date())))
    found: Held = st.session_state[_KEY]
    return found


def offered(set_id: str, day: date) -> tuple[Procedure, ...]:
    """The procedures of a set on a day; none where no edition is known."""
    edition = library().sets[set_id].edition_on(day)
    return procedures(edition, library().catalogue) if edition else ()


def chosen() -> Procedure | None:
    """The procedure that is explored, by the rule that holds at its level."""
    at = held()
    found = [one for one in offered(at.set_id, at.explored.day) if one.code == at.explored.code]
    return next((one for one in found if at.explored.level in one.levels), next(iter(found), None))


def _fitting(new: Held) -> Held:
    """The same with a code and a level that its set has; what already fits is kept."""
    found = offered(new.set_id, new.explored.day)
    if not found:
        return new
    same = [one for one in found if one.code == new.explored.code]
    procedure = next((one for one in same if new.explored.level in one.levels), (same or found)[0])
    at_level = new.explored.level in procedure.levels
    level = new.explored.level if at_level else procedure.usual_level
    explored = replace(new.explored, code=procedure.code, level=level)
    return replace(new, explored=explored if at_level else replace(explored, answers={}, shown={}))


def put(**changes: object) -> None:
    """Changes what is explored; answers stay while they mean the same place."""
    at = held()
    own = {name: value for name, value in changes.items() if name in {"set_id", "others"}}
    inner: dict[str, Any] = {name: value for name, value in changes.items() if name not in own}
    if inner.get("level", at.explored.level) != at.explored.level:
        inner |= {"answers": {}, "shown": {}}
    kept: Any = own
    st.session_state[_KEY] = _fitting(replace(at, explored=replace(at.explored, **inner), **kept))


def start_over() -> None:
    """Forgets the answers."""
    put(answers={}, shown={})


def writer(name: str, turned: Callable[[Any], object] = lambda value: value) -> Callable[[str], None]:
    """A callback that takes up a widget's value as one of the choices; an emptied widget changes nothing."""
    def write(key: str) -> None:
        value = st.session_state[key]
        if value is not None:
            put(**{name: turned(value)})
    return write
