"""Text in print: which font has its letters, how wide it is, where a line breaks.

DejaVu Sans comes with matplotlib, so Latin and Cyrillic text looks the same everywhere. Korean
and Chinese need a font of the system (:data:`CJK_FAMILIES`); without one the error names the
package to install. Text is data: nothing in it is read as mathematics, and marks that would turn
the direction of writing stand as escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from matplotlib.font_manager import FontProperties, findSystemFonts, fontManager, get_font
from matplotlib.textpath import text_to_path

from borderviz.errors import InputError, printable, shown

FAMILY: Final = "DejaVu Sans"
CJK_FAMILIES: Final = {
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Apple SD Gothic Neo",
           "Malgun Gothic"),
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
}  # fmt: skip
"""Fonts that have the letters, the best first."""
_PACKAGE: Final = "fonts-noto-cjk"
_FILES: Final = re.compile(r"NotoSansCJK|NotoSans(KR|SC)|NanumGothic", re.IGNORECASE)
_CJK: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff00-\uffef\U00020000-\U0003ffff]"
)
_MM_PER_PT: Final = 25.4 / 72
_LONGEST: Final = 2_000
"""More letters than this stand on no printed figure."""
UNKNOWN: Final = "\ufffd"


@dataclass(frozen=True)
class Style:
    """How a text is set: size in points, colour, weight and slant; letters spaced out or not."""

    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    spaced: bool = False


@dataclass(frozen=True)
class Lettering:
    """How text is set in a language.

    Attributes
    ----------
    language : {"en", "ko", "zh"}
    """

    language: str = "en"

    def clean(self, text: object) -> str:
        """Return a text as it can be printed: on one line, nothing hidden in it.

        Raises
        ------
        InputError
            If it has Korean or Chinese letters and no font of the system has them.
        """
        line = printable(" ".join(str(text).split()))[:_LONGEST]
        if _CJK.search(line):
            cjk_family(self.language)
        return "".join(c if self._has(c) else UNKNOWN for c in line)

    def properties(self, text: str, style: Style) -> FontProperties:
        """Return the fonts for a text that was cleaned."""
        return FontProperties(
            family=list(self._families(text)), size=style.size,
            weight="bold" if style.bold else "normal",
            style="italic" if style.italic else "normal",
        )  # fmt: skip

    def width(self, text: str, style: Style) -> float:
        """Return how wide a line is, in millimetres."""
        if not text:
            return 0.0
        font = self.properties(text, style)
        return float(text_to_path.get_text_width_height_descent(text, font, False)[0]) * _MM_PER_PT

    def wrap(self, text: str, style: Style, width: float, *, most: int = 0) -> list[str]:
        """Break a text into lines that fit.

        Parameters
        ----------
        text : str
            A text that was cleaned.
        width : float
            In millimetres.
        most : int
            So many lines at most, the last then ends in …; 0 for as many as it takes.
        """
        lines: list[str] = []
        rest = text
        while rest:
            line, rest = self._first_line(rest, style, width)
            lines.append(line)
            if most and len(lines) == most and rest:
                lines[-1] = self.shorten(f"{line} {rest}", style, width)
                break
        return lines

    def shorten(self, text: str, style: Style, width: float) -> str:
        """Return as much of a text as fits on one line; what is cut is told by …."""
        if self.width(text, style) <= width:
            return text
        fitting = self._fitting(text, style, width - self.width("…", style))
        return text[:fitting].rstrip() + "…"

    def _first_line(self, text: str, style: Style, width: float) -> tuple[str, str]:
        fitting = self._fitting(text, style, width)
        if fitting >= len(text):
            return text, ""
        blank = text.rfind(" ", 0, fitting + 1)
        cut = blank if blank > 0 else max(1, fitting)
        return text[:cut].rstrip(), text[cut:].lstrip()

    def _fitting(self, text: str, style: Style, width: float) -> int:
        """Return how many letters fit, by halving."""
        low, high = 0, len(text)
        if self.width(text[:400], style) <= width and len(text) <= 400:
            return high
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle], style) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    def _families(self, text: str) -> tuple[str, ...]:
        return (FAMILY, cjk_family(self.language)) if _CJK.search(text) else (FAMILY,)

    def _has(self, letter: str) -> bool:
        return ord(letter) in _letters(FAMILY) or (
            _CJK.match(letter) is not None and ord(letter) in _letters(cjk_family(self.language))
        )


def require_fonts(language: str) -> None:
    """Raise where the system lacks the fonts of a language."""
    if language in CJK_FAMILIES:
        cjk_family(language)


@cache
def cjk_family(language: str) -> str:
    """Return the font of the system for Korean or Chinese letters.

    Raises
    ------
    InputError
        If there is none; the text names the package to install.
    """
    own = CJK_FAMILIES.get(language, ())
    wanted = dict.fromkeys((*own, *(name for names in CJK_FAMILIES.values() for name in names)))
    for look_again in (False, True):
        if look_again:
            _add_new_fonts()
        known = {font.name for font in fontManager.ttflist}
        found = [family for family in wanted if family in known]
        if found:
            return found[0]
    raise InputError(
        "no font with East Asian letters was found; install one (on Debian or Ubuntu the "
        f"package {_PACKAGE}, elsewhere {shown(own[0] if own else 'Noto Sans CJK')})"
    )


def _add_new_fonts() -> None:
    """Tell matplotlib of fonts that were installed after it had made its list."""
    known = {font.fname for font in fontManager.ttflist}
    for path in sorted(findSystemFonts()):
        if _FILES.search(Path(path).name) and path not in known:
            fontManager.addfont(path)


@cache
def _letters(family: str) -> frozenset[int]:
    path = fontManager.findfont(FontProperties(family=family))
    return frozenset(get_font(path).get_charmap())
