"""The topics of the Learn page and the pitfalls of its lessons, by id, in the order in which they are shown."""

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {
    "lumbar_decompression": "Lumbar decompression",
    "lumbar_fusion": "Lumbar fusion",
    "cervical": "Cervical spine",
    "si_joint": "Sacroiliac joint",
    "deformity": "Deformity and staged reconstruction",
    "grafts": "Bone grafts and growth protein",
    "level_of_care": "Level of care",
    "conservative_care": "Conservative care and its windows",
    "imaging": "Imaging and reports",
    "status": "What the chart shows, implies or does not say",
    "coding": "Coding traps",
}
"""Titles of the topics."""

PITFALLS: Mapping[str, str] = {
    "just_below": "A limit is inclusive: at the limit is enough, just below it is not.",
    "exception_not_shown": "An exception counts only when the record shows it; silence does not waive anything.",
    "silence_is_not_no": "What the record does not mention is open, not absent, unless a report is complete there.",
    "whose_reading": "The radiologist's report governs; what only the surgeon's note states is implied.",
    "wrong_side_or_root": "A finding counts on the side and at the root of the symptoms.",
    "window": "A treatment counts inside the look-back only, counted from the day that the policy names.",
    "duration_is_not_therapy": "How long symptoms last, an injection or one failed visit is no course of therapy.",
    "wrong_region": "Care of another region does not count.",
    "level_not_named": "A line without levels is decided at a level of which nothing is known.",
    "falls_with_primary": "An add-on is never better than the best line on which it hangs.",
    "excluded_adjunct": "An excluded adjunct stays excluded, however well the fusion is documented.",
    "bundled": "What is part of another requested procedure is not weighed on its own.",
    "wrong_code": "A code that does not describe the operation is corrected before anything is weighed.",
    "other_policy": "Another payer may ask for something else of the same record.",
    "setting_is_not_surgery": "The stay needs a ground of its own, even where the operation meets.",
    "not_a_ground": "A finding can be true and severe and still be no ground that the policy names.",
}
"""What a lesson warns of, in a sentence."""
