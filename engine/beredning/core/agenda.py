"""A föredragningslista as values: which items in which order, how they are labelled, and when each is taken up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from beredning.core.organisation import StandingItem
from beredning.errors import NotFound, Obstacle, UsageFault

OPENING: Final = "öppning"
STANDING: Final = "stående"
CASE: Final = "ärende"
EXTRA: Final = "extra"
PAUSE: Final = "paus"

OPEN: Final = "öppen"
DECIDED: Final = "beslutad"
WITHDRAWN: Final = "utgått"
STRUCK: Final = "struken"

NUMBERED: Final = (STANDING, CASE, EXTRA)
MATTERS: Final = (CASE, EXTRA)

# A pause may name the items it is for ("Beslutsomgång p. {första}-{sista}"): the numbers are computed, never typed.
FIRST: Final = "{första}"
LAST: Final = "{sista}"

_DAY: Final = 24 * 60


class Item(NamedTuple):
    """One item. key: its number in the meeting, for life (a label changes with the order, a key never).

    kind: öppning | stående | ärende | extra | paus. letter: of an opening item. case: key of the ärende, dnr: as
    displayed. minutes: planned length. fixed: "HH:MM" when it must begin then. mode: bereder | beslutar (KL-09), ""
    outside an utskott. state: öppen | beslutad | utgått (called, then taken off: keeps its number) | struken (taken off
    before the kallelse). reason: why an extra ärende cannot wait (KL-13) or why an item was taken off. tail: closes the
    agenda, so that cases come before it. floats: a pause that `fixed` puts in its place, but that is not waited for.
    """

    key: int
    kind: str
    title: str
    letter: str = ""
    case: str = ""
    dnr: str = ""
    presenters: tuple[str, ...] = ()
    minutes: int = 5
    fixed: str = ""
    mode: str = ""
    state: str = OPEN
    reason: str = ""
    tail: bool = False
    floats: bool = False

    @property
    def numbered(self) -> bool:
        """Whether the item has a number, and so a § in the protokoll: standing items and cases that were not struck."""
        return self.kind in NUMBERED and self.state != STRUCK


Items = tuple[Item, ...]


class Line(NamedTuple):
    """An item as it stands on the list: its label ("A", "4", "" for a pause), its title with any range filled in, and
    its time slot as "HH:MM" ("" for a withdrawn item)."""

    item: Item
    label: str
    title: str
    starts: str
    ends: str


class Layout(NamedTuple):
    """The whole list laid out, and what is wrong with its times."""

    lines: tuple[Line, ...]
    obstacles: tuple[Obstacle, ...] = ()

    def line(self, key: int) -> Line | None:
        """The line of the item with that key, or None when it is struck or unknown."""
        return next((line for line in self.lines if line.item.key == key), None)


class Selection(NamedTuple):
    """Which items a kallelse takes up. left_out: items with every obstacle; accepted: items called in spite of
    obstacles (an extra ärende with its reason, or warnings that somebody must answer for)."""

    called: Items
    left_out: tuple[tuple[Item, tuple[Obstacle, ...]], ...] = ()
    accepted: tuple[tuple[Item, tuple[Obstacle, ...]], ...] = ()


def minutes_of(clock: str) -> int:
    """Minutes after midnight of "HH:MM" (a full stop is accepted too). Raises UsageFault for anything else."""
    hours, _, rest = clock.strip().replace(".", ":").partition(":")
    if hours.isdecimal() and rest.isdecimal() and len(rest) == 2 and int(hours) < 24 and int(rest) < 60:
        return int(hours) * 60 + int(rest)
    raise UsageFault(f"”{clock}” är inget klockslag.", "Skriv till exempel 09:30.")


def clock_of(minutes: int) -> str:
    """ "HH:MM" of minutes after midnight; past midnight it keeps counting (25:10), so that nothing is hidden."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def standing_items(standing: Iterable[StandingItem], year: int, first_key: int = 1) -> Items:
    """The organ's standing items for a meeting that year: opening items first, then those that lead, then the tail.

    A pause with a time of its own comes between; `float_pauses` puts it in its place among the cases.
    """
    order = {"först": 0, "tid": 1, "sist": 2}
    chosen = sorted(standing, key=lambda s: (s.kind != OPENING, order.get(s.when, 0)))
    return tuple(
        Item(
            key=first_key + place,
            kind=one.kind,
            title=one.title.replace("{år}", str(year)),
            letter=one.letter,
            dnr=one.case.replace("{år}", str(year)),
            presenters=one.presenters,
            minutes=one.minutes,
            fixed=one.at if one.when == "tid" else "",
            tail=one.when == "sist" and one.kind != OPENING,
            floats=one.when == "tid" and bool(one.at),
        )
        for place, one in enumerate(chosen)
    )


def float_pauses(items: Items, starts: str) -> Items:
    """The list with each floating pause put before the first numbered item that would otherwise begin at or after its
    time, else after the last numbered item: a pause is for those who have more to do."""
    for pause in [item for item in items if item.floats and item.state == OPEN]:
        rest = tuple(item for item in items if item.key != pause.key)
        late = [
            line.item.key
            for line in lay_out(rest, starts).lines
            if line.starts >= clock_of(minutes_of(pause.fixed)) and line.starts and line.item.numbered
        ]
        last = max((i + 1 for i, item in enumerate(rest) if item.numbered), default=len(rest))
        at = next((i for i, item in enumerate(rest) if item.key in late), last)
        items = (*rest[:at], pause, *rest[at:])
    return items


def labels(items: Sequence[Item]) -> dict[int, str]:
    """The label of every item that is not struck, by key: letters, numbers 1..n without a gap, "" for pauses."""
    found: dict[int, str] = {}
    number = 0
    for item in items:
        if item.state == STRUCK:
            continue
        number += item.numbered
        found[item.key] = item.letter if item.kind == OPENING else str(number) if item.numbered else ""
    return found


def lay_out(items: Sequence[Item], starts: str, ends: str = "") -> Layout:
    """The list with labels and time slots from the meeting's start; slots follow one another and never overlap.

    An item with a fixed start waits for it. When the items before run past a fixed start, or the list past `ends` or
    midnight, that is reported and the item begins when the one before has ended.
    """
    named = labels(items)
    now = minutes_of(starts)
    lines: list[Line] = []
    found: list[Obstacle] = []
    for item in items:
        if item.state == STRUCK:
            continue
        title = _titled(items, named, item)
        if item.state == WITHDRAWN:
            lines.append(Line(item, named[item.key], title, "", ""))
            continue
        fixed = minutes_of(item.fixed) if item.fixed and not item.floats else now
        if fixed < now:
            found.append(_clash(item, title, now))
        begins = max(now, fixed)
        now = begins + max(item.minutes, 0)
        lines.append(Line(item, named[item.key], title, clock_of(begins), clock_of(now)))
    return Layout(tuple(lines), (*found, *_too_long(now, ends)))


def _titled(items: Sequence[Item], named: Mapping[int, str], item: Item) -> str:
    """The title with the first and last number of the items before it that follow the leading standing items."""
    if FIRST not in item.title and LAST not in item.title:
        return item.title
    before = items[: [other.key for other in items].index(item.key)]
    leading = next((i for i, other in enumerate(before) if other.kind in MATTERS or other.tail), len(before))
    numbers = [named[other.key] for other in before[leading:] if other.numbered] or ["–"]
    if numbers[0] == numbers[-1]:
        return item.title.replace(f"{FIRST}-{LAST}", numbers[0]).replace(f"{FIRST}–{LAST}", numbers[0])
    return item.title.replace(FIRST, numbers[0]).replace(LAST, numbers[-1])


def _clash(item: Item, title: str, now: int) -> Obstacle:
    text = f"”{title}” ska börja {item.fixed}, men punkterna före slutar först {clock_of(now)}."
    return Obstacle("tid-krock", text, "Lokal rutin", "VARNING", "nämndsekreterare", hint="Korta eller flytta punkter.")


def _too_long(end: int, ends: str) -> tuple[Obstacle, ...]:
    last = minutes_of(ends) if ends else _DAY
    if end <= last:
        return ()
    limit = f"sammanträdet ska sluta {ends}" if ends else "dygnet tar slut 24:00"
    text = f"Punkterna slutar {clock_of(end)}, men {limit}."
    return (
        Obstacle("tid-slut", text, "Lokal rutin", "VARNING", "nämndsekreterare", hint="Korta eller stryk punkter."),
    )


def next_key(items: Sequence[Item]) -> int:
    """The key for a new item: keys are never used again."""
    return max((item.key for item in items), default=0) + 1


def place(items: Items, new: Item, *, called: bool = False) -> Items:
    """The list with one more item in its natural place.

    Before the kallelse a case comes last among the cases: directly before the standing items that close the agenda.
    After it an extra ärende comes after the last numbered item, so that no number that members have been sent changes.
    """
    if called:
        at = max((i for i, item in enumerate(items) if item.numbered), default=len(items) - 1) + 1
    else:
        last = max((i for i, item in enumerate(items) if item.kind in MATTERS and item.state != STRUCK), default=-1)
        at = next((i for i, item in enumerate(items) if i > last and item.tail), len(items))
    return (*items[:at], new, *items[at:])


def move(items: Items, key: int, label: str) -> Items:
    """The list with the item moved so that it gets that number. Raises UsageFault for an item that has no number, or
    when there is no such place."""
    item = _get(items, key)
    rest = tuple(other for other in items if other.key != key)
    peers = [i for i, other in enumerate(rest) if other.numbered]
    if not _fits(item, label, len(peers)):
        raise UsageFault(
            f"”{item.title}” kan inte få platsen {label}.",
            f"Ange en plats mellan 1 och {len(peers) + 1}."
            if item.numbered
            else "Ange i stället --före eller --efter en punkt.",
        )
    wanted = int(label) - 1
    at = peers[wanted] if wanted < len(peers) else max(peers, default=len(rest) - 1) + 1
    return (*rest[:at], item, *rest[at:])


def _fits(item: Item, label: str, peers: int) -> bool:
    return item.numbered and label.isdecimal() and 1 <= int(label) <= peers + 1


def move_beside(items: Items, key: int, other: int, *, after: bool) -> Items:
    """The list with the item moved to just before or after another. Raises UsageFault when that would put an opening
    item among the others, or another item among the opening ones."""
    item, anchor = _get(items, key), _get(items, other)
    if key == other:
        raise UsageFault("En punkt kan inte flyttas intill sig själv.")
    rest = tuple(one for one in items if one.key != key)
    at = [one.key for one in rest].index(anchor.key) + after
    moved = (*rest[:at], item, *rest[at:])
    openings = [one.kind == OPENING for one in moved]
    if openings != sorted(openings, reverse=True):
        raise UsageFault("De inledande punkterna (A, B …) ligger alltid först.", "Välj en annan plats.")
    return moved


def strike(items: Items, key: int, reason: str, *, called: bool = False) -> Items:
    """The list with the item taken off. Before the kallelse it is struck and the numbers close up; afterwards it is
    withdrawn and keeps its number. Raises UsageFault then without a reason, and for an item decided or already off."""
    item = _get(items, key)
    if item.state != OPEN:
        raise UsageFault(f"”{item.title}” är {item.state} och kan inte tas bort.")
    if called and not reason.strip():
        raise UsageFault("Kallelsen är utskickad: ange varför punkten utgår.", 'Lägg till --skäl "…".')
    off = item._replace(state=WITHDRAWN if called and item.numbered else STRUCK, reason=reason.strip() or item.reason)
    return tuple(off if one.key == key else one for one in items)


def change(items: Items, new: Item) -> Items:
    """The list with the item of the same key replaced where it stands. Raises NotFound when there is none."""
    _get(items, new.key)
    return tuple(new if one.key == new.key else one for one in items)


def find(items: Items, text: str) -> Item:
    """The item a person means: by label ("4", "A"), dnr, or the beginning of its title. Raises NotFound otherwise."""
    wanted = text.strip().casefold().rstrip(".")
    named = labels(items)
    alive = [item for item in items if item.state != STRUCK]
    by_label = [item for item in alive if named[item.key].casefold() == wanted != ""]
    by_dnr = [item for item in alive if item.dnr.casefold() == wanted or item.case.casefold() == wanted != ""]
    by_title = [item for item in alive if wanted and item.title.casefold().startswith(wanted)]
    for found in (by_label, by_dnr, by_title):
        if len(found) == 1:
            return found[0]
    known = tuple(f"{named[item.key]} {item.title}".strip() for item in alive)
    if by_title:
        raise NotFound(f"”{text}” kan vara flera punkter.", "Ange punktens nummer.", tuple(i.title for i in by_title))
    raise NotFound(f"Det finns ingen punkt ”{text}” på föredragningslistan.", "Ange nummer, bokstav eller dnr.", known)


def select(items: Items, obstacles: Mapping[int, tuple[Obstacle, ...]]) -> Selection:
    """Which items are ready to be called. obstacles: of each item by key, from the decision function.

    A case with a FEL is left out. An extra ärende with a reason is called in spite of it (KL 6:33 e contrario, KL-13: a
    nämnd may take up an unannounced matter); an extra ärende without a reason is left out and says so.
    """
    called: list[Item] = []
    left_out: list[tuple[Item, tuple[Obstacle, ...]]] = []
    accepted: list[tuple[Item, tuple[Obstacle, ...]]] = []
    for item in items:
        if item.state in (STRUCK, WITHDRAWN):
            continue
        found = obstacles.get(item.key, ())
        if item.kind == EXTRA:
            found = (*found, *extra_obstacles(item))
        stopped = any(o.severity == "FEL" and o.code != "KL-13" for o in found)
        if (stopped and item.kind != EXTRA) or (item.kind == EXTRA and not item.reason.strip()):
            left_out.append((item, found))
            continue
        called.append(item)
        if any(o.severity != "INFO" for o in found):
            accepted.append((item, found))
    return Selection(tuple(called), tuple(left_out), tuple(accepted))


def extra_obstacles(item: Item) -> tuple[Obstacle, ...]:
    """What an extra ärende demands (KL-13): a reason why it cannot wait; with one it is a warning that the
    fastställande records, without one a FEL. In a nämnd KL 5:52 (urgent and unanimous) does not apply."""
    if item.kind != EXTRA:
        return ()
    if item.reason.strip():
        text = f"”{item.title}” tas upp som extra ärende: {item.reason.strip()}"
        return (Obstacle("KL-13", text, "KL 6:33, reglementet", "VARNING", "ordförande"),)
    text = f"”{item.title}” är ett extra ärende utan angivet skäl till att det inte kan vänta."
    hint = 'Ange skälet: --extra --skäl "…".'
    return (Obstacle("KL-13", text, "KL 6:33, reglementet", "FEL", "nämndsekreterare", hint=hint),)


def approval_changes(items: Items) -> tuple[tuple[Item, str], ...]:
    """What the fastställande av föredragningslistan must record, in the order of the list: each extra ärende ("extra")
    and each item that was called and then withdrawn ("utgår")."""
    return tuple(
        (item, "extra" if item.kind == EXTRA and item.state != WITHDRAWN else "utgår")
        for item in items
        if item.state != STRUCK and (item.kind == EXTRA or item.state == WITHDRAWN)
    )


def _get(items: Items, key: int) -> Item:
    for item in items:
        if item.key == key:
            return item
    raise NotFound(f"Det finns ingen punkt med nyckeln {key}.")
