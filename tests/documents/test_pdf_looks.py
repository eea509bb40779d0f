"""The PDF beside its Word sister as LibreOffice lays it out: the same lines on the same pages, and alike to see."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.documents.pdf_kit import office
from tests.documents.test_valid import made

# Lists, tables, facts, signatures, marking and a lying page between them.
LOOKED_AT = ("utlåtande", "utlåtande, allt", "kallelse", "protokoll", "anslagsbevis", "delegationslista")
POINTS = 5.0  # how far a line may stand from its place in Word
ALIKE = 0.25  # the most ink that may differ between two pages, as a share of all ink on them, when slightly blurred
_DPI = 50


class Line(NamedTuple):
    """A line of text: page, distance from the page's top to the line of writing, its letters without spaces."""

    page: int
    base: float
    text: str


def lines(pdf: bytes) -> list[Line]:
    """Every line in reading order, by where the letters stand that reach the line of writing and not below it."""
    found: list[Line] = []
    with pypdfium2.PdfDocument(pdf) as file:
        for number, page in enumerate(file, 1):
            area, high = page.get_textpage(), page.get_height()
            for place in range(area.count_chars()):
                letter = area.get_text_range(place, 1)
                if letter.isalnum() and letter not in "gjpqyQ":
                    base = high - area.get_charbox(place)[1]
                    if found and found[-1].page == number and abs(found[-1].base - base) < 1.5:
                        found[-1] = found[-1]._replace(text=found[-1].text + letter)
                    else:
                        found.append(Line(number, base, letter))
    return found


@cache
def sisters(name: str, folder: Path) -> tuple[bytes, bytes]:
    """Our PDF, and LibreOffice's of the Word file."""
    return made()[name].pdf, office(made()[name].word, folder)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("systrar")


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_same_text_stands_on_as_many_pages(name: str, folder: Path) -> None:
    ours, theirs = (lines(one) for one in sisters(name, folder))
    assert max(line.page for line in ours) == max(line.page for line in theirs)
    for page in range(1, max(line.page for line in ours) + 1):
        texts = [sorted("".join(line.text for line in side if line.page == page)) for side in (ours, theirs)]
        assert texts[0] == texts[1], f"page {page} does not hold the same letters"


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_lines_stand_where_they_stand_in_word(name: str, folder: Path) -> None:
    ours, theirs = (lines(one) for one in sisters(name, folder))
    places = {(line.page, line.text): line.base for line in theirs}
    known = [line for line in ours if (line.page, line.text) in places]
    assert len(known) > 0.9 * len(ours), "lines are broken at other words"
    moved = [line for line in known if abs(line.base - places[line.page, line.text]) > POINTS]
    repeated = {line.text for line in ours if sum(line.text == other.text for other in ours) > 1}
    assert [line for line in moved if line.text not in repeated] == []


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_pages_look_alike(name: str, folder: Path) -> None:
    for page, (ours, theirs) in enumerate(zip(*(pictures(one) for one in sisters(name, folder)), strict=True), 1):
        assert difference(ours, theirs) < ALIKE, f"page {page} of {name}"


def test_another_page_does_not_look_alike(folder: Path) -> None:
    """What is compared can differ: two pages of one document, and a page beside itself moved by a line."""
    first, second = pictures(sisters("protokoll", folder)[0])[:2]
    assert difference(first, second) > 2 * ALIKE
    assert difference(first, ImageChops.offset(first, 0, 10)) > 2 * ALIKE
    assert difference(first, first) == 0


def pictures(pdf: bytes) -> list[Any]:
    """Each page as ink: grey, 0 where it is white."""
    with pypdfium2.PdfDocument(pdf) as file:
        shown = [page.render(scale=_DPI / 72).to_pil().convert("L") for page in file]
    return [ImageChops.invert(one).filter(ImageFilter.GaussianBlur(1.5)) for one in shown]


def difference(one: Any, other: Any) -> float:
    """The ink that stands in only one of two pages, as a share of all ink on both."""
    other = other.resize(one.size, Image.Resampling.BILINEAR)
    ink = sum(ImageStat.Stat(page).sum[0] for page in (one, other))
    return ImageStat.Stat(ImageChops.difference(one, other)).sum[0] / ink if ink else 0.0
