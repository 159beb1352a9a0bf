"""The course of conservative care: what was given and when, what the criteria ask, and which dates lapse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from logic.packet.document import plain
from logic.pictures.care_asked import CareAsked, care_asked
from logic.pictures.care_given import (
    COUNTS, LEFT_OUT, NOT_COUNTED, NOT_FOUND, OPEN, Given, care_given, care_marks,
)
from logic.pictures.drawing import Box, Drawing, Label, Part, Stroke, Tone
from logic.pictures.lettering import shortened, width_of, wrapped
from logic.pictures.time_axis import Axis, axis_over, axis_parts
from logic.reports import window_text
from logic.review import Review
from logic.truth import Truth
from logic.windows import Window, WindowKind

_MARGIN, _INDENT, _LINE, _BAR, _LANE, _BETWEEN, _SIZE, _SMALL = 8.0, 22.0, 14.0, 9.0, 7.0, 12.0, 11.0, 10.0
_TRUTHS: dict[Truth, tuple[Tone, str]] = {
    Truth.MET: ("meets", "met"), Truth.NOT_MET: ("fails", "not met"), Truth.NOT_DOCUMENTED: ("open", "not documented"),
    Truth.NOT_APPLICABLE: ("neutral", "does not apply"),
}
_MARKS: dict[str, Tone] = {COUNTS: "meets", OPEN: "open", NOT_COUNTED: "fails", NOT_FOUND: "open", LEFT_OUT: "neutral"}
_HOLDS = {
    WindowKind.LAPSES: "holds until {}", WindowKind.OPENS: "can be met from {}",
    WindowKind.COUNTS_FROM: "counts if dated {} or later",
}
LEGEND = (
    "Filled: days that count. Pale band: the window in which the course is asked for. Outline: the course as dated. "
    "Dashed: a day or length that the record does not tell. A day at the edge may lie beyond; the words tell every day."
)


def timeline(review: Review, width: float) -> Drawing:
    """The picture in a width: what is asked, what was given, what has no dates, what lapses."""
    return _Timeline(review, width).drawing


@dataclass
class _Page:
    """Parts from top to bottom."""

    width: float
    y: float = _MARGIN
    parts: list[Part] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """The name of what follows."""
        self.y += _LANE
        self.parts.append(Label(_MARGIN, self.y + _LINE / 2, text, strong=True, size=12))
        self.y += _LINE + 5

    def lines(self, text: str, size: float = _SIZE, tone: Tone = "ink", most: int = 3, left: float = _INDENT) -> None:
        """A text over several lines."""
        for line in wrapped(text, self.width - left - _MARGIN, size, most):
            self.parts.append(Label(left, self.y + _LINE / 2, line, tone, size=size))
            self.y += _LINE

    def mark(self, tone: Tone) -> None:
        """A square in front of the line that follows."""
        self.parts.append(Box(_MARGIN, self.y + 3, 8, 8, tone))


@dataclass(frozen=True)
class _Timeline:
    review: Review
    width: float

    @cached_property
    def asked(self) -> tuple[CareAsked, ...]:
        """The criteria about courses of care."""
        return care_asked(self.review.outlook)

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """The recorded courses, those with a day first by their days."""
        found = care_given(self.review.determination.record, self.asked)
        return tuple(sorted(found, key=lambda one: (one.start or one.end or date.max)))

    @cached_property
    def lapsing(self) -> tuple[Window, ...]:
        """What time changes, without the look-backs, which stand with what is asked."""
        return tuple(window for window in self.review.windows if window.kind is not WindowKind.COUNTS_FROM
                     or not window.path.startswith(("treatments", "injections")))

    @cached_property
    def axis(self) -> Axis | None:
        """The axis; None where there is nothing to place on it."""
        days = [day for one in self.asked if one.first for day in (one.first, one.anchor)]
        days += [day for one in self.given for day in (one.start, one.end) if day]
        days += [window.day for window in self.lapsing]
        if not days:
            return None
        surgery = self.review.case.request.surgery_day
        return axis_over([*days, *([surgery] if surgery else [])], self.review.on, _MARGIN, self.width - _MARGIN)

    @cached_property
    def drawing(self) -> Drawing:
        """The whole picture with its words."""
        page = _Page(self.width)
        self._days(page)
        self._what_is_asked(page)
        self._what_was_given(page)
        self._what_lapses(page)
        page.y += _LANE
        page.lines(LEGEND, _SMALL, "quiet", 5, _MARGIN)
        return Drawing("timeline", "The course of care: what was given, and what is asked", self.width,
                       page.y + _MARGIN, tuple(page.parts), tuple(self._words()))

    def _days(self, page: _Page) -> None:
        """The day of the request and of the surgery, with their signs."""
        surgery = self.review.case.request.surgery_day
        for day, name, dashed in ((self.review.on, "request", False), (surgery, "surgery", True)):
            if day:
                y = page.y + _LINE / 2
                page.parts.append(Stroke(((_MARGIN, y), (_INDENT - 4, y)), "accent", 2, dashed))
                page.parts.append(Label(_INDENT, y, f"{name} {day.isoformat()}", "accent", size=_SIZE, strong=True))
                page.y += _LINE
        page.y += 4

    def _marks(self, page: _Page) -> None:
        """The axis above the lanes that follow."""
        if self.axis:
            page.parts += axis_parts(self.axis, page.y + 14)
            page.y += 24

    # -- lanes ------------------------------------------------------------------------------------------------------

    def _lane(self, page: _Page, axis: Axis, *bars: Part) -> None:
        """Bars with the days of request and surgery across them."""
        page.parts += bars
        surgery = self.review.case.request.surgery_day
        for day, dashed in ((self.review.on, False), (surgery, True)):
            if day and axis.holds(day):
                x = axis.x(day)
                page.parts.append(Stroke(((x, page.y), (x, page.y + _BAR + 4)), "accent", 2, dashed))
        page.y += _BAR + _BETWEEN

    def _what_is_asked(self, page: _Page) -> None:
        if not self.asked:
            return
        page.heading("What is asked")
        if any(one.first for one in self.asked):
            self._marks(page)
        drawn: set[tuple[date, date]] = set()
        for one in self.asked:
            tone, truth = _TRUTHS[one.truth]
            page.mark(tone)
            page.lines(one.says)
            page.lines(f"{truth}: {one.needed}; {one.counted}", _SMALL, "quiet")
            if one.first and self.axis:
                page.lines(f"window {one.first.isoformat()} to {one.anchor.isoformat()}", _SMALL, "quiet")
            if one.first and self.axis and (one.first, one.anchor) not in drawn:
                drawn.add((one.first, one.anchor))
                start, end, y = self.axis.x(one.first), self.axis.x(one.anchor), page.y + _BAR / 2 + 2
                self._lane(page, self.axis, Stroke(((start, y), (end, y)), "ink", 2),
                           *(Stroke(((x, y - 4), (x, y + 4)), "ink", 2) for x in (start, end)))
            else:
                page.y += _BETWEEN - 4

    def _what_was_given(self, page: _Page) -> None:
        page.heading("What was given")
        dated = [one for one in self.given if one.start or one.end]
        undated = [one for one in self.given if not one.start and not one.end]
        if dated:
            self._marks(page)
        for one in dated:
            self._named(page, one)
            page.lines(one.details, _SMALL, "quiet")
            if self.axis:
                self._lane(page, self.axis, *self._bar(one, self.axis, page.y + 2))
        if dated and undated:
            page.lines("Without dates, so on no day of the axis:", _SMALL, "quiet", left=_MARGIN)
        for one in undated:
            self._named(page, one)
            if one.mark != NOT_FOUND:
                page.y += 2
                told = shortened(one.details, self.width - _INDENT - _MARGIN - 10, _SMALL)
                room = width_of(told, _SMALL) + 8
                page.parts.append(Box(_INDENT, page.y, room, _LINE + 1, "quiet", filled=False, dashed=True,
                                      tip=one.told))
                page.parts.append(Label(_INDENT + 4, page.y + _LINE / 2, told, "quiet", size=_SMALL))
                page.y += _LINE
            page.y += _BETWEEN - 4
        if not self.given:
            page.lines("No course of care is recorded.", left=_MARGIN)

    def _named(self, page: _Page, one: Given) -> None:
        """A course with its mark at the right."""
        page.mark(_MARKS.get(one.mark, "neutral"))
        room = self.width - _INDENT - 2 * _MARGIN - width_of(one.mark, _SIZE)
        page.parts.append(Label(_INDENT, page.y + _LINE / 2, shortened(one.name, room, _SIZE), size=_SIZE))
        page.parts.append(Label(self.width - _MARGIN, page.y + _LINE / 2, one.mark, "ink", "end", _SIZE))
        page.y += _LINE

    def _bar(self, one: Given, axis: Axis, y: float) -> Iterator[Part]:
        """The windows asked for as bands, the whole course as an outline, the days that count filled."""
        known = (one.start or one.end, one.end or one.start)
        if known[0] is None or known[1] is None:
            return
        for begins, ends in dict.fromkeys((asked.first, asked.anchor) for asked, _ in one.verdicts if asked.first):
            start = axis.x(begins)
            yield Box(start, y - 1, axis.x(ends) - start, _BAR + 2, "accent", faint=True)
        left, right = axis.x(known[0]), axis.x(known[1])
        unsure = not one.stated_end or one.start is None or one.end is None
        if one.counted:
            first, last = axis.x(one.counted[0]), axis.x(one.counted[1])
            yield Box(first, y, max(last - first, 2), _BAR, "meets")
        tone = _MARKS.get(one.mark, "neutral")
        yield Box(left, y, max(right - left, 2), _BAR, tone, filled=False, dashed=unsure, tip=one.told)

    def _what_lapses(self, page: _Page) -> None:
        if not self.lapsing or not self.axis:
            return
        page.heading("What time changes")
        self._marks(page)
        for window in self.lapsing:
            page.mark("fails" if window.before_surgery else "neutral")
            page.lines(window.says or window.path)
            late = {WindowKind.LAPSES: ", before the planned surgery", WindowKind.OPENS: ", after the planned surgery"}
            told = _HOLDS[window.kind].format(window.day.isoformat())
            page.lines(told + (late.get(window.kind, "") if window.before_surgery else ""), _SMALL, "quiet")
            x, on, y = self.axis.x(window.day), self.axis.x(self.review.on), page.y + _BAR / 2 + 2
            dashed = window.kind is not WindowKind.LAPSES
            self._lane(page, self.axis, Stroke(((min(x, on), y), (max(x, on), y)), "ink", 2, dashed),
                       Box(x - 2, y - 4, 4, 8, "ink"))

    # -- words ------------------------------------------------------------------------------------------------------

    def _words(self) -> Iterator[str]:
        request = self.review.case.request
        surgery = request.surgery_day.isoformat() if request.surgery_day else "not stated"
        yield f"Request: {self.review.on.isoformat()}. Planned surgery: {surgery}."
        for one in self.asked:
            yield plain(_told(one))
        if not self.asked:
            yield "No criterion of the requested lines counts courses of care."
        yield from (plain(one.told) for one in self.given)
        yield from care_marks(self.review.determination.record)
        yield from (plain(window_text(window)) for window in self.review.windows)


def _told(one: CareAsked) -> str:
    """What is asked, as a sentence."""
    truth = _TRUTHS[one.truth][1] + (" because the record is silent" if one.by_silence else "")
    look_back = "without a look-back"
    if one.first and one.within_days is not None:
        look_back = (f"counted over {one.within_days} days back from the {one.counted_from} "
                     f"({one.first.isoformat()} to {one.anchor.isoformat()})")
    return (f"Asked: {one.says} [{one.cite}], for {', '.join(one.lines)}. {one.needed}, {look_back}; {one.counted}: "
            f"{truth}.")
