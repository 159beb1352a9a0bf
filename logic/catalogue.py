"""The catalogue of procedure codes and items, read from `policies/catalogue/`. Labels are our own words."""

from functools import cached_property
from typing import Any

from logic.vocabulary import Frozen


class Segments(Frozen):
    """How many vertebrae a span-based code covers; no maximum means open."""

    min: int
    max: int | None = None


class CatalogueEntry(Frozen):
    """One code or item that can be requested."""

    code: str
    system: str
    status: str = "active"
    label: str
    family: str
    technique: str | None = None
    interbody_fusion: bool | None = None
    region: str = "any"
    regions_ok: tuple[str, ...] = ()
    approach: str = "any"
    approach_ok: tuple[str, ...] = ()
    addon: bool = False
    primary_set: str | None = None
    primary_codes: tuple[str, ...] = ()
    companion: bool = False
    """Follows, level by level, the fusion line that covers its level."""
    contains_decompression: bool = False
    alone_as: str | None = None
    """The code for the same work where the procedure it belongs to is not done."""
    unit_is: str = "procedure"
    unit_rule: str = "once"
    segments: Segments | None = None
    laterality: str | None = None
    includes: tuple[str, ...] = ()
    medicare: dict[str, Any] = {}
    notes: str | None = None
    provenance: str | None = None


class CatalogueFile(Frozen):
    """One file of the catalogue."""

    codes: tuple[CatalogueEntry, ...] = ()
    primary_sets: dict[str, tuple[str, ...]] = {}
    meta: dict[str, Any] = {}
    coding_model: dict[str, Any] = {}


class Selection(Frozen):
    """Requested lines chosen by what the catalogue says of their codes; every key given has to fit."""

    codes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    except_codes: tuple[str, ...] = ()
    except_families: tuple[str, ...] = ()
    except_techniques: tuple[str, ...] = ()
    interbody_fusion: bool | None = None
    contains_decompression: bool | None = None
    addons: bool | None = None

    def selects(self, entry: CatalogueEntry) -> bool:
        """Whether a code of the catalogue is meant."""
        wanted = (
            (not self.codes or entry.code in self.codes)
            and (not self.families or entry.family in self.families)
            and (not self.techniques or entry.technique in self.techniques)
            and (not self.approaches or entry.approach in self.approaches)
        )
        excluded = (
            entry.code in self.except_codes or entry.family in self.except_families
            or entry.technique in self.except_techniques
        )
        return wanted and not excluded and all(
            asked is None or bool(held) is asked
            for asked, held in (
                (self.interbody_fusion, entry.interbody_fusion), (self.addons, entry.addon),
                (self.contains_decompression, entry.contains_decompression),
            )
        )


class Catalogue(Frozen):
    """All codes and items."""

    files: tuple[CatalogueFile, ...]

    @cached_property
    def entries(self) -> dict[str, CatalogueEntry]:
        """Entries by code."""
        return {entry.code: entry for file in self.files for entry in file.codes}

    @cached_property
    def primary_sets(self) -> dict[str, tuple[str, ...]]:
        """Named lists of primary codes."""
        return {name: codes for file in self.files for name, codes in file.primary_sets.items()}

    def primaries_of(self, code: str) -> tuple[str, ...] | None:
        """The codes an add-on may be reported with; None when it has no fixed list."""
        entry = self.entries.get(code)
        if entry is None or entry.primary_set == "any":
            return None
        return entry.primary_codes or self.primary_sets.get(entry.primary_set or "", ())

    def label(self, code: str) -> str:
        """Our own words for a code, or the code itself when it is not in the catalogue."""
        return self.entries[code].label if code in self.entries else "not in the catalogue"
