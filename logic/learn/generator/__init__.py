"""Made-up requests by topic, difficulty and seed: the same on every machine.

A request is complete at first (`lumbar`, `neck_and_pelvis`, `grafts_and_stay`, `traps`), then some things in it are
turned (`care_turns`, `imaging_turns`, `other_turns`, `region_turns`), and its story is told from what it holds in the
end (`story`).
"""

from logic.learn.generator.requests import Generated, generated, generated_request, topics

__all__ = ["Generated", "generated", "generated_request", "topics"]
