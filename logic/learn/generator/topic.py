"""What a request of each topic is made of: complete requests to begin with, and the turns that the topic is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from logic.learn.generator.care_turns import CARE, only_told, other_region, therapy_not_mentioned, weak_muscle
from logic.learn.generator.draft import Draft, Turn
from logic.learn.generator.grafts_and_stay import grafts, stay
from logic.learn.generator.imaging_turns import IMAGING, other_side, surgeon_reads, worse_elsewhere
from logic.learn.generator.lumbar import anterior, disc, slip, stenosis
from logic.learn.generator.neck_and_pelvis import deformity, neck, si_joint
from logic.learn.generator.other_turns import GROUND, NOTE, not_in_chart, symptoms_unclear, thinned
from logic.learn.generator.region_turns import DEFORMITY, SI
from logic.learn.generator.traps import coding

AS_IT_SHOULD_BE = 0.3
"""The share of easy requests in which nothing is turned."""


@dataclass(frozen=True)
class Topic:
    """The requests of a topic."""

    bases: tuple[Turn, ...]
    turns: tuple[Turn, ...]
    """One of these decides."""
    beside: tuple[Turn, ...] = ()
    """One of these stands beside it when the request is harder."""


TOPIC: Mapping[str, Topic] = {
    "lumbar_decompression": Topic((disc, stenosis), (*IMAGING, *CARE, symptoms_unclear, weak_muscle), NOTE),
    "lumbar_fusion": Topic((slip, slip, anterior), (*GROUND, *IMAGING[1:]), (*CARE, *NOTE)),
    "cervical": Topic((neck,), (*IMAGING, *CARE), NOTE),
    "si_joint": Topic((si_joint,), SI, (thinned,)),
    "deformity": Topic((deformity,), DEFORMITY, CARE),
    "grafts": Topic((grafts,), (), (*GROUND, *IMAGING, *CARE)),
    "level_of_care": Topic((stay,), (), (*IMAGING, *CARE)),
    "conservative_care": Topic((disc, stenosis, neck), (*CARE, other_region, weak_muscle), NOTE),
    "imaging": Topic((disc, stenosis, neck), (*IMAGING, other_side, worse_elsewhere), NOTE),
    "status": Topic((disc, stenosis, slip), (surgeon_reads, not_in_chart, thinned, only_told, therapy_not_mentioned),
                    (*CARE, *IMAGING)),
    "coding": Topic((coding,), (), (*IMAGING, *CARE)),
}


def made(draft: Draft, topic: Topic) -> None:
    """Fills a draft: a complete request, then so many turns as its difficulty asks for."""
    draft.dice.choice(topic.bases)(draft)
    easy = draft.difficulty == 1
    if topic.turns and not (easy and draft.dice.chance(AS_IT_SHOULD_BE)):
        draft.dice.choice(topic.turns)(draft)
    if topic.beside and not easy and draft.dice.chance(0.3 * draft.difficulty):
        draft.dice.choice(topic.beside)(draft)
    if draft.difficulty == _HARD and NOTE not in (topic.turns, topic.beside) and draft.dice.chance(0.5):
        draft.dice.choice(NOTE)(draft)


_HARD = 3
