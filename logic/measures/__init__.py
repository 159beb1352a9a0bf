"""Computed facts: what policies read that no single answer holds. Their parameters come from the policy."""

from logic.measures import (  # noqa: F401 - each module registers its computed facts
    ages, construct, course_details, curve_growth, deformity, earlier_surgery, examination,
    joint_injections, listhesis, other_levels, si_joint, signs, surgery_benefit, symptoms, treatment, unbroken_care,
)
from logic.measures.base import MEASURES, SHOWINGS, Measure, Parameters, Place, Shown

__all__ = ["MEASURES", "SHOWINGS", "Measure", "Parameters", "Place", "Shown"]
