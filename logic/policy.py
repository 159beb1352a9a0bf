"""What a policy set may say: editions, rules by procedure, and criteria. Nothing about a payer stands in Python."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, StringConstraints, model_validator

from logic.case import Value
from logic.catalogue import Selection
from logic.measures import MEASURES, Parameters
from logic.vocabulary import Frozen

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1)]


TESTS = ("is", "in", "includes", "min", "max", "more_than", "less_than", "stated")


class Confidence(StrEnum):
    """How sure we are of the wording of a criterion."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    VERIFY = "verify"      # decides like any other, and says that the current bulletin has to be read


class Silence(StrEnum):
    """What it means when the record does not say; applied after the parts of a criterion are combined."""

    ASK = "ask"            # not documented
    NOT_MET = "not_met"    # counts against the request, stays on the checklist
    SHOWN = "shown"        # counts as not met unless shown; offered as another ground, never advised
    MET = "met"            # presumed


class Scope(StrEnum):
    """At which levels a criterion is read, seen from the level being decided."""

    LEVEL = "level"
    ANY_LEVEL_OF_LINE = "any_level_of_line"
    EACH_LEVEL_OF_LINE = "each_level_of_line"
    ANY_LEVEL_OF_STAGE = "any_level_of_stage"
    ADJACENT_LEVELS = "adjacent_levels"
    OTHER_LEVELS = "other_levels"


class Requested(Selection):
    """A test of the request itself: whether such a line is requested at the level, in the stage or at all."""

    at: Literal["level", "stage", "request"] = "stage"
    regions: tuple[str, ...] = ()
    same_region: bool = False
    other_lines_only: bool = True


class Criterion(Frozen):
    """One condition: a group of conditions, a fact with its test, a computed fact, or a test of the request."""

    id: Name | None = None
    use: Name | None = None
    says: Text | None = None
    cite: Text | None = None
    confidence: Confidence | None = None
    read_on: date | None = None
    silence: Silence = Silence.ASK
    asked: bool = False
    when: "Criterion | None" = None
    note: Text | None = None
    remedy: Text | None = None
    """What the plan says when the criterion is not met or open."""
    scope: Scope = Scope.LEVEL

    all: Annotated[tuple["Criterion", ...] | None, Field(min_length=1)] = None
    any: Annotated[tuple["Criterion", ...] | None, Field(min_length=1)] = None
    at_least: int | None = Field(default=None, ge=1)
    of: Annotated[tuple["Criterion", ...] | None, Field(min_length=1)] = None

    fact: str | None = None
    computed: str | None = None
    parameters: Annotated[dict[str, Any], Field(alias="with")] = {}
    requested: Requested | None = None

    equals: Annotated[bool | str | float | None, Field(alias="is")] = None
    one_of: Annotated[tuple[str, ...] | None, Field(alias="in", min_length=1)] = None
    includes: Annotated[tuple[str, ...] | None, Field(min_length=1)] = None
    min: float | str | None = None
    max: float | str | None = None
    more_than: float | str | None = None
    less_than: float | str | None = None
    stated: Literal[True] | None = None
    """Any answer meets it."""
    unclear: tuple[str, ...] = ()
    """Values that leave the criterion open: ask for an addendum."""
    sides: Literal["line", "any", "both"] = "line"

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = {
            "use": self.use, "all": self.all, "any": self.any, "of": self.of, "fact": self.fact,
            "computed": self.computed, "requested": self.requested,
        }
        given = [name for name, value in forms.items() if value is not None]
        if len(given) != 1:
            names = ", ".join(given) or "none of them"
            raise ValueError(f"exactly one of {', '.join(forms)} (has {names})")
        if (self.of is None) != (self.at_least is None):
            raise ValueError("at_least together with of")
        if self.at_least is not None and self.of is not None and self.at_least > len(self.of):
            raise ValueError(f"at_least no larger than its {len(self.of)} parts")
        leaf = self.fact is not None or self.computed is not None
        if self.parameters and self.computed is None:
            raise ValueError("with only beside computed")
        if leaf != bool(self.tests):
            raise ValueError(f"a fact or computed fact with a test ({', '.join(TESTS)})")
        return self

    def changed(self, updates: Mapping[str, object]) -> Self:
        """A copy with other fields; nothing computed from the old ones is carried along."""
        copied = self.model_copy(update=updates)
        for name in ("arguments", "parts", "tests", "subject", "torn", "uses", "reads_line", "at_one_level",
                     "compiled"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def arguments(self) -> Parameters | None:
        """The parameters of its computed fact, read once."""
        if self.computed not in MEASURES:
            return None
        return MEASURES[self.computed].parameters.model_validate(self.parameters, strict=False)

    @cached_property
    def parts(self) -> tuple["Criterion", ...]:
        """The conditions that a group combines; empty for a leaf."""
        return self.all or self.any or self.of or ()

    @cached_property
    def tests(self) -> dict[str, Value]:
        """The tests of a leaf by their names in YAML."""
        named = {
            "is": self.equals, "in": self.one_of, "includes": self.includes, "min": self.min, "max": self.max,
            "more_than": self.more_than, "less_than": self.less_than, "stated": self.stated,
        }
        return {name: value for name, value in named.items() if value is not None}


    @cached_property
    def at_one_level(self) -> "Criterion":
        """The same criterion read at one level, of the several that its scope names."""
        return self.changed({"scope": Scope.LEVEL, "silence": Silence.ASK})

    @cached_property
    def subject(self) -> str:
        """What a leaf tests: a fact, or a computed fact with its parameters; empty for what is no such leaf."""
        if self.computed is None:
            return self.fact or ""
        return f"{self.computed} {sorted((key, str(value)) for key, value in self.parameters.items())}"

    @cached_property
    def uses(self) -> tuple["Use", ...]:
        """Every test below that can change an outcome, with whether passing it helps (conditions turn it round)."""
        own = [Use(self.subject, self.tests, helps=True)] if self.subject else []
        below = [use for part in self.parts if not part.asked for use in part.uses]
        turned = [Use(use.subject, use.tests, helps=not use.helps) for use in self.when.uses] if self.when else []
        return (*own, *below, *turned)

    @cached_property
    def torn(self) -> frozenset[str]:
        """The subjects tested here so that three-valued logic alone may leave open what every answer settles alike.

        That is: two tests neither of whose accepted answers contain the other's, or tests in both directions
        (Kleene 1952, section 64: his strong connectives look at one part at a time). A subject that only one part
        tests is that part's affair: seen from here the part is one thing that can come out either way. A condition
        counts as a part.
        """
        by_subject: dict[str, list[Use]] = {}
        for use in self.uses:
            by_subject.setdefault(use.subject, []).append(use)
        below = [{use.subject for use in part.uses} for part in self.parts if not part.asked]
        below += [{self.subject}, {use.subject for use in self.when.uses} if self.when else set()]
        return frozenset(
            subject for subject, uses in by_subject.items() if sum(subject in subjects for subjects in below) > 1
            and any(not one.agrees_with(other) for one, other in combinations(uses, 2)))

    @cached_property
    def compiled(self) -> dict[tuple[int, ...], Any]:
        """What was compiled of it so far (see `compiled`), kept as long as the policy is."""
        return {}

    @cached_property
    def reads_line(self) -> bool:
        """Whether it depends on the requested line itself, not only on the level, the stage and the side."""
        own = bool(self.requested and self.requested.other_lines_only) or self.scope not in {
            Scope.LEVEL, Scope.ADJACENT_LEVELS}
        below = (*self.parts, *((self.when,) if self.when else ()))
        return own or any(part.reads_line for part in below)


class Use(NamedTuple):
    """One test of a subject."""

    subject: str
    tests: dict[str, Value]
    helps: bool

    def agrees_with(self, other: "Use") -> bool:
        """Whether one of the two accepts all that the other accepts, and both count in the same direction."""
        if self.helps is not other.helps:
            return False
        names, others = set(self.tests), set(other.tests)
        if self.tests == other.tests or "stated" in names | others:
            return True
        if any(names | others <= ordered for ordered in ({"min", "more_than"}, {"max", "less_than"})):
            return True
        if not (names | others <= {"is", "in"} or names | others == {"includes"}):
            return False
        return self.words <= other.words or other.words <= self.words

    @property
    def words(self) -> frozenset[Value]:
        """The accepted words, where the one test lists words."""
        if len(self.tests) != 1:
            return frozenset()
        limit = next(iter(self.tests.values()))
        return frozenset(limit) if isinstance(limit, tuple) else frozenset({limit})


class Exclusion(Frozen):
    """The policy calls the procedure experimental or unproven, unless an exception is shown."""

    says: Text
    cite: Text
    confidence: Confidence = Confidence.SECONDARY
    unless: Criterion | None = None


class Incidental(Frozen):
    """The procedure is part of other requested ones, whatever their outcome."""

    says: Text
    cite: Text
    confidence: Confidence = Confidence.SECONDARY
    to: Requested


class Follows(Selection):
    """The requested lines of the same stage on which a line hangs."""

    by_level: bool | None = None


class Rule(Frozen):
    """What a policy asks for some procedures, in some regions."""

    id: Name
    title: Text
    covers: Selection
    regions: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    """The states (two letters) in which the rule holds; none given: everywhere."""
    cite: Text
    confidence: Confidence = Confidence.SECONDARY
    excluded: Exclusion | None = None
    incidental: Incidental | None = None
    follows: Follows | None = None
    criteria: Criterion | None = None
    alternatives: tuple[str, ...] = ()
    """Codes or items that the policy covers instead."""
    notes: tuple[Text, ...] = ()

    @property
    def waits_for_state(self) -> bool:
        """Whether no more than the question of the state stands, because none is stated."""
        return bool(self.states and self.criteria and self.criteria.id == f"{self.id}.state")

    def in_state(self, state: str | None) -> "Rule | None":
        """The rule for a request from a state: itself where it holds, None elsewhere.

        Of a rule that holds in some states only, no more than the question of the state stands while none is stated.
        """
        if not self.states:
            return self
        if state:
            return self if state in self.states else None
        asking = Criterion(id=f"{self.id}.state", says="The state is stated: the criteria hold in some states only",
                           cite=self.cite, confidence=self.confidence, fact="state", stated=True)
        return self.model_copy(update={"criteria": asking, "excluded": None, "incidental": None})


class PolicyFile(Frozen):
    """One file of an edition: criteria to be used by name, and rules."""

    policy: Name
    title: Text
    criteria: dict[Name, Criterion] = {}
    rules: tuple[Rule, ...] = ()


class EditionEntry(Frozen):
    """One edition of a set and the days on which it is in force (both included; none: without limit)."""

    id: Text
    start: Annotated[date | None, Field(alias="from")] = None
    end: Annotated[date | None, Field(alias="to")] = None
    confidence: Confidence = Confidence.SECONDARY
    note: Text | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError("a last day (to) not before the first (from)")
        return self

    def in_force_on(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class SetSource(Frozen):
    """A publication that a set cites."""

    title: Text
    href: str | None = None
    read_on: date | None = None


class SetFile(Frozen):
    """`set.yaml` of a policy set: who it is and which editions there are."""

    set: Name
    title: Text
    payer: Text
    about: Text
    editions: Annotated[tuple[EditionEntry, ...], Field(min_length=1)]
    sources: dict[str, SetSource] = {}


class NotEncoded(Frozen):
    """Something known of the publications that no rule of the set holds, and why."""

    id: Text
    reason: Text


class NotEncodedFile(Frozen):
    """`left_out.yaml` of a policy set."""

    left_out: tuple[NotEncoded, ...]


class Edition(Frozen):
    """One loaded edition: its rules with every named criterion put in place and every id and citation filled in."""

    entry: EditionEntry
    rules: tuple[Rule, ...]

    @cached_property
    def rules_by_code(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that cover a code, by code (codes are resolved when the edition is loaded)."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            for code in rule.covers.codes:
                found[code] = (*found.get(code, ()), rule)
        return found


class PolicySet(Frozen):
    """What a user picks as payer."""

    file: SetFile
    editions: tuple[Edition, ...]
    left_out: tuple[NotEncoded, ...] = ()
    """What was read and is not encoded."""

    @property
    def id(self) -> str:
        """The name of the set, also that of its folder."""
        return self.file.set

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a day; None when none is known."""
        return next((edition for edition in self.editions if edition.entry.in_force_on(day)), None)
