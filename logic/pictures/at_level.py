"""What the record says at one level of the spine, as a picture and its words tell it: nothing is added or left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from logic.case import SIDE_NOT_STATED, Status, Value
from logic.levels import SI_JOINTS
from logic.reading import shown
from logic.record import Record
from logic.vocabulary import Belongs, Fact

CENTRAL, RECESS, FORAMEN = "central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis"
COMPARTMENTS = (
    (FORAMEN, "left"), (RECESS, "left"), (CENTRAL, ""), (RECESS, "right"), (FORAMEN, "right"),
)
"""The parts of the canal from the patient's left to the right."""
LETTERS: Mapping[str, str] = {
    "none": "none", "minimal": "min", "mild": "mild", "mild_moderate": "mi-mo", "moderate": "mod",
    "moderate_severe": "mo-se", "severe": "sev", "critical": "crit",
}
NOT_GRADED = "n.g."
WHOLE_CANAL = "narrowing of the canal, the recesses and the foramina"
MARKS: Mapping[Status, str] = {Status.IMPLIED: "i", Status.ASSUMED: "a"}
"""What stands beside a finding that no document states."""
SLIP = ("spondylolisthesis", "slip_grade", "slip_mm", "slip_percent")
MOTION = ("dynamic_translation_mm", "dynamic_translation_percent", "dynamic_angulation_deg",
          "dynamic_angulation_vs_adjacent_deg", "dynamic_report_says", "dynamic_motion_called_abnormal")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "root": ("root_compression", "root_named"),
    "cord": ("cord_compression", "cord_signal_change"),
    "slip": (*SLIP, "slip_direction", "slip_type"),
    "motion": MOTION,
    "disc": ("disc_herniation", "disc_herniation_location", "disc_herniation_side"),
    "fracture": ("fracture", "fracture_unstable", "fracture_morphology", "fractured_vertebra", "vcf_type"),
    "also": ("spinal_tumor", "spinal_infection", "pseudarthrosis", "hardware_failure", "pars_defect", "synovial_cyst",
             "opll", "cauda_equina_crowding"),
}
"""What is written at a level, several facts on one line."""
_ALWAYS_TOLD = (CENTRAL, RECESS, FORAMEN, "root_compression", "cord_compression", "disc_herniation", *SLIP[:2])
"""Told in words also where only a complete report answers them."""


@dataclass(frozen=True)
class Stated:
    """One fact at a level, on one side where it has sides; no value: not documented."""

    fact: Fact
    side: str
    values: tuple[Value, ...]
    status: Status
    by_silence: bool = False
    """Read from the silence of a report that is marked complete."""

    @property
    def negative(self) -> bool:
        """Whether it says that something is not there."""
        return bool(self.values) and all(value in {False, "none"} for value in self.values)

    @property
    def where(self) -> str:
        """The fact with its side."""
        side = "side not stated" if self.side == SIDE_NOT_STATED else self.side
        return f"{self.fact.label} {side}".strip()

    @property
    def value(self) -> str:
        """What is recorded; values of several reports stand side by side."""
        return " and ".join(dict.fromkeys(shown(value, self.fact.unit) for value in self.values))

    @property
    def told(self) -> str:
        """The fact in words, with how well the record shows it."""
        if not self.values:
            state = "not in the chart" if self.status is Status.NOT_IN_CHART else "not documented"
            return f"{self.where}: {state}"
        how = [str(self.status)] if self.status in MARKS else []
        how += ["not mentioned in a report marked complete"] if self.by_silence else []
        shown_how = f" ({', '.join(how)})" if how else ""
        return f"{self.where}: {self.value}{shown_how}"


@dataclass(frozen=True)
class AtLevel:
    """A level of the record."""

    record: Record
    level: str

    @cached_property
    def has_canal(self) -> bool:
        """Whether the level has a canal, discs and slips; the sacroiliac joints have not."""
        return self.level not in SI_JOINTS

    @cached_property
    def entered(self) -> frozenset[str]:
        """The facts that somebody entered something for."""
        return frozenset(key.partition(".")[0] for key, held in self.record.case.levels.get(self.level, {}).items()
                         if held)

    def stated(self, name: str, side: str = "") -> Stated:
        """What the record says of a fact, on a side where it has sides."""
        fact = self.record.vocabulary.facts[name]
        reading = self.record.read(name, self.level, 0, (side or "left",))
        by_silence = any(used.path.endswith(".report_complete") for used in reading.used) and name != "report_complete"
        return Stated(fact, side, reading.values, reading.status, by_silence)

    def every_side(self, name: str) -> tuple[Stated, ...]:
        """What the record says of a fact on each side; the side that nobody states only where it is used."""
        if not self.record.vocabulary.facts[name].sided:
            return (self.stated(name),)
        unstated = self.stated(name, SIDE_NOT_STATED)
        used = bool(unstated.values) and not unstated.by_silence
        sides = (self.stated(name, "left"), self.stated(name, "right"))
        return (*sides, unstated) if used else sides

    @cached_property
    def recorded(self) -> tuple[Stated, ...]:
        """Everything that is recorded here, in the order of the vocabulary."""
        names = [name for name in self.record.vocabulary.belonging_to(Belongs.LEVEL)
                 if name in self.entered or (name in _ALWAYS_TOLD and self.has_canal)]
        return tuple(one for name in names for one in self.every_side(name) if one.values)

    @cached_property
    def looked_for(self) -> tuple[Stated, ...]:
        """What somebody looked for and did not find in the chart."""
        names = [name for name in self.record.vocabulary.belonging_to(Belongs.LEVEL) if name in self.entered]
        return tuple(one for name in names for one in self.every_side(name)
                     if not one.values and one.status is Status.NOT_IN_CHART)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What is not documented of slip and motion, which have no cell of their own."""
        if not self.has_canal:
            return ()
        return tuple(name for name, facts in (("slip", SLIP), ("motion", MOTION))
                     if not any(self.stated(fact).values for fact in facts))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The positive findings in few words, by kind; what is recorded as absent stands in the words alone."""
        told = [f"{name}: {', '.join(found)}" for name, facts in _GROUPS.items() if (found := [*self._group(facts)])]
        unplaced = [one for name in (RECESS, FORAMEN) for one in self.every_side(name)
                    if one.side == SIDE_NOT_STATED and not one.negative]
        return (*(one.told for one in unplaced), *told)

    def _group(self, facts: tuple[str, ...]) -> Iterator[str]:
        found = [one for name in facts if name in self.entered for one in self.every_side(name)
                 if one.values and not one.negative]
        for one in found:
            if one.fact.id == "spondylolisthesis" and len(found) > 1:
                continue  # its size says so already
            mark = f" ({one.status})" if one.status in MARKS else ""
            yield f"{_short(one)}{mark}"

    @cached_property
    def missing_compartments(self) -> tuple[str, ...]:
        """The parts of the canal of which nothing is documented."""
        cells = [self.stated(name, side) for name, side in COMPARTMENTS] if self.has_canal else []
        found = tuple(one.where for one in cells if not one.values and one.status is not Status.NOT_IN_CHART)
        return found if len(found) < len(COMPARTMENTS) else (WHOLE_CANAL,)


def _short(one: Stated) -> str:
    """A positive finding as it stands behind the name of its kind."""
    side = "side not stated" if one.side == SIDE_NOT_STATED else one.side
    if one.fact.id in {"fracture", "spondylolisthesis"}:
        return "yes"
    if all(value is True for value in one.values):
        return f"{one.fact.label} {side}".strip()
    name = {"slip_grade": "grade", "hardware_failure": "hardware", "pars_defect": "pars",
            "dynamic_report_says": "films:"}.get(one.fact.id, "")
    return " ".join(part for part in (side, name, one.value) if part)
