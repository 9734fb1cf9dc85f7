"""Numbers of people in Korean sentences, in which the verb stands last.

"주민 3명" counts three, "상인과 그의 아들" two, "부부" two, "20대 여성" one. Whom a verb counts
stands before it: in "5명이 총에 맞아 2명이 사망했다" five were shot and two died.
"""

from __future__ import annotations

import re
from typing import Final

from borderviz.articles.numbers import Count

_NATIVE: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10,
}  # fmt: skip
_NUMBER: Final = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(_NATIVE)}"
_PERSON: Final = (
    r"(?:여성|남성|여자|남자|주민|군인|병사|청년|학생|노인"
    r"|밀수꾼|브로커|상인|탈북민|탈북자|경비대원)"
)
_KIN: Final = r"(?:남편|아내|부인|아들|딸|어머니|아버지|동생|누나|언니|오빠|형|친구|동료)"
_COUNTED: Final = re.compile(
    rf"(?P<least>최소|적어도)?\s*(?P<number>{_NUMBER})\s?(?:여\s?)?(?:명|사람)(?P<more>\s?이상)?"
)
_TOGETHER: Final = re.compile(rf"{_PERSON}[과와]\s+(?:그의?|그녀의|자신의)?\s?{_KIN}")
_WITH_CHILDREN: Final = re.compile(
    rf"{_KIN}[과와]\s+(?:그의?\s)?(?P<number>{'|'.join(_NATIVE)})\s?(?:아이|자녀|딸|아들|어린이)"
)
_COUPLE: Final = re.compile(r"부부|모녀|부자|형제|자매|남매")
_ONE: Final = re.compile(rf"(?:\d{{1,2}}대|한)\s?{_PERSON}(?!들|\s?(?:\d|{'|'.join(_NATIVE)})\s?)")
_HANGUL: Final = re.compile("[가-힣]")


def is_korean(text: str) -> bool:
    """Whether a text has Korean letters."""
    return not text.isascii() and bool(_HANGUL.search(text))


def find_korean_counts(text: str) -> tuple[Count, ...]:
    """Return the numbers of people in a Korean sentence, in order."""
    found = []
    for match in _COUNTED.finditer(text):
        said = match["number"].replace(",", "")
        value = _NATIVE.get(said) or int(said)
        high = None if match["least"] or match["more"] else value
        found.append(Count(match.start(), match.end(), value, value, high, "명"))
    for match in _WITH_CHILDREN.finditer(text):
        value = 1 + _NATIVE[match["number"]]
        found.append(Count(match.start(), match.end(), value, value, value, "명"))
    for pattern, value in ((_TOGETHER, 2), (_COUPLE, 2), (_ONE, 1)):
        for match in pattern.finditer(text):
            if all(match.end() <= c.start or match.start() >= c.end for c in found):
                found.append(Count(match.start(), match.end(), value, value, value, "명"))
    return tuple(sorted((c for c in found if c.best), key=lambda count: count.start))


def korean_subject(start: int, counts: tuple[Count, ...]) -> Count | None:
    """Return the number before a verb that starts at a spot."""
    return next((c for c in reversed(counts) if c.end <= start), None)
