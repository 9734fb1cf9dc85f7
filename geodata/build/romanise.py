"""Spellings that follow from others by rule: romanisations, ROK hangul, Chinese characters.

Nothing here knows a place. Every function takes one form and returns what follows from it;
``variants.py`` says which of them are made for which places.
"""

from __future__ import annotations

import re
from typing import Final

from opencc import OpenCC  # type: ignore[import-untyped]
from pypinyin import Style, lazy_pinyin, load_phrases_dict

_BREVES: Final = str.maketrans("ŎŏŬŭ", "OoUu")
_VOICELESS: Final = re.compile(r"[kpt]$")
# Place names keep these characters where OpenCC would write the word for "inside", "peak"
# (another form of the same), "price", "platform".
_KEPT: Final = {"裏": "里", "峯": "峰", "價": "价"}
_TO_TRADITIONAL: Final = OpenCC("s2t")
# 長 is cháng in these names; the package reads zhǎng where it does not know the word.
load_phrases_dict({"长津": [["cháng"], ["jīn"]], "长丰": [["cháng"], ["fēng"]]})


def to_dprk(mr: str) -> str:
    """Return the DPRK romanisation that follows from a McCune-Reischauer form.

    >>> to_dprk("P'yŏngyang"), to_dprk("Chagang"), to_dprk("Ch'ŏngjin")
    ('Phyongyang', 'Jagang', 'Chongjin')
    """
    text = re.sub(r"([KkTtPp])'", r"\1h", mr)
    text = re.sub(r"[Tt]ch(?!')", "jj", text)
    text = re.sub(r"[Cc]h(?!')", lambda m: "J" if m[0][0] == "C" else "j", text)
    return text.replace("'", "").translate(_BREVES)


def to_rok(hangul: str) -> str:
    """Return the ROK spelling of a DPRK name by the initial-sound rule.

    >>> to_rok("량강도"), to_rok("라선시"), to_rok("녕변군"), to_rok("회령시")
    ('양강도', '나선시', '영변군', '회령시')
    """
    words = [_rok_word(word) for word in hangul.split(" ")]
    return " ".join(words).replace("로동자구", "노동자구")


def _rok_word(word: str) -> str:
    code = ord(word[0]) - 0xAC00 if word else -1
    if not 0 <= code < 11172:
        return word
    initial, rest = divmod(code, 588)
    before_i_or_y = rest // 28 in (2, 3, 6, 7, 12, 17, 20)
    nieun, rieul, silent = 2, 5, 11
    if initial not in (nieun, rieul):
        return word
    initial = silent if before_i_or_y else nieun
    return chr(0xAC00 + initial * 588 + rest) + word[1:]


def to_rok_roman(roman: str) -> str:
    """Apply the initial-sound rule to a romanised name that begins with R or N.

    >>> to_rok_roman("Ryongch'ŏn"), to_rok_roman("Rinsan"), to_rok_roman("Rasŏn")
    ("Yongch'ŏn", 'Insan', 'Nasŏn')
    """
    text = re.sub(r"^[RN](?=y)", "", re.sub(r"^[RN]i", "I", roman))
    text = re.sub(r"^R", "N", text)
    return text[:1].upper() + text[1:]


def to_press_rr(rr: str) -> str:
    """Return the Revised Romanization with o for eo and u for eu, as the press simplifies it.

    >>> to_press_rr("Gyeongwon"), to_press_rr("Geumgang"), to_press_rr("Haeoreum")
    ('Gyongwon', 'Gumgang', 'Haeorum')
    """
    text = re.sub(r"(?<![ao])eo", "o", re.sub(r"(?<![ao])eu", "u", rr))
    return re.sub(r"^Eo", "O", re.sub(r"^Eu", "U", text))


def to_press_yung(mr: str) -> str:
    """Return a McCune-Reischauer form with ``yung`` for ``yŏng``, without its signs.

    >>> to_press_yung("Kyŏngwŏn"), to_press_yung("P'yŏngsŏng"), to_press_yung("Musan")
    ('Kyungwon', 'Pyungsong', 'Musan')
    """
    text = mr.replace("yŏng", "yung").replace("Yŏng", "Yung")
    return text.replace("'", "").translate(_BREVES)


def to_shi(roman: str) -> str:
    """Return a romanised name with ``shi`` for ``si``.

    >>> to_shi("Sinŭiju"), to_shi("Usi"), to_shi("Musan")
    ('Shinŭiju', 'Ushi', 'Musan')
    """
    return re.sub(r"([Ss])i", r"\1hi", roman)


def join_suffix(stem: str, suffix: str, system: str) -> str:
    """Return a name with ``gun``, ``dong``, ``guyok`` or ``up`` as a romanisation spells it.

    >>> join_suffix("Kimjŏngsuk", "gun", "MR"), join_suffix("Musan", "gun", "MR")
    ('Kimjŏngsuk-kun', 'Musan-gun')
    >>> join_suffix("Musan", "up", "MR"), join_suffix("Musan", "up", "RR")
    ('Musan-ŭp', 'Musan-eup')
    """
    if system == "MR" and _VOICELESS.search(stem):
        suffix = {"gun": "kun", "dong": "tong", "guyok": "kuyok"}.get(suffix, suffix)
    spelled = {
        "MR": {"up": "ŭp", "guyok": "guyŏk", "kuyok": "kuyŏk"},
        "RR": {"up": "eup", "guyok": "guyeok"},
    }
    return f"{stem}-{spelled.get(system, {}).get(suffix, suffix)}"


def join_ri(stem: str, system: str) -> str:
    """Return a village's name with the sound changes that its suffix ``ri`` brings.

    >>> join_ri("Ch'ilsŏng", "MR"), join_ri("Hoemun", "MR"), join_ri("Chilseong", "RR")
    ("Ch'ilsŏng-ni", 'Hoemul-li', 'Chilseongni')
    >>> join_ri("Muchang", "DPRK"), join_ri("Aoji", "MR")
    ('Muchang-ri', 'Aoji-ri')
    """
    if system == "DPRK":
        return f"{stem}-ri"
    joint = "" if system == "RR" else "-"
    changes = (
        (r"(ng|m)$", r"\1", "ni"), (r"n$", "l", "li"), (r"l$", "l", "li"),
        (r"k$", "ng", "ni"), (r"p$", "m", "ni"),
    )  # fmt: skip
    for ending, spelled, suffix in changes:
        if re.search(ending, stem):
            return re.sub(ending, spelled, stem) + joint + suffix
    return f"{stem}{joint}ri"


def to_traditional(simplified: str) -> str:
    """Return a Chinese name in traditional characters.

    >>> to_traditional("开山屯"), to_traditional("三合里"), to_traditional("云峰水库")
    ('開山屯', '三合里', '雲峰水庫')
    """
    text: str = _TO_TRADITIONAL.convert(simplified)
    return "".join(
        old if _KEPT.get(new) == old else new for old, new in zip(simplified, text, strict=True)
    )


def to_pinyin(chinese: str, suffix: str = "") -> str:
    """Return the pinyin of a name with its tones, the word for a unit after a hyphen.

    >>> to_pinyin("新义州"), to_pinyin("满浦", "市"), to_pinyin("平安", "北道")
    ('Xīnyìzhōu', 'Mǎnpǔ-shì', "Píng'ān-běidào")
    """
    syllables = lazy_pinyin(chinese, style=Style.TONE)
    word = "".join(
        f"'{s}" if n and re.match("[aeoāáǎàēéěèōóǒò]", s) else s for n, s in enumerate(syllables)
    )
    after = "".join(lazy_pinyin(suffix, style=Style.TONE))
    return word[:1].upper() + word[1:] + (f"-{after}" if after else "")


def to_russian_unit(russian: str, suffix: str) -> str:
    """Return a Russian name with the Korean word for its unit, by Kontsevich's rules.

    >>> to_russian_unit("Мусан", "gun"), to_russian_unit("Кимджонсук", "gun")
    ('Мусан-гун', 'Кимджонсук-кун')
    """
    ending = {"gun": "кун" if re.search("[кпт]$", russian) else "гун", "si": "си"}[suffix]
    return f"{russian}-{ending}"
