"""A municipality's form for its reports, read from an already parsed mapping with Swedish keys.

docs/skriv-ett-formulär.md explains every key to who writes one. Each fault is told with the path to its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from beredning.core import report as core
from beredning.core.pattern import match, problems
from beredning.core.report import FactForm, Layout, Pattern, SectionForm, SectionKind, SentenceForm
from beredning.core.spelling import fold
from beredning.core.written import DATE_FACTS, DIARY_FACTS, read_date
from beredning.documents.layout_keys import Complain, Keys, Path, nearest_of

KINDS: Final[dict[str, SectionKind]] = {
    "text": "text",
    "beslut": "decision",
    "beslutsunderlag": "papers",
    "mottagare": "receivers",
    "underskrifter": "signatures",
    "mbl": "consultation",
}
DIALECTS: Final[tuple[core.Dialect, ...]] = get_args(core.Dialect)
_ONCE: Final = ("papers", "receivers", "signatures", "consultation")
_LAYOUT_KEYS: Final = (
    "namn", "titel", "gäller_från", "gäller_till", "mall", "diarienummer", "datum", "beslutssats", "huvud", "avsnitt",
)  # fmt: skip
_PATTERN_KEYS: Final = ("mönster", "godtas", "exempel", "motexempel")
_SENTENCE_KEYS: Final = ("dialekt", "egen_del", "slutpunkt", "verb")
_FACT_KEYS: Final = ("namn", "ledtext", "även", "krävs", "uppmaning")
_SECTION_KEYS: Final = (
    "namn", "rubrik", "även", "slag", "krävs", "upprepas", "nivå", "uppmaning", "standardfraser", "hantera", "kännedom",
    "ordning",
)  # fmt: skip
_NAME: Final = re.compile(r"[a-zåäöéü][a-zåäöéü0-9_]*\Z")
_FILE: Final = re.compile(r"[^/\\:]+\.docx\Z")
_BARE: Final = Layout("", "", (), ())


def from_mapping(said: Mapping[str, Any], complain: Complain) -> Layout | None:
    """The layout that a mapping says, or None when it has faults.

    complain is called once for every fault, with the path to it (keys and places from 0), what is wrong, and a
    suggestion or "". Scalars may be text or already converted.
    """
    reader = _Reader(complain)
    layout = reader.layout(said)
    return None if reader.failed else layout


class _Reader(Keys):
    def layout(self, said: Any) -> Layout:
        said = self.mapping(said, (), _LAYOUT_KEYS)
        facts = tuple(self._fact(one, ("huvud", place)) for place, one in enumerate(self.list(said, "huvud", ())))
        written: list[tuple[Any, Path]] = [
            (one, ("avsnitt", place)) for place, one in enumerate(self.list(said, "avsnitt", ()))
        ]
        sections = tuple(self._section(one, path) for one, path in written)
        starts, ends = self._period(said)
        made = Layout(
            self.text(said, "namn", ()),
            self.text(said, "titel", ()),
            facts,
            sections,
            starts,
            ends,
            self._pattern(said, "diarienummer", _BARE.diary, DIARY_FACTS),
            self._pattern(said, "datum", _BARE.date, DATE_FACTS),
            self._sentence(said),
            self._signing(written, sections),
            self._template(said),
        )
        self._together(made)
        return made

    def _period(self, said: Mapping[str, Any]) -> tuple[str, str]:
        starts, ends = self.day(said, "gäller_från", ()), self.day(said, "gäller_till", ())
        if starts and ends and ends < starts:
            self.complain(("gäller_till",), f"Formuläret slutar gälla {ends}, innan det börjar gälla {starts}.")
        return starts, ends

    def _template(self, said: Mapping[str, Any]) -> str:
        file = self.text(said, "mall", (), needed=False)
        if file and not _FILE.match(file):
            self.complain(
                ("mall",), f"”{file}” är inget namn på en mall.", "Skriv filens namn, till exempel egen.docx."
            )
        return file

    def _pattern(self, said: Mapping[str, Any], key: str, default: Pattern, needed: tuple[str, ...]) -> Pattern:
        if said.get(key) is None:
            return default
        said = self.mapping(said[key], (key,), _PATTERN_KEYS)
        form = self.text(said, "mönster", (key,))
        accepted = self.texts(said, "godtas", (key,))
        places: list[tuple[Path, str]] = [((key, "mönster"), form)] if form else []
        places += [((key, "godtas", place), one) for place, one in enumerate(accepted)]
        wrong = [(path, *found) for path, one in places for found in problems(one, needed)]
        for path, text, hint in wrong:
            self.complain(path, text, hint)
        if form in accepted:
            self.complain((key, "godtas"), f"”{form}” är redan det egna mönstret.", "Ta bort det här.")
        made = Pattern(form, accepted, self.texts(said, "exempel", (key,)), self.texts(said, "motexempel", (key,)))
        if form and not wrong:
            self._examples(key, made)
        return made

    def _examples(self, key: str, pattern: Pattern) -> None:
        """Each example is tried, so that a pattern that says something else than its author meant is found at once."""
        for place, text in enumerate(pattern.examples):
            if match(pattern.form, text) is None:
                said = f"Exemplet ”{text}” är inte skrivet som mönstret {pattern.form}."
                self.complain((key, "exempel", place), said, "Rätta exemplet eller mönstret.")
            elif key == "datum" and read_date(_BARE._replace(date=pattern), text) is None:
                self.complain((key, "exempel", place), f"”{text}” är ingen dag i kalendern.")
        for place, text in enumerate(pattern.refused):
            if match(pattern.form, text) is not None:
                said = f"Motexemplet ”{text}” är skrivet som mönstret {pattern.form}."
                self.complain((key, "motexempel", place), said, "Rätta motexemplet eller mönstret.")

    def _sentence(self, said: Mapping[str, Any]) -> SentenceForm:
        path: Path = ("beslutssats",)
        if said.get("beslutssats") is None:
            return SentenceForm()
        said = self.mapping(said["beslutssats"], path, _SENTENCE_KEYS)
        word = self.choice(said, "dialekt", path, DIALECTS, "mening")
        dialect = next(one for one in DIALECTS if one == word)
        own = self.text(said, "egen_del", path, needed=False) or SentenceForm().own
        return SentenceForm(dialect, own, self.yes(said, "slutpunkt", path), self._verbs(said, path))

    def _verbs(self, said: Mapping[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
        verbs = said.get("verb")
        if verbs is None:
            return ()
        if not isinstance(verbs, Mapping):
            self.complain(
                (*path, "verb"), "”verb” ska ange verb för varje slag av ärende.", "Skriv information: notera."
            )
            return ()
        made: list[tuple[str, str]] = []
        for matter in verbs:
            found = self.texts(verbs, matter, (*path, "verb"))
            if not found:
                self.complain((*path, "verb", str(matter)), f"Verbet för ”{matter}” saknas.")
            made += [(str(matter), verb) for verb in found]
        return tuple(made)

    def _fact(self, said: Any, path: Path) -> FactForm:
        said = self.mapping(said, path, _FACT_KEYS)
        name = self.text(said, "namn", path)
        if name and name not in core.FACT_NAMES:
            self.complain((*path, "namn"), f"Uppgiften ”{name}” finns inte.", nearest_of(name, core.FACT_NAMES))
        label = self.text(said, "ledtext", path, needed=False)
        prompt = self.text(said, "uppmaning", path)
        return FactForm(name, label, prompt, self.texts(said, "även", path), self.yes(said, "krävs", path))

    def _section(self, said: Any, path: Path) -> SectionForm:
        said = self.mapping(said, path, _SECTION_KEYS)
        name = self.text(said, "namn", path)
        if name and not _NAME.match(name):
            text = f"Namnet ”{name}” får bara ha små bokstäver, siffror och understreck, och börja med en bokstav."
            self.complain((*path, "namn"), text)
        kind = self._kind(said, path)
        for key, of in (("hantera", "receivers"), ("kännedom", "receivers"), ("ordning", "signatures")):
            if said.get(key) is not None and kind != of:
                word = next(word for word, one in KINDS.items() if one == of)
                self.complain((*path, key), f"”{key}” gäller bara avsnitt av slaget {word}.", "Ta bort nyckeln.")
        return SectionForm(
            name,
            self.text(said, "rubrik", path, needed=kind != "signatures"),
            self.text(said, "uppmaning", path),
            kind,
            self.yes(said, "krävs", path),
            self._level(said, path),
            self.texts(said, "standardfraser", path),
            self.text(said, "hantera", path, needed=False),
            self.text(said, "kännedom", path, needed=False),
            self.texts(said, "även", path),
            self.yes(said, "upprepas", path, default=False),
        )

    def _kind(self, said: Mapping[str, Any], path: Path) -> SectionKind:
        word = self.text(said, "slag", path, needed=False) or "text"
        if word not in KINDS:
            self.complain((*path, "slag"), f"Slaget ”{word}” finns inte.", nearest_of(word, tuple(KINDS)))
        kind = KINDS.get(word, "text")
        if kind in _ONCE and self.yes(said, "upprepas", path, default=False):
            self.complain(
                (*path, "upprepas"), f"Ett avsnitt av slaget {word} kan bara stå en gång.", "Ta bort nyckeln."
            )
        return kind

    def _level(self, said: Mapping[str, Any], path: Path) -> int:
        value = self.text(said, "nivå", path, needed=False) or "1"
        if value not in ("1", "2", "3"):
            self.complain((*path, "nivå"), f"”nivå” ska vara 1, 2 eller 3, inte ”{value}”.")
            return 1
        return int(value)

    def _signing(self, written: list[tuple[Any, Path]], sections: tuple[SectionForm, ...]) -> tuple[str, ...]:
        """The order of signing stands where the signatures stand."""
        for (said, path), section in zip(written, sections, strict=True):
            if section.kind == "signatures" and isinstance(said, Mapping) and said.get("ordning") is not None:
                order = self.texts(said, "ordning", path)
                for place, role in enumerate(order):
                    if role not in core.SIGNING_ROLES:
                        hint = nearest_of(role, core.SIGNING_ROLES)
                        self.complain((*path, "ordning", place), f"Rollen ”{role}” finns inte.", hint)
                return order or core.SIGNING_ROLES
        return core.SIGNING_ROLES

    def _together(self, made: Layout) -> None:
        """What can only be seen when all parts are read: names and words that would mean two things."""
        self._repeated("huvud", [one.name for one in made.facts])
        self._repeated("avsnitt", [one.name for one in made.sections])
        self._same_words("huvud", [(one.label, *one.also) for one in made.facts])
        self._same_words("avsnitt", [(one.heading, *one.also) for one in made.sections])
        for word, kind in KINDS.items():
            if kind in _ONCE and sum(one.kind == kind for one in made.sections) > 1:
                self.complain(("avsnitt",), f"Bara ett avsnitt får ha slaget {word}.")
        if not made.sections:
            self.complain(("avsnitt",), "Formuläret måste ha minst ett avsnitt.")

    def _repeated(self, key: str, names: list[str]) -> None:
        for place, name in enumerate(names):
            if name and name in names[:place]:
                self.complain((key, place, "namn"), f"Namnet ”{name}” finns två gånger.")

    def _same_words(self, key: str, groups: list[tuple[str, ...]]) -> None:
        seen: set[str] = set()
        for place, words in enumerate(groups):
            plain = {fold(word).casefold().strip(" :.") for word in words} - {""}
            for word in sorted(plain & seen):
                said = next(one for one in words if fold(one).casefold().strip(" :.") == word)
                self.complain((key, place), f"”{said}” står på två ställen, och går då inte att skilja åt.")
            seen |= plain
