"""`policies --lint`: what loads and still cannot be meant, each with its place and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path as FilePath

from logic.bench.answers import answers, truth_with
from logic.bench.implied import exclude_each_other, implies, same, shape
from logic.bench.policy_files import EditionFiles, Node, edition_files, inside, parts_of
from logic.bench.possible import Possible, State
from logic.loading import Library
from logic.policy import Criterion, Rule, Silence
from logic.problems import Path, written
from logic.truth import Truth
from logic.vocabulary import Vocabulary
from logic.yaml_source import Source


NOTHING = "lint: nothing to remark"


@dataclass(frozen=True, order=True)
class Remark:
    """Something in a policy that its author should look at."""

    file: str
    line: int
    path: str
    kind: str
    says: str
    why: str

    def __str__(self) -> str:
        """The place, then what stands there and why it is odd."""
        return f"{self.file}:{self.line}: {self.path}\n    {self.kind}: {self.says}; {self.why}"


def lint(library: Library, sets: FilePath, only: str | None = None, on: date | None = None) -> tuple[Remark, ...]:
    """Every remark on the sets of a folder, in the order of the files. Without a day nothing is expired."""
    found: set[Remark] = set()
    for edition in edition_files(library, sets, only):
        for look in _LOOKS:
            found |= set(look(edition, library))
    if on:
        found |= set(_expired(library, only, on))
    return tuple(sorted(found))


def lint_lines(remarks: tuple[Remark, ...], library: Library, only: str | None = None) -> Iterator[str]:
    """What people read: the remarks, then what no rule covers."""
    yield f"lint: {len(remarks)} remark{'s' if len(remarks) != 1 else ''}" if remarks else NOTHING
    for remark in remarks:
        yield f"  {str(remark).replace(chr(10), chr(10) + '  ')}"
    yield from uncovered(library, only)


def uncovered(library: Library, only: str | None = None) -> Iterator[str]:
    """Per edition, the codes of the catalogue that no rule covers, by family: to know, not to mend."""
    for policy_set in library.sets.values():
        for edition in policy_set.editions if only in {None, policy_set.id} else ():
            families: dict[str, list[str]] = {}
            for code, entry in library.catalogue.entries.items():
                if code not in edition.rules_by_code:
                    families.setdefault(entry.family, []).append(code)
            if families:
                yield f"{policy_set.id} {edition.entry.id}: codes without a rule"
                yield from (f"  {family}: {', '.join(codes)}" for family, codes in sorted(families.items()))


def _remark(node: Node, kind: str, says: str, why: str) -> Remark:
    return _at(node.source, node.path, kind, says, why)


def _at(source: Source, path: Path, kind: str, says: str, why: str) -> Remark:
    return Remark(source.file, source.line_of(path), written(path), kind, says, why)


def called(criterion: Criterion) -> str:
    """A criterion in a few words."""
    if criterion.use:
        return f"use {criterion.use}"
    if criterion.fact or criterion.computed:
        tests = ", ".join(f"{name} {_word(value)}" for name, value in criterion.tests.items())
        return f"{criterion.fact or criterion.computed} {tests}"
    if criterion.id or criterion.says:
        return criterion.id or f'"{criterion.says}"'
    return "a test of the request" if criterion.requested else "a group"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


# -- parts that never decide ----------------------------------------------------------------------------------------

def _idle_parts(edition: EditionFiles, library: Library) -> Iterator[Remark]:
    """Parts beside a sibling that settles them."""
    for node in edition.nodes():
        plain = [(part, edition.plain(part.criterion)) for part in parts_of(node) if not part.criterion.asked]
        for (first, one), (second, other) in combinations(plain, 2):
            yield from _idle(node.criterion, (first, one), (second, other), library.vocabulary)


def _idle(
    group: Criterion, first: tuple[Node, Criterion], second: tuple[Node, Criterion], vocabulary: Vocabulary,
) -> Iterator[Remark]:
    (early, one), (late, other) = first, second
    if same(one, other):
        why = "it counts twice" if group.of else "it decides nothing that the first does not"
        yield _remark(late, "never decides", f"{called(late.criterion)} a second time", why)
    elif not group.of:
        for (node, this), (beside, that) in (((early, one), (late, other)), ((late, other), (early, one))):
            strong, weak = (this, that) if group.any else (that, this)
            if implies(strong, weak, vocabulary):
                yield _remark(node, "never decides", f"{called(node.criterion)} beside {called(beside.criterion)}",
                              "the other is met whenever it is" if group.any else "it is met whenever the other is")


def _tests(edition: EditionFiles, library: Library) -> Iterator[Remark]:
    """Tests that no answer meets, or that every answer meets."""
    for node in edition.nodes():
        leaf = node.criterion
        if not (leaf.fact or leaf.computed):
            continue
        scale, values = answers((leaf,), library.vocabulary)
        truths = {truth_with(leaf, value, scale) for value in values}
        if Truth.MET not in truths:
            kind = "contradictory" if len(leaf.tests) > 1 else "never reachable"
            yield _remark(node, kind, called(leaf), "no answer meets it")
        elif truths == {Truth.MET} and "stated" not in leaf.tests:
            yield _remark(node, "always met", called(leaf), "every answer meets it (stated: yes says so plainly)")


def _without_level(edition: EditionFiles, library: Library) -> Iterator[Remark]:
    """What is read at a level by rules whose lines never name one."""
    places = {rule.id: (source, path) for rule, source, path in edition.rules}
    for rule in edition.edition.rules:
        possible = Possible(rule, library)
        for leaf in _leaves(rule):
            if possible.states(leaf.changed({"silence": Silence.ASK, "when": None})) == {State.REQUEST}:
                source, path = places[rule.id]
                yield _at(source, (*path, "criteria"), "never reachable", f"{leaf.id} ({called(leaf)})",
                          "it is read at a level, and these lines name none: give it a scope")


def _leaves(rule: Rule) -> Iterator[Criterion]:
    waiting = [root for root in (rule.criteria, rule.excluded.unless if rule.excluded else None) if root]
    while waiting:
        criterion = waiting.pop()
        waiting.extend((*criterion.parts, *((criterion.when,) if criterion.when else ())))
        if not criterion.parts:
            yield criterion


# -- contradictions -------------------------------------------------------------------------------------------------

def _contradictions(edition: EditionFiles, library: Library) -> Iterator[Remark]:
    """Two tests of one fact under one `all` that no answer meets together."""
    for node in edition.nodes():
        if not node.criterion.all:
            continue
        leaves = list(_needed(node, edition))
        for (first, one), (second, other) in combinations(leaves, 2):
            if first is not second and exclude_each_other(one, other, library.vocabulary):
                yield _remark(second, "contradictory", f"{called(second.criterion)} beside {called(first.criterion)}",
                              "no answer meets both, and both are needed")


def _needed(node: Node, edition: EditionFiles) -> Iterator[tuple[Node, Criterion]]:
    """The leaves that a group needs, those of needed groups in it included."""
    for part in parts_of(node):
        plain = edition.plain(part.criterion)
        if plain.asked or plain.when:
            continue
        if plain.all:
            inner = Node(plain, part.source, part.path)
            yield from ((part, found) for _, found in _needed(inner, edition))
        else:
            yield part, plain


# -- names ----------------------------------------------------------------------------------------------------------

def _duplicates(edition: EditionFiles, _library: Library) -> Iterator[Remark]:
    """Criteria with the same content under two names."""
    seen: dict[str, str] = {}
    for name, node in edition.named.items():
        content = shape(edition.plain(node.criterion))
        if content in seen:
            yield _remark(node, "duplicate", f"{name} says what {seen[content]} says", "one name is enough")
        seen.setdefault(content, name)


def _unused(edition: EditionFiles, _library: Library) -> Iterator[Remark]:
    """Named criteria that no rule uses."""
    reached: set[str] = set()
    waiting = [name for root in edition.roots() if root.path[0] == "rules" for name in _uses(root)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(_uses(edition.named[name]))
    for name, node in edition.named.items():
        if name not in reached:
            yield _remark(node, "unused", f"the criterion {name}", "no rule uses it")


def _uses(root: Node) -> Iterable[str]:
    return (node.criterion.use for node in inside(root) if node.criterion.use)


def _same_ids(edition: EditionFiles, _library: Library) -> Iterator[Remark]:
    """Parts of one group with one id: results could not tell them apart."""
    for node in edition.nodes():
        seen: set[str] = set()
        for part in parts_of(node):
            if (name := part.criterion.id) in seen:
                yield _remark(part, "duplicate", f"the id {name} a second time in one group",
                              "results name both alike")
            seen |= {name} if name else set()


# -- citations and days ---------------------------------------------------------------------------------------------

def _uncited(edition: EditionFiles, _library: Library) -> Iterator[Remark]:
    """Silence that decides, without a citation of its own."""
    meaning = {Silence.MET: "what the record does not say is presumed", Silence.NOT_MET: "silence counts against"}
    for node in edition.nodes():
        criterion = node.criterion
        if criterion.silence in meaning and criterion.cite is None and not node.is_root:
            yield _remark(node, "uncited", f"{called(criterion)} with silence {criterion.silence}",
                          f"{meaning[criterion.silence]}, and nothing is cited for it")


def _expired(library: Library, only: str | None, on: date) -> Iterator[Remark]:
    """Sets whose editions have all ended."""
    for policy_set in library.sets.values():
        ends = [edition.entry.end for edition in policy_set.editions]
        if only in {None, policy_set.id} and all(end is not None and end < on for end in ends):
            last = max(end for end in ends if end)
            yield Remark(f"policies/sets/{policy_set.id}/set.yaml", 1, "editions", "expired",
                         f"no edition after {last}", f"on {on} every line of this set is without policy")


_LOOKS: tuple[Callable[[EditionFiles, Library], Iterator[Remark]], ...] = (
    _idle_parts, _tests, _without_level, _contradictions, _duplicates, _unused, _same_ids, _uncited,
)
