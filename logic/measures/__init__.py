"""Computed facts: what policies read that no single answer holds. Their parameters come from the policy."""

from logic.measures import (
    ages, construct, deformity, earlier_surgery, examination, listhesis, si_joint, symptoms, treatment,
)
from logic.measures.base import MEASURES, SHOWINGS, Measure, Parameters, Place, Shown

__all__ = ["MEASURES", "SHOWINGS", "Measure", "Parameters", "Place", "Shown", "ages", "construct", "deformity",
           "earlier_surgery", "examination", "listhesis", "si_joint", "symptoms", "treatment"]
