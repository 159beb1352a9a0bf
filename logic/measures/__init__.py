"""Computed facts: what policies read that no single answer holds. Their parameters come from the policy."""

from logic.measures import (
    ages, construct, curve_growth, deformity, earlier_surgery, exam_signs, examination, listhesis, si_joint,
    surgery_benefit, symptoms, treatment, unbroken_care,
)
from logic.measures.base import MEASURES, Measure, Parameters, Place

__all__ = ["MEASURES", "Measure", "Parameters", "Place", "ages", "construct", "curve_growth", "deformity",
           "earlier_surgery", "exam_signs", "examination", "listhesis", "si_joint", "surgery_benefit", "symptoms",
           "treatment", "unbroken_care"]
