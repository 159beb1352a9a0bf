"""Stimulators, vertebral augmentation, monitoring, navigation, microscope and services that are never separate."""

from collections.abc import Iterator

from logic.checks.base import Answer, check
from logic.checks.pairs import excluded_pairs
from logic.checks.view import View, codes_of, ids
from logic.reading import word

_NO_SURGERY = {"level_of_care", "monitoring", "stimulator", "graft"}
_NO_OPERATION = {"76000", "69990", "61783", "22505", "20660"}


def _operations(view: View, stage: int) -> tuple[str, ...]:
    """The lines of a stage that are operations on the spine, by id."""
    return tuple(line.id for line in view.lines if line.stage == stage and line.code not in _NO_OPERATION
                 and (entry := view.entry(line)) and entry.family not in _NO_SURGERY)


@check("CR-STM-001")
def stimulator_device(view: View) -> Iterator[Answer]:
    """A spinal stimulator is E0748 worn outside, or E0749 with 20975 implanted."""
    for line in view.of(view.named("not_spinal")):
        yield Answer(f"{line.code} is not for spinal fusion", (line.id,))
    implanting = view.of({"20975"})
    if implanting and not view.of({"E0749"}):
        yield Answer("20975 without the implanted device E0749", ids(*implanting))
    if implanting and (worn := view.of({"E0748"})):
        yield Answer("20975 is the implanted device, E0748 is worn outside", ids(*implanting, *worn))


@check("CR-AUG-001")
def vertebral_augmentation(view: View) -> Iterator[Answer]:
    """One kind of augmentation a vertebra, for a fracture or lesion, and not beside its open treatment."""
    yield from excluded_pairs(view)
    if not view.record.case.diagnoses:
        yield Answer("no diagnosis is recorded", ids(*view.concerned()), open=True)
    elif not view.diagnosed(view.named("diagnoses")):
        yield Answer("no diagnosis of a fracture or lesion", ids(*view.concerned()))


@check("CR-MON-001")
def monitoring_by_the_team(view: View) -> Iterator[Answer]:
    """Monitoring is reported by somebody outside the operating team."""
    for line in view.concerned():
        billed_by = view.options("monitoring_billed_by", line.stage)
        if billed_by is None:
            yield Answer(f"who reports {line.code} is not stated", (line.id,), open=True)
        elif billed_by & view.named("team"):
            who = ", ".join(word(role) for role in sorted(billed_by))
            yield Answer(f"{line.code} is reported by the {who}", (line.id,))


@check("CR-MON-002")
def remote_monitoring_and_medicare(view: View) -> Iterator[Answer]:
    """Medicare knows G0453 for remote monitoring, not 95941; never both."""
    remote, medicare = view.of({"95941"}), view.of({"G0453"})
    if remote and medicare:
        yield Answer("95941 and G0453 together", ids(*remote, *medicare))
    elif remote:
        insurance = view.patient("insurance_line").values
        if not insurance:
            yield Answer("the kind of insurance is not stated", ids(*remote), open=True)
        elif set(insurance) & view.named("medicare"):
            yield Answer("95941 for a patient with Medicare", ids(*remote))


@check("CR-MON-003")
def monitoring_without_baseline(view: View) -> Iterator[Answer]:
    """Monitoring is an add-on to a baseline study."""
    for line in view.concerned():
        primaries = view.record.catalogue.primaries_of(line.code) or ()
        if not view.of(primaries, line.stage) and not line.line.certified_earlier:
            yield Answer(f"{line.code} without a baseline study", (line.id,))


@check("CR-IMG-001")
def navigation(view: View) -> Iterator[Answer]:
    """Navigation is reported once, with an instrumented fusion."""
    for line in view.concerned():
        if not view.families({"fusion", "instrumentation", "pelvic_fixation"}, line.stage):
            yield Answer(f"{line.code} without fusion or instrumentation in its stage", (line.id,))
        if (line.line.units or 1) > 1:
            yield Answer(f"{line.code} x{line.line.units}", (line.id,))


@check("CR-IMG-002")
def fluoroscopy(view: View) -> Iterator[Answer]:
    """Fluoroscopy is part of an operation on the spine."""
    for line in view.concerned():
        if operations := _operations(view, line.stage):
            yield Answer(f"{line.code} is part of the operation", (line.id, *operations))


@check("CR-MIC-001")
def operating_microscope(view: View) -> Iterator[Answer]:
    """The microscope is included in some codes by definition and bundled into most others."""
    for line in view.concerned():
        including = view.of(view.named("including"), line.stage)
        primaries = view.of(view.record.catalogue.primaries_of(line.code) or (), line.stage)
        operations = _operations(view, line.stage)
        if including:
            yield Answer(f"{codes_of(including)} includes the microscope", ids(line, *including), severity="error")
        elif operations and not primaries:
            yield Answer("bundled into the codes of this stage", (line.id, *operations))


@check("CR-INC-001")
def incidental_services(view: View) -> Iterator[Answer]:
    """Repair of a tear made in the operation, manipulation and positioning are part of it."""
    for line in view.concerned():
        operations = tuple(other for other in _operations(view, line.stage) if other != line.id)
        if operations:
            yield Answer(f"{line.code} is part of the operation", (line.id, *operations))
