"""Puts the named criteria of an edition in place and fills in ids, citations and words."""

from dataclasses import dataclass, field

from logic.case import Value
from logic.catalogue import Catalogue, Selection
from logic.measures import MEASURES
from logic.policy import Confidence, Criterion, Rule
from logic.policy_checks import Named
from logic.reading import shown
from logic.vocabulary import Vocabulary


@dataclass
class Resolving:
    """Resolves the rules of one edition whose files were checked."""

    vocabulary: Vocabulary
    catalogue: Catalogue
    named: Named
    done: dict[str, Criterion] = field(default_factory=dict)

    def rule(self, rule: Rule) -> Rule:
        """A rule whose codes are listed and whose criteria are complete in themselves."""
        codes = tuple(code for code, entry in self.catalogue.entries.items() if rule.covers.selects(entry))
        updates: dict[str, object] = {"covers": Selection(codes=codes)}
        if rule.criteria:
            updates["criteria"] = self._resolved(rule.criteria, rule.id, rule.cite, rule.confidence)
        if rule.excluded and rule.excluded.unless:
            unless = self._resolved(rule.excluded.unless, f"{rule.id}.unless", rule.excluded.cite,
                                   rule.excluded.confidence)
            updates["excluded"] = rule.excluded.model_copy(update={"unless": unless})
        return rule.model_copy(update=updates)

    def _resolved(self, criterion: Criterion, own_id: str, cite: str, confidence: Confidence) -> Criterion:
        """The criterion with its names put in place and id, citation, confidence and words filled in."""
        if criterion.use is not None:
            return self._used(criterion, cite, confidence)
        cite, confidence = criterion.cite or cite, criterion.confidence or confidence
        updates: dict[str, object] = {
            "id": own_id, "cite": cite, "confidence": confidence, "says": criterion.says or self._words(criterion),
        }
        for key in ("all", "any", "of"):
            if parts := getattr(criterion, key):
                updates[key] = tuple(
                    self._resolved(part, f"{own_id}.{part.id or n}", cite, confidence)
                    for n, part in enumerate(parts, start=1)
                )
        if criterion.when:
            updates["when"] = self._resolved(criterion.when, f"{own_id}.when", cite, confidence)
        return criterion.changed(updates)

    def _used(self, criterion: Criterion, cite: str, confidence: Confidence) -> Criterion:
        name = criterion.use or ""
        if name not in self.done:
            own, _ = self.named[name]
            # What it leaves unsaid does not depend on who uses it first.
            self.done[name] = self._resolved(own, name, own.cite or cite, own.confidence or Confidence.SECONDARY)
        changed = {key: getattr(criterion, key) for key in criterion.model_fields_set - {"use", "when", "id"}}
        if criterion.when:
            changed["when"] = self._resolved(criterion.when, f"{name}.when", cite, confidence)
        return self.done[name].changed(changed)

    def _words(self, criterion: Criterion) -> str:
        """A plain sentence for a criterion that states none."""
        if criterion.parts:
            how = {"all": "all of these", "any": "one of these"}
            key = "all" if criterion.all else "any" if criterion.any else ""
            return how.get(key, f"at least {criterion.at_least} of these")
        if criterion.requested:
            return "such a procedure is requested"
        name = criterion.fact or criterion.computed or ""
        fact = self.vocabulary.facts.get(name)
        label, unit = (fact.label, fact.unit) if fact else (MEASURES[name].label, MEASURES[name].unit)
        return f"{label}: {', '.join(limit_in_words(test, value, unit) for test, value in criterion.tests.items())}"


def limit_in_words(name: str, value: Value, unit: str | None = None) -> str:
    """A test as people read it ("at least 6 weeks")."""
    if name == "stated":
        return "stated"
    lead = {"min": "at least ", "max": "at most ", "more_than": "more than ", "less_than": "less than ", "is": "",
            "in": "one of ", "includes": "one of "}[name]
    return f"{lead}{shown(value, unit)}"
