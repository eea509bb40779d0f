"""The protokoll as a document: what KL 5:66–67 demands is readable in it, in the order of a Swedish protokoll."""

from __future__ import annotations

from datetime import datetime

from beredning.core import document as doc
from beredning.core.decision import Decision, Note, Proposal
from beredning.core.law import appeal_instruction
from beredning.core.minutes import Leaving, Minutes, Posting, Presence, Section, Voting
from beredning.core.voting import Ballot, Reservation, Vote, result
from beredning.documents.minutes import minutes_document, posting_document, section_blocks

BALLOT = Ballot(
    "Lena Camp",
    yes_means="avslag",
    no_means="bifall",
    order="Den som vill avslå röstar ja.",
    votes=(Vote("Lena Camp", "ja"), Vote("Bo Ek", "ja"), Vote("Anette Håkansson", "nej"), Vote("Ali Berg", "avstår")),
)
VOTED = Section(
    101,
    2023,
    "3",
    "Nämndplan",
    "2023/450",
    Decision(
        101,
        "avslag",
        ("Nämnden avslår förslaget.",),
        (
            Proposal("Nämnden beslutar att anta planen.", (), "grundförslag"),
            Proposal("avslag", ("Lena Camp (SD)",), "avslag"),
            Proposal("bifall till förslaget", ("Anette Håkansson (S)", "Ali Berg (V)")),
            Proposal("dra tillbaka allt", ("Bo Ek (C)",), withdrawn=True),
        ),
        "Ordföranden ställer förslagen mot varandra.",
        (BALLOT,),
        "Yrkandet om återremiss avslås först.",
        reservations=(Reservation("Anette Håkansson (S)", datetime(2023, 12, 13, 14), motive="För dyrt."),),
        notes=(Note("Ali Berg (V)", "Vi återkommer.", "Lena Camp"),),
        not_taking_part=("Kim Ny (M)",),
    ),
    (Leaving("Eva Jävig (M)", "närstående är part", "Toni Andersson (S)"),),
    (Voting(BALLOT, result(BALLOT), (("Lena Camp", "SD"), ("Bo Ek", "C"))),),
    ("Planen beskrivs.",),
    ("Tjänsteutlåtande, 2023-12-01",),
    ("Nämnden beslutar att anta planen.",),
    ("Förvaltningschefen",),
    ("Revisorerna",),
)
PREPARED = VOTED._replace(
    number=102,
    recorded=Decision(102, "förslag", ("Utskottet föreslår nämnden besluta att anta.",)),
    votings=(),
    leaving=(),
    deciding=False,
    public=False,
    extra=True,
)
MINUTES = Minutes(
    "Ale kommun",
    "Utbildningsnämnden",
    "2023-12-13",
    "2023-12-13 13:00",
    "2023-12-13 15:10",
    "Sal A",
    "Lena Camp (SD)",
    "Marie Källvik Nilsson",
    ("Anette Håkansson (S)",),
    (
        Presence("Lena Camp", "SD", title="ordförande"),
        Presence("Elinor Gandee", "V", spans=((101, 101),), form="distans"),
        Presence("Toni Andersson", "S", "ersättare", serving_for="Lena Orstadius (S)"),
        Presence("Carina Ackerfors", "S", "ersättare"),
        Presence("Åsa Ericson", kind="övrig", title="förvaltningschef"),
    ),
    (VOTED, PREPARED),
    head=(7, "cd" * 32),
)


def lines(section: Section) -> list[str]:
    return list(doc.lines_of(section_blocks(section)))


def headings(section: Section) -> list[str]:
    return [doc.text_of(b.runs) for b in section_blocks(section) if isinstance(b, doc.Heading)]


def test_a_paragraph_has_its_parts_in_the_order_of_a_protokoll() -> None:
    assert headings(VOTED) == [
        "§ 101 Nämndplan",
        "Beslut",
        "Jäv",
        "Reservation",
        "Sammanfattning av ärendet",
        "Beslutsunderlag",
        "Förvaltningens förslag till beslut",
        "Förslag till beslut på sammanträdet",
        "Beslutsgång",
        "Omröstning",
        "Protokollsanteckning",
        "Beslutet skickas till",
    ]


def test_all_that_the_statute_demands_of_a_paragraph_can_be_read() -> None:
    said = "\n".join(lines(VOTED))
    for fact in (
        "§ 101 (2023), dnr 2023/450",
        "Nämnden avslår förslaget.",
        "Lena Camp (SD) yrkar avslag.",
        "Anette Håkansson (S) och Ali Berg (V) yrkar bifall till förslaget.",
        "Yrkandet om återremiss avslås först.",
        "Ordföranden ställer förslagen mot varandra.",
        "Kim Ny (M) deltar inte i beslutet.",
        "Anette Håkansson (S) reserverar sig mot beslutet. Motivering: För dyrt.",
        "Eva Jävig (M) anmäler jäv (närstående är part) och lämnar sammanträdet",
        "Toni Andersson (S) tjänstgör i stället.",
        "Lena Camp\tSD\tX\t\t",
        "Anette Håkansson\t\t\tX\t",
        "Ali Berg\t\t\t\tX",
        "Summa\t\t2\t1\t1",
        "Rösterna fördelas: 2 ja-röster, 1 nej-röster. 1 avstår från att rösta.",
    ):
        assert fact in said
    assert "dra tillbaka" not in said, "a withdrawn yrkande is not in the protokoll (KL 5:67 p 1)"


def test_a_proposal_to_the_namnd_is_called_one_and_is_not_public_by_its_adjustment() -> None:
    assert headings(PREPARED)[1] == "Förslag till beslut"
    said = "\n".join(lines(PREPARED))
    assert "TF 2:10" in said
    assert "Extra ärende" in said
    assert "TF 2:10" not in "\n".join(lines(VOTED))


def test_a_matter_that_comes_back_says_with_what_and_when() -> None:
    back = VOTED._replace(recorded=Decision(1, "återremiss", ("Ärendet återremitteras.",), to_complete="kostnaderna."))
    assert "Ärendet ska kompletteras med kostnaderna." in lines(back)
    later = VOTED._replace(recorded=Decision(1, "bordläggning", ("Bordläggs.",), to_meeting="2024-01-31"))
    assert "Ärendet tas upp igen vid sammanträdet 2024-01-31." in lines(later)
    off = VOTED._replace(recorded=Decision(1, "utgår", reason="Sökanden har dragit tillbaka sin ansökan."))
    assert "Ärendet utgår. Sökanden har dragit tillbaka sin ansökan." in lines(off)


def test_the_front_page_says_who_decided_and_for_whom() -> None:
    said = "\n".join(doc.lines_of(minutes_document(MINUTES).blocks))
    for fact in (
        "Beslutande\tLena Camp (SD), ordförande",
        "Elinor Gandee (V), § 101, på distans",
        "Toni Andersson (S), tjänstgör för Lena Orstadius (S)",
        "Ersättare\tCarina Ackerfors (S)",
        "Övriga\tÅsa Ericson, förvaltningschef",
        "Kl. 13.00–15.10",
        "Paragrafer\t§§ 101–102",
        "Justerare\tAnette Håkansson (S)",
    ):
        assert fact in said


def test_every_page_pins_the_history_before_it() -> None:
    footer = minutes_document(MINUTES).footer
    assert "Journal 7: cdcdcdcd" in doc.text_of(footer[1].left)


def test_the_proof_of_posting_has_its_dates_and_place() -> None:
    posting = Posting(101, 102, "2023-12-18", "2023-12-18", "2024-01-08", "2024-01-09", "", "receptionen", "Marie")
    said = "\n".join(doc.lines_of(posting_document(MINUTES, posting).blocks))
    for fact in (
        "§§ 101–102",
        "Utbildningsnämnden",
        "2023-12-13",
        "2023-12-18",
        "2024-01-08",
        "2024-01-09",
        "receptionen",
    ):
        assert fact in said
    assert "Nedtaget" not in said
    down = posting._replace(removed_on="2024-01-09")
    assert "Nedtaget\t2024-01-09" in "\n".join(doc.lines_of(posting_document(MINUTES, down).blocks))


def test_a_run_that_only_prepares_cannot_be_appealed_and_says_so() -> None:
    """KL 13:2: a preparing § has no day of appeal; one that decides keeps its own beside them."""
    posting = Posting(1, 4, "2023-12-08", "2023-12-08", "2023-12-29", "2023-12-30")
    section = MINUTES.sections[0]

    def said(*deciding: bool) -> str:
        run = tuple(section._replace(number=at, deciding=one) for at, one in enumerate(deciding, 1))
        return "\n".join(doc.lines_of(posting_document(MINUTES._replace(sections=run), posting).blocks))

    assert "Överklagas senast" not in said(False, False, False, False)
    assert "kan inte överklagas (KL 13:2)" in said(False, False, False, False)
    mixed = said(True, False, False, True)
    assert "Överklagas senast\t2023-12-29" in mixed
    assert "Kan inte överklagas\t§§ 2–3" in mixed
    assert "Kan inte överklagas" not in said(True, True, True, True)


def test_the_board_tells_how_to_appeal_what_can_be_appealed() -> None:
    """KL 8:10: information on how to appeal belongs on the board; nobody appeals what only prepares."""
    how = appeal_instruction("laglighetsprövning", "nämnden", "Förvaltningsrätten i Göteborg")
    posting = Posting(1, 1, "2023-12-08", "2023-12-08", "2023-12-29", "2023-12-30")

    def said(deciding: bool) -> str:
        run = (MINUTES.sections[0]._replace(number=1, deciding=deciding),)
        return "\n".join(doc.lines_of(posting_document(MINUTES._replace(sections=run), posting, how).blocks))

    assert all(text in said(True) for text in how.text)
    assert not any(text in said(False) for text in how.text)
