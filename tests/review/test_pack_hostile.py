"""No paper, however odd or large, makes the rules across papers fail or take more than their time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.pack_kit import ANALYSIS, CONTRACT_ITSELF, NOTICE, PERFECT, PLAN, PLAN_ITSELF, findings

PIECES = st.sampled_from(
    (
        *("\t", "\n", "\n\n", "Summa", "varav", "2024-02-30", "2024-02-29", "24.00–25.00", "-1 000", "1 000,5", "§ 4"),
        *("Lena Holm", "Lisa- Mi", "KALLELSE", "PROTOKOLL", "Tid", "Justerat", "Anslaget 1985-03-04", "kl.", "231113"),
        *("träder i kraft", "Godkänd", "Status", "2024/112", "UBN.2024.112", "194.1.1.1", "::1", "@gmail.com", "(S)"),
        *("070-123 45 67", "%", "Bilaga 1", "Föredragningslista"),
    )
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(PERFECT)), at=st.integers(0, 3000), pieces=st.lists(PIECES, max_size=30))
def test_odd_pieces_anywhere_in_a_pack_never_make_it_fail(name: str, at: int, pieces: list[str]) -> None:
    text = PERFECT[name]
    at = min(at, len(text))
    for one in findings({**PERFECT, name: text[:at] + " ".join(pieces) + text[at:]}):
        assert one.text and one.suggestion and one.file in PERFECT


LARGE = {
    "sum rows": "Utbildningsnämnden\n\nA\tBudget 2024\tUtfall 2024\tPrognos 2024\n" + "Summa\t1\t2\t3\n" * 2_000,
    "rows": "Utbildningsnämnden\n\nPlan\n\nA\tBudget 2024\n" + "B\t1\n" * 10_000 + "Summa\t1\n",
    "tables": "Utbildningsnämnden\n\n" + "A\tBudget 2024\nB\t1\nC\t2\nD\t3\n\n" * 2_000,
    "digits": "Utbildningsnämnden\n\nA\tB\nC\t" + "9" * 100_000 + "\nD\t1\nE\t2\n",
    "telephones": "Nås på 070-123 45 67\n\n" * 2_000,
    "addresses": "IP 194.103.50.67\n\n" * 2_000,
    "colons": ":" * 200_000,
    "capitals": "Lena Holm " * 2_000,
    "days": "Den 3 maj 2024 och 2024-05-03 samt 240503. " * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("name", [PLAN_ITSELF, CONTRACT_ITSELF])
def test_a_large_attachment_is_judged_in_bounded_time(kind: str, name: str) -> None:
    start = time.process_time()
    findings({**PERFECT, name: LARGE[kind]})
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("name", "before", "more"),
    [
        (NOTICE, "7\tÖvriga frågor", "8\tEtt ärende\t2024/9\tChef\t09.00–09.01\n" * 3_000),
        (NOTICE, "7\tÖvriga frågor", "\tforts\t\t\t\n" * 5_000),
        (NOTICE, "Anette Håkansson (S)\n", "Lena Holm (SD), " * 5_000),
        (PLAN, "Barnkonsekvensanalys, ", "Bilaga om något, 2024-02-19\n\n" * 5_000),
        (ANALYSIS, "Barnens väg", "Lena Holme " * 5_000),
    ],
)  # fmt: skip
def test_a_large_house_paper_is_judged_in_bounded_time(name: str, before: str, more: str) -> None:
    text = PERFECT[name]
    at = text.index(before)
    start = time.process_time()
    findings({**PERFECT, name: text[:at] + more + text[at:]})
    assert time.process_time() - start < 10
