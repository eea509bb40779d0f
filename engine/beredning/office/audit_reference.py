"""What a person asks to trace: a §, a meeting, a delegated decision or a case, however it is spelt."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.spelling import fold, nearest
from beredning.errors import NotFound, UsageFault
from beredning.store.rows import DecisionRow, SeriesRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organ, Organisation
    from beredning.store import Reader

SERIES = "paragraf"
DELEGATED_SERIES = "delegation"
_PARAGRAPH = re.compile(r"\b(?:paragraf(?:en)?|par)\b\.?", re.IGNORECASE)
_AFTER = re.compile(r"§+\s*(\d{1,5})(?!\d)(?:\s*/\s*(\d{4})(?!\d))?")
_BEFORE = re.compile(r"(?<!\d)(\d{1,5})(?:\s*/\s*(\d{4}))?\s*§+")
_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d{2})(?![\d-])")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_DELEGATED = re.compile(
    r"(?:(?P<organ>[^\W\d][\w-]*)[\s:]+)?(?:delegationsbeslut|delegation|D)\s*:?\s*"
    r"(?:(?P<first>\d{4}):(?P<last>\d{1,6})|(?P<number>\d{1,6})(?:\s*/\s*(?P<year>\d{4}))?)\s*(?P<after>[^\W\d][\w-]*)?",
    re.IGNORECASE,
)


class Section(NamedTuple):
    """A § as typed. organ: key, "" when not said. year: 0 when not said."""

    organ: str
    number: int
    year: int = 0


class Delegated(NamedTuple):
    """A delegated decision as typed. organ: key, "" when not said. year: 0 when not said."""

    organ: str
    number: int
    year: int = 0


def former_organs(reader: Reader, organisation: Organisation) -> tuple[str, ...]:
    """Keys of organs that have decided something and are no longer in kommun.yaml: their decisions stay."""
    drawn = {row.organ for row in reader.all(SeriesRow, "page") if row.kind in (SERIES, DELEGATED_SERIES)}
    return tuple(sorted(drawn - {organ.key for organ in organisation.organs}))


def parse_section(text: str, organisation: Organisation, former: tuple[str, ...] = ()) -> Section | None:
    """The § in "UBN § 12/2023", "§ 12 UBN", "ubn §12 2023", "paragraf 12, utbildningsnämnden"; None when it is no §.

    former: keys of organs that are no more. Raises UsageFault for a § without a number, NotFound for an organ that does
    not exist.
    """
    plain = _PARAGRAPH.sub("§", unicodedata.normalize("NFC", text))
    if "§" not in plain:
        return None
    found = _AFTER.search(plain) or _BEFORE.search(plain)
    if found is None:
        raise UsageFault(f"”{text}” saknar paragrafens nummer.", "Skriv till exempel ”UBN § 12/2023”.")
    rest = plain[: found.start()] + " " + plain[found.end() :]
    year = _YEAR.search(rest)
    if year and not found[2]:
        rest = rest[: year.start()] + " " + rest[year.end() :]
    name = " ".join(rest.replace("§", " ").split()).strip(" ,.;:/-")
    key = find_organ_key(organisation, name, former) if name else ""
    return Section(key, int(found[1]), int(found[2] or (year[1] if year else 0)))


def parse_delegated(text: str, organisation: Organisation, former: tuple[str, ...] = ()) -> Delegated | None:
    """The decision in "UBN D 7/2023", "delegationsbeslut 7/2023 UBN", "UBN:delegation:2023:7"; None for another text.

    Raises NotFound for an organ that does not exist.
    """
    found = _DELEGATED.fullmatch(unicodedata.normalize("NFC", text).strip())
    if found is None:
        return None
    name = found["organ"] or found["after"] or ""
    key = find_organ_key(organisation, name, former) if name else ""
    return Delegated(key, int(found["last"] or found["number"]), int(found["first"] or found["year"] or 0))


def is_meeting(text: str) -> bool:
    """Whether the text holds a date, as the name of a meeting does and a diarienummer does not."""
    return _DAY.search(text) is not None


def find_organ_key(organisation: Organisation, name: str, former: tuple[str, ...] = ()) -> str:
    """The key of the organ that a name, key or genitive means, in any case and with or without dots. NotFound."""
    wanted = fold(name).casefold()
    for organ in organisation.organs:
        if wanted in _spellings(organ):
            return organ.key
    gone = next((key for key in former if fold(key).casefold() == wanted), "")
    if gone:
        return gone
    known = (*(organ.key for organ in organisation.organs), *former)
    close = nearest(name, known) or known
    raise NotFound(f"Det finns inget organ ”{name}”.", f"Menade du {' eller '.join(close)}?", close)


def _spellings(organ: Organ) -> set[str]:
    return {fold(name).casefold() for name in (organ.key, organ.name, organ.definite, organ.genitive) if name}


def find_section(reader: Reader, organisation: Organisation, wanted: Section) -> DecisionRow:
    """The decision at that §, of the latest year when none is said.

    Raises NotFound with the nearest §§, UsageFault when several organs have one with that number.
    """
    every = [*(organ.key for organ in organisation.organs), *former_organs(reader, organisation)]
    organs = [wanted.organ] if wanted.organ else every
    years = _years(reader, organs, wanted.year)
    found: dict[str, DecisionRow] = {}
    for organ, year in years:
        rows = reader.all(DecisionRow, "by_number", organ, year, wanted.number)
        if rows and organ not in found:
            found[organ] = rows[-1]
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        names = [section_name(row) for row in found.values()]
        raise UsageFault(f"§ {wanted.number} finns hos flera organ.", f"Skriv {' eller '.join(names)}.")
    raise _missing(reader, wanted, years)


def section_name(row: DecisionRow) -> str:
    """The § as it is written: "UBN § 12/2023"."""
    return f"{row.organ} § {row.number}/{row.year}"


def _years(reader: Reader, organs: list[str], year: int) -> list[tuple[str, int]]:
    """(organ, year) of the § series, the latest year first."""
    known = {(s.organ, s.year) for s in reader.all(SeriesRow, "page") if s.kind == SERIES and s.organ in organs}
    if year:
        known = {(organ, year) for organ in organs}
    return sorted(known, key=lambda pair: (-pair[1], organs.index(pair[0])))


def _missing(reader: Reader, wanted: Section, years: list[tuple[str, int]]) -> NotFound:
    known = [row for organ, year in years for row in reader.all(DecisionRow, "by_organ_year", organ, year)]
    if not known and wanted.organ:
        others = _years(reader, [wanted.organ], 0)
        known = [row for organ, year in others for row in reader.all(DecisionRow, "by_organ_year", organ, year)]
    near = sorted((row for row in known if row.number), key=lambda row: (abs(row.number - wanted.number), -row.year))
    names = tuple(section_name(row) for row in near[:3])
    year = f"/{wanted.year}" if wanted.year else ""
    where = f"{wanted.organ} " if wanted.organ else ""
    hint = f"Menade du {' eller '.join(names)}?" if names else "Paragraferna får nummer när mötet avslutas."
    return NotFound(f"Det finns ingen {where}§ {wanted.number}{year}.", hint, names)
