"""How facts are named to people: by their label, place and question."""

from logic.vocabulary import Effort, Fact, Vocabulary

ROW_FACTS = {
    "symptoms": "symptom", "exams": "exam_test", "emgs": "emg_result", "surgeries": "procedure", "curves": "cobb_deg",
    "treatments": "modality", "injections": "injection_type", "requested": "code", "levels": "levels",
    "interspaces": "levels", "interspaces_to_sacrum": "levels", "vertebrae": "levels", "stages": "stage_approach",
}


def fact_at(path: str, vocabulary: Vocabulary) -> Fact | None:
    """The fact of the vocabulary that a path names ("L5-S1.foraminal_stenosis.left")."""
    for part in path.split("."):
        name = ROW_FACTS.get(part, part)
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


_ROW_QUESTIONS = {
    "levels": "Which levels is each line requested for?",
    "symptoms": "Which symptoms does the record state, and where: root, side and region?",
    "exams": "What did the examination show: strength, reflexes, sensation and tension signs, by root, side and day?",
    "emgs": "Which roots and sides does the electrodiagnostic report name, and with which result?",
    "surgeries": "Which earlier operations does the record state: kind, levels and date, or none?",
    "curves": "Which curves do the films measure: from which to which vertebra, and how many degrees, or none?",
}


def question_of(path: str, vocabulary: Vocabulary) -> str:
    """The open question that the record has to answer for a path, with all answers possible."""
    kind, _, name = path.partition(".")
    if kind in {"treatments", "injections"} and name:
        return (f"Which courses of {name.replace('_', ' ')} took place, if any: first and last day, visits, region "
                "treated, response?")
    if path in _ROW_QUESTIONS:
        return _ROW_QUESTIONS[path]
    fact = fact_at(path, vocabulary)
    return fact.ask if fact else label_of(path, vocabulary)


def effort_of(path: str, vocabulary: Vocabulary) -> Effort:
    """What it takes to get a fact into the record."""
    fact = fact_at(path, vocabulary)
    return fact.effort if fact else Effort.RECORD
