"""Computed facts: what policies read that no single answer holds. Their parameters come from the policy."""

from logic.measures import (
    ages, construct, course_details, deformity, earlier_surgery, examination, joint_injections, listhesis, other_levels,
    si_joint, signs, symptoms, treatment,
)
from logic.measures.base import MEASURES, Measure, Parameters, Place

__all__ = ["MEASURES", "Measure", "Parameters", "Place", "ages", "construct", "course_details", "deformity",
           "earlier_surgery", "examination", "joint_injections", "listhesis", "other_levels", "si_joint", "signs",
           "symptoms", "treatment"]
