"""--pdf as it is typed: each document of a meeting and a case, beside its Word file or in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.delegation_town import REGISTRAR, SECRETARY, Town
from tests.cli.test_meeting import AFTER, AU, SENT, add, opened, town
from tests.documents.pdf_kit import faults

__all__ = ["town"]
LATER = "2023-12-06T11:30"


def valid(path: Path | str) -> bool:
    return faults(Path(path).read_bytes()) == []


def test_a_meeting_has_each_document_as_pdf(town: Town) -> None:
    opened(town)
    town.say(SECRETARY, LATER, "sammanträde", "beslut", AU, "2023/444", "--utfall", "noteras")
    town.say(SECRETARY, LATER, "sammanträde", "avsluta", AU, "--notera-resten")
    said, _ = town.say(SECRETARY, AFTER, "sammanträde", "protokoll", AU, "--pdf", "--ut", "ut")
    name = "protokoll-UBN-AU-2023-12-06"
    assert f"ut/{name}.docx och ut/{name}.pdf" in said
    town.say(SECRETARY, AFTER, "sammanträde", "justera", AU, "--av", "Lena Camp, Anette Håkansson")
    said, _ = town.say(SECRETARY, AFTER, "sammanträde", "anslå", AU, "--pdf", "--ut", "ut", "--json")
    answer = json.loads(said)
    assert Path(answer["pdf"]).with_suffix(".docx") == Path(answer["fil"])
    assert valid(f"ut/{name}.pdf") and valid(answer["pdf"])
    said, _ = town.say(SECRETARY, AFTER, "sammanträde", "hämta", AU, "protokoll", "--pdf", "--ut", "igen", "--json")
    answer = json.loads(said)
    assert Path(answer["fil"]).read_bytes() == Path(f"ut/{name}.pdf").read_bytes(), "the one that was kept"
    assert set(answer) == {"fil", "sha256", "wordfil_sha256"} and answer["sha256"] != answer["wordfil_sha256"]


def test_a_kallelse_is_written_both_ways_or_not_at_all(town: Town) -> None:
    add(town, AU, "2023/444")
    name = "kallelse-UBN-AU-2023-12-06"
    Path("ut").mkdir()
    Path(f"ut/{name}.pdf").write_bytes(b"redan skriven")
    town.say(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--pdf", "--ut", "ut", code=2)
    assert not Path(f"ut/{name}.docx").exists(), "the Word file goes when the PDF cannot be written"
    Path(f"ut/{name}.pdf").unlink()
    town.say(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--pdf", "--ut", "ut")
    assert valid(f"ut/{name}.pdf") and Path(f"ut/{name}.docx").exists()


def test_the_pack_is_pdf(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    add(town, AU, "2023/444")
    town.say(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--ut", "ut")
    said, _ = town.say(SECRETARY, SENT, "sammanträde", "handlingar", AU, "--pdf", "--ut", "ut")
    folder = Path("ut/handlingar-UBN-AU-2023-12-06")
    assert "00-kallelse-UBN-AU-2023-12-06.pdf" in said and "LibreOffice" not in said
    assert valid(folder / "00-kallelse-UBN-AU-2023-12-06.pdf")


def test_a_report_and_a_list_are_pdf(town: Town) -> None:
    town.say(REGISTRAR, SENT, "ärende", "registrera", "UBN", "Plan", "--dnr", "2023/500", "--handläggare", REGISTRAR)
    said, _ = town.say(REGISTRAR, SENT, "utlåtande", "skriv", "2023/500", "--pdf", "--ut", "plan.docx", "--json")
    answer = json.loads(said)
    assert (answer["fil"], answer["pdf"]) == ("plan.docx", "plan.pdf") and valid("plan.pdf")
    said, _ = town.say(REGISTRAR, SENT, "utlåtande", "hämta", "2023/500", "--pdf", "--ut", "igen.pdf")
    assert "ur dokumentet" in said
    assert Path("igen.pdf").read_bytes() == Path("plan.pdf").read_bytes()
    town.say(SECRETARY, SENT, "delegation", "lista", "UBN", "--pdf", "lista.pdf")
    assert valid("lista.pdf")
