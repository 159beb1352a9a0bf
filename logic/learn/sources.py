"""Where a case for practice comes from, and the address that names it: the same address gives the same case."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Case
from logic.loading import SAMPLES, Library, load_case


class From(StrEnum):
    """The kinds of cases to practise on."""

    SAMPLE = "sample"


class UnknownSourceError(ValueError):
    """An address that names no case; the text says what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """A case to practise on, by its name."""

    kind: From
    name: str

    @property
    def address(self) -> dict[str, str]:
        """What an address says of it."""
        return {"from": self.kind.value, "name": self.name}

    @property
    def text(self) -> str:
        """The same in one word, for a file."""
        return "/".join(self.address.values())


def source_at(address: Mapping[str, str]) -> Source:
    """The source that an address names; raises UnknownSourceError for one that names no kind."""
    try:
        return Source(From(address.get("from", "")), address.get("name", ""))
    except ValueError:
        raise UnknownSourceError("no kind of case that there is") from None


def case_from(source: Source, library: Library) -> Case:
    """The case of a source; raises UnknownSourceError where there is none of its name."""
    names = {path.stem: path for path in SAMPLES.glob("*.yaml")}
    if source.name not in names:
        raise UnknownSourceError("a sample that there is not")
    return load_case(names[source.name], library)[0]
