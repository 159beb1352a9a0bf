"""For machines: the record as a FHIR R4B Questionnaire, and a case as its QuestionnaireResponse; there and back."""
