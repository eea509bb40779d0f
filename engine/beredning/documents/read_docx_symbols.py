"""Letters that Word keeps as places in a symbol font, and raised or lowered figures, as letters of their own."""

from __future__ import annotations

from typing import Final

_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "□",
    0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x4C: "☹", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_SYMBOL: Final = {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xAC: "←", 0xDE: "⇒",
    0xB4: "×", 0xB8: "÷", 0xA5: "∞", 0x2D: "−", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6D: "μ",
    0x70: "π", 0x53: "Σ", 0x73: "σ", 0x57: "Ω", 0xD6: "√",
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}
_UP: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_DOWN: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def symbol(font: str, place: str) -> tuple[str, bool]:
    """The letter that a w:sym shows, and whether it is known; U+FFFD when it is not."""
    try:
        code = int(place, 16)
    except ValueError:
        return "\ufffd", False
    known = _FONTS.get(font.casefold())
    if known is None:
        private = 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800
        return ("\ufffd", False) if private else (chr(code), True)
    low = code - 0xF000 if code >= 0xF000 else code
    return (known[low], True) if low in known else ("\ufffd", False)


def raised(text: str, up: bool) -> str | None:
    """Text as raised or lowered letters, None when there are not such letters for all of it."""
    made = text.strip().translate(_UP if up else _DOWN)
    return None if any(one == other for one, other in zip(made, text.strip(), strict=True)) else made
