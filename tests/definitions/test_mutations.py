"""Spoilt workflow files: whatever a slip of the hand does, the answer is faults with places or a working workflow."""

from __future__ import annotations

from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from beredning.core.machine import machine_for
from beredning.core.promises import prove
from beredning.core.workflow import from_text, to_text
from beredning.definitions.drawing import mermaid, svg
from beredning.definitions.scenarios import read_scenarios, run_all
from beredning.definitions.workflows import inspect_workflow
from beredning.resources import resource_folder

NAMES = ("namndarende", "delegationsarende", "informationsarende", "remiss")


def spoilt(rows: list[str], random: Random) -> list[str]:
    """A line lost, moved, doubled, given another's value, or with one character struck over."""
    rows = list(rows)
    for _ in range(random.randint(1, 3)):
        i, j = random.randrange(len(rows)), random.randrange(len(rows))
        row = rows[i]
        choice = random.randrange(5)
        if choice == 0:
            del rows[i]
        elif choice == 1:
            rows[i], rows[j] = rows[j], rows[i]
        elif choice == 2:
            rows[i] = row.partition(":")[0] + ":" + rows[j].partition(":")[2]
        elif choice == 3 and row:
            at = random.randrange(len(row))
            rows[i] = row[:at] + random.choice("[]{}:,'\"& *!-#x\t") + row[at + 1 :]
        else:
            rows.insert(i, row)
    return rows


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_spoilt_file_gives_faults_or_a_workflow_that_works(name: str, random: Random) -> None:
    folder = resource_folder("workflows")
    rows = spoilt((folder / f"{name}.yaml").read_text(encoding="utf-8").split("\n"), random)
    workflow, faults = inspect_workflow("\n".join(rows).encode(), f"{name}.yaml")
    event("faults" if faults else "works")
    if faults:
        assert all(fault.text and 0 <= fault.line <= len(rows) + 1 for fault in faults)
        return
    assert from_text(to_text(workflow)) == workflow
    for track in ("", *(t.name for t in workflow.tracks)):
        assert machine_for(workflow, track).events
    assert len(prove(workflow, 5000)) == len(workflow.promises)
    assert svg(workflow).endswith("</svg>\n")
    assert mermaid(workflow).startswith("---\n")
    scenarios = read_scenarios((folder / f"{name}.prov.yaml").read_bytes(), f"{name}.prov.yaml", workflow)
    if not scenarios.faults:
        assert len(run_all(scenarios.scenarios, workflow)) == len(scenarios.scenarios)
