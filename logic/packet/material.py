"""What every document is made from: the review, the library, the office's texts, and the criteria told once for all."""

from dataclasses import dataclass
from functools import cached_property

from logic.loading import Library
from logic.packet.criteria import Point, Section, sections
from logic.packet.document import Block, Document, Paragraph, Run, Runs
from logic.packet.filling import filled
from logic.packet.places import Places
from logic.packet.telling import How, Teller, Told
from logic.packet.texts import Texts
from logic.review import NOTICE, Review
from logic.version import VERSION


@dataclass(frozen=True)
class Material:
    """A decided case with everything that a document of it needs. Pure: same material, same documents."""

    review: Review
    library: Library
    texts: Texts

    @cached_property
    def teller(self) -> Teller:
        """Tells the facts of the case."""
        return Teller(Places(self.review.determination.record.case), self.library.vocabulary, self.texts.common)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The criteria in the payer's order."""
        return sections(self.review.determination, self.teller)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every criterion once, in the payer's order."""
        return tuple(point for section in self.sections for point in section.points)

    @property
    def edition(self) -> str:
        """The edition in words."""
        return f"edition {self.review.edition}" if self.review.edition else self.texts.common.no_edition

    @cached_property
    def names(self) -> dict[str, str]:
        """The policy set, its edition and the day, for the texts that name them."""
        return {"set": self.review.set_title, "edition": self.edition, "day": self.teller.day(self.review.on)}

    @property
    def footer(self) -> tuple[str, ...]:
        """What stands on every page."""
        common = self.texts.common
        strict = f" | {common.strict}" if self.review.strict else ""
        return (filled(common.footer, version=VERSION, **self.names) + strict, NOTICE, common.protected)

    def document(self, name: str, title: str, blocks: tuple[Block, ...], *, one_page: bool = False) -> Document:
        """A document of this case."""
        return Document(name, title, self.review.on.isoformat(), self.footer, blocks, one_page)

    @cached_property
    def enclosed(self) -> tuple[str, ...]:
        """The documents that the letter quotes, in the order in which the case declares them."""
        used = {told.source for point in self.points for told in point.tellable
                if told.source and told.how is not How.ASSUMED}
        return tuple(source for source in self.review.case.documents if source in used)

    def spoken(self, told: Told) -> Run:
        """A fact as a sentence to say."""
        return told.run(self.texts.common.said)

    def written(self, told: Told) -> Run:
        """A fact as a sentence to write."""
        return told.run(self.texts.common.record)


def spaced(runs: tuple[Run, ...]) -> Runs:
    """Sentences with a blank between them."""
    return tuple(Run(run.text if n == 0 else f" {run.text}", run.facts, run.strong) for n, run in enumerate(runs))


def paragraphs(name: str, texts: tuple[str, ...]) -> tuple[Paragraph, ...]:
    """Fixed texts as paragraphs that rest on no fact."""
    return tuple(Paragraph(f"{name}.{n}", (Run(text),)) for n, text in enumerate(texts, start=1))


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]
