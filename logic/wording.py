"""How facts are named to people: by their label, place and question."""

from logic.vocabulary import Effort, Fact, Vocabulary

_ROW_FACTS = {
    "symptoms": "symptom", "exams": "exam_test", "emgs": "emg_result", "surgeries": "procedure", "curves": "cobb_deg",
    "treatments": "modality", "injections": "injection_type", "requested": "code", "levels": "levels",
    "interspaces": "levels", "interspaces_to_sacrum": "levels", "vertebrae": "levels", "stages": "stage_approach",
}


def fact_at(path: str, vocabulary: Vocabulary) -> Fact | None:
    """The fact of the vocabulary that a path names ("L5-S1.foraminal_stenosis.left")."""
    for part in path.split("."):
        name = _ROW_FACTS.get(part, part)
        if name in vocabulary.facts:
            return vocabulary.facts[name]
    return None


def place_of(path: str) -> str:
    """Where a path stands, in words; empty for the patient."""
    parts = path.split(".")
    side = next((part for part in parts if part in {"left", "right"}), "")
    if parts[0].startswith("stage") and len(parts) > 1:
        return f"stage {parts[0].removeprefix('stage')}"
    level = parts[0] if "-" in parts[0] else ""
    return " ".join(part for part in (level, side) if part)


def label_of(path: str, vocabulary: Vocabulary) -> str:
    """A path in words: the fact's label and where it stands."""
    fact = fact_at(path, vocabulary)
    kind, _, name = path.partition(".")
    if kind in {"treatments", "injections"} and name:
        label = name.replace("_", " ")
    else:
        label = {"symptoms": "Symptoms", "exams": "Examination", "emgs": "Electrodiagnosis",
                 "surgeries": "Earlier operations", "curves": "Measured curves", "levels": "Levels of the request",
                 "requested": "Requested procedures"}.get(kind, fact.label if fact else path)
    where = place_of(path)
    return f"{label}, {where}" if where else label


def effort_of(path: str, vocabulary: Vocabulary) -> Effort:
    """What it takes to get a fact into the record."""
    fact = fact_at(path, vocabulary)
    return fact.effort if fact else Effort.RECORD
