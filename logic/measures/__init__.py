"""Computed facts: what policies read that no single answer holds. Their parameters come from the policy."""

from logic.measures import (
    ages, construct, deformity, earlier_surgery, examination, listhesis, si_joint, symptoms, treatment,
)
from logic.measures.base import MEASURES, Measure, Parameters, Place

__all__ = ["MEASURES", "Measure", "Parameters", "Place", "ages", "construct", "deformity", "earlier_surgery",
           "examination", "listhesis", "si_joint", "symptoms", "treatment"]
