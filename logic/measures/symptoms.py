"""Whether symptoms and signs of neural compression fit a level: region, root and side against the findings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Row, Status, Value
from logic.levels import ROOTS, UNNAMED, region_of_root, root_distance, roots_of
from logic.measures.base import Parameters, Place, Shown, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind

NEURAL = {"radicular_pain", "numbness", "paresthesia", "weakness_reported"}
CORD_REGIONS = {"cervical", "thoracic"}
COMPRESSED = {"compression", "impingement", "displacement", "contact", "abutment", "effacement", "encroachment"}
_GENERAL = {
    "neurogenic_claudication": {"lumbar"}, "cauda_equina_syndrome": {"lumbar"}, "myelopathy": CORD_REGIONS,
    "cord_or_conus_deficit": {*CORD_REGIONS, "lumbar"},
}
_DECISIVE = {"lumbar": "neurogenic_claudication", "cervical": "myelopathy", "thoracic": "myelopathy"}


class Fit(StrEnum):
    """How one symptom or sign stands to a level."""

    FITS = "fits"
    MISMATCH = "mismatch"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Sign:
    """One symptom or abnormal sign with what the record says of its root, side and region."""

    path: str
    told: str
    row: Row
    root: str | None
    side: str | None
    region: str | None


@measure(
    "symptom_fit", label="symptoms or signs of neural compression that fit the level", kind=Kind.CHOICE,
    options=("fits", "none"), parameters=Parameters, by_level=True,
    facts=("symptom", "symptom_root", "symptom_side", "symptom_region", "exam_test", "exam_root", "exam_side", "mrc",
           "exam_result", "neurogenic_claudication", "myelopathy", "cauda_equina_syndrome", "cord_or_conus_deficit",
           "symptom_source", "central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis", "root_compression",
           "cord_compression"),
)
def symptom_fit(place: Place, _asked: Parameters) -> Reading:
    """`fits` when a symptom or sign matches root, side and region of the level; a neighbouring root is compatible.

    Only mismatches (opposite side, or a root two or more away without claudication) leave it open, as a
    contradiction to resolve, until the record explains the source of the symptoms.
    """
    if place.level == UNNAMED:
        return place.record.read("symptom_source", place.level, place.line.stage, ("left",))
    general = list(_general(place))
    met = tuple(used for name, used, holds in general if holds)
    if met:
        return Reading("symptoms", values=("fits",), used=met)
    signs = [(sign, fit(sign, place)) for sign in signs_of(place)]
    fitting = tuple(_used(sign) for sign, how in signs if how is Fit.FITS)
    if fitting:
        return Reading("symptoms", values=("fits",), used=fitting)
    mismatched = [sign for sign, how in signs if how is Fit.MISMATCH]
    if mismatched:
        return _explained(place, mismatched)
    return _absent(place, {name: holds for name, _, holds in general}, unclear=any(f is Fit.UNCLEAR for _, f in signs))


@showing("symptom_fit")
def fitting_symptom(place: Place, _asked: Parameters, tests: Mapping[str, Value]) -> Shown | None:
    """A symptom of a root of the level, on the side that its findings leave possible."""
    roots = roots_of(place.level)
    if not roots or tests.get("is") != "fits":
        return None
    sides = sides_affected(place) or set(place.sides)
    return Shown((("symptoms", {"symptom": "radicular_pain", "symptom_root": roots[0],
                                "symptom_side": min(sides), "symptom_region": place.regions[0]}),))


def _general(place: Place) -> Iterator[tuple[str, Used, bool | None]]:
    """Symptoms of cord, conus or cauda equina, which name no root, where they can stem from the region."""
    for name, regions in _GENERAL.items():
        if not regions & set(place.regions):
            continue
        reading = place.record.read(name, place.level, place.line.stage, ("left",))
        holds = reading.values[0] is True if reading.values else None
        used = reading.used[0] if reading.used else Used(name, "not answered", Status.UNANSWERED)
        yield name, used, holds


def signs_of(place: Place) -> Iterator[Sign]:
    """The symptoms of neural compression and the abnormal signs that the record holds."""
    for row in place.record.rows("symptoms"):
        if row.values.get("symptom") in NEURAL:
            yield _sign("symptoms", shown(row.values["symptom"]), row, "symptom")
    for row in place.record.rows("exams"):
        if abnormal(row):
            yield _sign("exams", shown(row.values.get("exam_test", "sign")), row, "exam")


def abnormal(row: Row) -> bool:
    """Whether an examination row shows a sign of a compressed root: weakness, reduced reflex, positive tension test."""
    test, result = row.values.get("exam_test"), row.values.get("exam_result")
    if test == "motor":
        return row.values.get("mrc", "5") != "5" or result in {"reduced", "absent"}
    if test in {"reflex", "sensation"}:
        return result in {"reduced", "absent", "abnormal"}
    return test in {"straight_leg_raise", "femoral_stretch", "spurling"} and result == "positive"


def _sign(path: str, told: str, row: Row, prefix: str) -> Sign:
    root = row.values.get(f"{prefix}_root")
    side = row.values.get(f"{prefix}_side")
    region = row.values.get(f"{prefix}_region")
    named = str(root) if root in ROOTS else None
    tension = {"spurling": "cervical", "straight_leg_raise": "lumbar", "femoral_stretch": "lumbar"}
    place = str(region) if region else region_of_root(named) if named else tension.get(
        str(row.values.get("exam_test")))
    where = " ".join(part for part in (str(side or ""), named or "") if part)
    return Sign(path, f"{told} {where}".strip(), row, named, str(side) if side else None, place)


def fit(sign: Sign, place: Place) -> Fit:
    """How a symptom or sign stands to the level of a requested line."""
    if sign.region is None:
        return Fit.UNCLEAR
    if sign.region not in place.regions:
        return Fit.ELSEWHERE
    if sign.root and root_distance(place.level, sign.root) > 1:
        return Fit.MISMATCH
    sides = sides_affected(place)
    if sign.side in {"left", "right"} and sides and sign.side not in sides:
        return Fit.MISMATCH
    return Fit.FITS


def sides_affected(place: Place) -> set[str]:
    """The sides on which the level can cause symptoms; empty when nothing tells one side from the other."""
    if place.line.line.side in {"left", "right"}:
        return {str(place.line.line.side)}
    return set() if _midline_finding(place) else {side for side in ("left", "right") if _finding_on(place, side)}


def _midline_finding(place: Place) -> bool:
    central = _words(place, "central_stenosis", "left")
    return bool(central & _moderate_or_worse(place)) or bool(_words(place, "cord_compression", "left") & COMPRESSED)


def _finding_on(place: Place, side: str) -> bool:
    graded = _words(place, "lateral_recess_stenosis", side) | _words(place, "foraminal_stenosis", side)
    return bool(graded & _moderate_or_worse(place)) or bool(_words(place, "root_compression", side) & COMPRESSED)


def _words(place: Place, fact: str, side: str) -> set[str]:
    return {str(value) for value in place.record.read(fact, place.level, place.line.stage, (side,)).values}


def _moderate_or_worse(place: Place) -> set[str]:
    words = place.record.vocabulary.scales["stenosis"].words
    return set(words[words.index("moderate"):])


def _explained(place: Place, signs: Iterable[Sign]) -> Reading:
    """The reading when every symptom that could fit is on another side or root."""
    told = list(signs)
    why = f"{'; '.join(sign.told for sign in told)} does not match {place.level}"
    source = place.record.read("symptom_source", place.level, place.line.stage, ("left",))
    used = (*(_used(sign) for sign in told), *source.used)
    if source.values:
        explained = "fits" if "this_level" in source.values else "none"
        return Reading(source.path, values=(explained,), used=used)
    return Reading(source.path, open=True, used=used, open_paths=(source.path,), conflict=why)


def _absent(place: Place, general: dict[str, bool | None], *, unclear: bool) -> Reading:
    """No fitting sign: absent when symptoms were recorded and the one general symptom of the region is denied."""
    rows = place.record.rows("symptoms")
    decisive = {_DECISIVE[region] for region in place.regions if region in _DECISIVE}
    denied = all(general.get(name) is False for name in decisive)
    used = tuple(Used("symptoms", shown(row.values.get("symptom", "symptom")), row.status, row.source, held=row)
                 for row in rows)
    if denied and not rows.open and not unclear:
        return Reading("symptoms", values=("none",), used=used)
    open_paths = tuple(name for name in sorted(decisive) if general.get(name) is None)
    return Reading("symptoms", open=True, used=(*used, *rows.looked_for), open_paths=("symptoms", *open_paths))


def _used(sign: Sign) -> Used:
    row = sign.row
    return Used(sign.path, sign.told, row.status, row.source, row.words or row.reason or row.remark, row)
