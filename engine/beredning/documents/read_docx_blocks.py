"""Blocks from the runs of one paragraph whose style says what it is: a label with its value, or who signs."""

from __future__ import annotations

from beredning.core import document as doc


def trimmed(runs: doc.Runs) -> doc.Runs:
    """Runs without those that hold nothing."""
    return tuple([run for run in runs if run.text or run.field or run.note])


def fact_of(runs: doc.Runs) -> doc.Fact:
    """A label and its value from one paragraph: what stands before the first tab is the label."""
    label, rest = "", list(runs)
    while rest:
        run = rest.pop(0)
        before, tab, after = run.text.partition("\t")
        label += before
        if tab:
            rest = [run._replace(text=after), *rest] if after or run.note else rest
            break
    return doc.Fact(label, _lines(rest))


def _lines(runs: list[doc.Run]) -> tuple[doc.Runs, ...]:
    """Runs cut at line breaks."""
    lines: list[list[doc.Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(run._replace(text=first, note=() if more else run.note))
        for place, text in enumerate(more, 1):
            lines.append([run._replace(text=text, note=run.note if place == len(more) else ())])
    return tuple(trimmed(tuple(line)) for line in lines)


def signature_of(runs: doc.Runs) -> doc.Signatures:
    """Name and title from one paragraph, parted by a line break; a tab before them is the line to write on."""
    text = "".join(run.text for run in runs)
    line = text.startswith("\t\n")
    name, _, title = text.removeprefix("\t\n").partition("\n")
    return doc.Signatures((doc.Signatory(name, title),), line)
