"""Who says it, and when: the day on which a source spoke is not the day of the event."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from borderviz.articles.searches import Phrase

_SPEECH: Final = (
    r"(?:said(?! to (?:have|be)\b)|says|told|reported(?! (?:him|her|them|missing))|confirmed"
    r"|announced|revealed|explained|(?<!was )(?<!were )added"
    r"|informed|learned|spoke|"
    r"talked|aired|screened|obtained|posted online|disclosed|stated|claimed"
    r"|noted|quoted|cited|carried(?! (?:out|away|off|over|across|back|down|by|in(?:to)?)\b)|"
    r"broadcast|published|quoting|interview\w*"
    r"|heard(?! (?:[\w’-]+ ){0,3}(?:shots?|gunfire|gunshots?|fire|explosions?|blasts?|bursts?"
    r"|screams?)\b)"
    r"|in an? (?:report"
    r"|statement|dispatch|telephone|phone)|conversation with)"
)
_BEFORE: Final = Phrase(
    rf"\b{_SPEECH}\b(?! by\b)"
    r"(?:\s+(?!(?:that|was|were|had|been|have|has)\b)[\w’'.&()-]+){0,6}?\s*,?\s*"
    r"(?:(?:late|earlier|early)\s+)?(?:on|in|by)?\s*(?:the\s+)?$",
)
_ASIDE: Final = re.compile(
    rf",\s+(?:[\w’'-]+\s+){{1,4}}{_SPEECH},\s+(?:on|in|by)?\s*(?:the\s+)?$", re.IGNORECASE
)
"""Speech put between commas: "he was shot, the source said, on the 19th"."""
_SAYS: Final = Phrase(
    rf"\b(?<!had )(?<!been )(?<!having )(?<!being ){_SPEECH}\b(?! by\b)",
)
_SUBJECT: Final = re.compile(r"\s*,?\s+(?:[^.;“”]{0,110}?\s)?")
"""What stands between a date that opens its sentence and what its subject says."""
_GIVEN_ASIDE: Final = re.compile(
    rf",\s+[^,.;]{{1,40}}?\s{_SPEECH}(?:\s+[\w’'-]+){{0,3}},", re.IGNORECASE
)
"""Who says so, between commas after a date: "In January, she said, two were shot"."""
_KOREAN: Final = re.compile(r"^\s*(?:[가-힣]+\s+){0,2}(?:밝혔|전했|말했|보도했|알렸|발표했)")
_KOREAN_SOURCE: Final = re.compile(
    r"(?:소식통|관계자|대변인|당국자|당국|합참|통일부|매체|방송|신문|기자|주민)[은는이가]\s*(?:지난\s*)?$"
)
"""Who speaks, right before the day on which he did."""
_KOREAN_SAID: Final = re.compile(r"(?:밝혔|전했|말했|보도했|알렸|발표했)\S*\W*$")
_OPENS: Final = 25
"""Characters within which a date opens its sentence, and Korean speech ends it."""


@lru_cache(maxsize=8)  # a date is asked about as it is read and as it is counted from
def spoken_before(text: str, at: int) -> re.Match[str] | None:
    """Return the verb of saying that stands right before a date: "told reporters on Friday"."""
    said = _BEFORE.search(text, max(0, at - 70), at)
    if said is not None and _ASIDE.search(text, max(0, at - 70), at):
        return None
    if (
        said is None
        and not text.isascii()
        and _KOREAN_SAID.search(text, max(0, len(text) - _OPENS))
    ):
        return _KOREAN_SOURCE.search(text, max(0, at - _OPENS), at)
    return said


def spoken_after(text: str, start: int, end: int, until: int) -> bool:
    """Whether a date opens its sentence and its subject then speaks: "On Friday a source said"."""
    if not text.isascii() and _KOREAN.match(text[end:until]):
        return True
    if start >= _OPENS:
        return False
    said = (said.start() for said in _SAYS.finditer(text, end, until))
    speaks = any(_SUBJECT.fullmatch(text, end, at) for at in said)
    return speaks and _GIVEN_ASIDE.match(text, end) is None
