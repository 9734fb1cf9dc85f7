"""The document itself: template, style, scripts and policy joined into one text."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import xstatic.pkg.leaflet

from borderviz.errors import PageError
from borderviz.page.payload import check_payload, encode_payload
from borderviz.page.texts import clean_text

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SOURCE_MAP = re.compile(r"^\s*//[#@] sourceMappingURL=.*$", re.MULTILINE)
_TILE_HOST = re.compile(r"https://(\{s\}\.)?([A-Za-z0-9.-]+(?::\d+)?)/")
_LINK = re.compile(r"https://[A-Za-z0-9._~/@%+-]+")
_CSS_REFERENCE = re.compile(r"[\w-]+\s*:[^;{}]*url\([^)]*\)[^;{}]*;?")


@dataclass(frozen=True)
class Foreign:
    """What others' elements bring to a page whose maker vouches for them.

    Attributes
    ----------
    names : tuple of str
        What the elements are called.
    scripts, styles : tuple of str
        https addresses of what they load.
    code : str
        Their script; it finds the map under `map_name`.
    map_name : str
    """

    names: tuple[str, ...]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    code: str
    map_name: str


def render_page(payload: dict[str, Any], foreign: Foreign | None = None) -> str:
    """Write the map page of a payload.

    Parameters
    ----------
    payload : dict
        What the page shows; its form is described in `borderviz.page`.
    foreign : Foreign, optional
        Script of others that the page runs as well. Its policy then lets this script, what it
        loads, pictures from anywhere and styles of any kind pass.

    Returns
    -------
    str
        One HTML document that needs no other file and no network. The same payload gives
        the same text.

    Raises
    ------
    PageError
        If the payload is not of its form, or holds a value that is not JSON.
    """
    check_payload(payload)
    style = leaflet_style() + _viewer_file("viewer.css")
    scripts = {"leaflet": leaflet_script(), "viewer": _viewer_file("dist/viewer.js")}
    added = {"foreign": _foreign_script(foreign)} if foreign else {}
    for name, text in {**scripts, **added, "style": style}.items():
        _check_inline(name, text)
    page = payload["page"]
    policy = content_policy(style, [*scripts.values(), *added.values()], page["tiles"])
    return fill_document(
        _viewer_file("body.html"),
        {
            "lang": _language(page["lang"]),
            "policy": _opened(policy, foreign) if foreign else policy,
            "title": html.escape(clean_text(page["title"])),
            "style": style,
            "data": encode_payload(payload),
            "foreign": _foreign_elements(foreign, added["foreign"]) if foreign else "",
            **scripts,
        },
    )


def fixed_texts() -> tuple[str, ...]:
    """Return the scripts and the style that every page holds, as they stand in it."""
    viewer = _viewer_file("dist/viewer.js")
    return leaflet_script(), viewer, leaflet_style() + _viewer_file("viewer.css")


def embed_page(page: str, *, height: int = 640) -> str:
    """Wrap a page for a notebook: a frame that may run its script and nothing more.

    Parameters
    ----------
    page : str
        The HTML of a page, as `render_page` gives it.
    height : int
        Height of the frame in CSS pixels.

    Returns
    -------
    str
        An ``<iframe>`` element whose ``srcdoc`` is the page.
    """
    found = _TITLE.search(page)
    title = found.group(1) if found else "Map"
    return (
        f'<iframe sandbox="allow-scripts" title="{title.replace(chr(34), "&quot;")}" '
        f'width="100%" height="{height:d}" frameborder="0" '
        f'srcdoc="{html.escape(page, quote=True)}"></iframe>'
    )


def fill_document(body: str, values: dict[str, str]) -> str:
    """Put values into a document: the head that all of ours have, and a body of its own.

    Parameters
    ----------
    body : str
        Text with slots, from ``<body>`` on.
    values : dict of str
        One for each slot of the body, and ``lang``, ``policy``, ``title`` and ``style``.

    Returns
    -------
    str
        As of `fill_template`.
    """
    return fill_template(_viewer_file("head.html") + body, values)


def fill_template(template: str, values: dict[str, str]) -> str:
    """Put values into the slots of a template, in one pass.

    Parameters
    ----------
    template : str
        Text with slots ``{{name}}``.
    values : dict of str
        One text per slot. What a value holds is never read as a slot.

    Returns
    -------
    str
        The filled text.

    Raises
    ------
    PageError
        If the slots and the values do not match one to one.
    """
    slots = _SLOT.findall(template)
    if sorted(slots) != sorted(values):
        raise PageError(
            f"The template's slots {sorted(slots)!r} and the values {sorted(values)!r} "
            "do not match; give one value to each slot, each slot standing once."
        )
    return _SLOT.sub(lambda slot: values[slot.group(1)], template)


@cache
def leaflet_script() -> str:
    """Read Leaflet's script, without the pointer to its source map.

    Returns
    -------
    str
        Leaflet 1.9.3, minified, as the wheel XStatic-Leaflet carries it.
    """
    return _SOURCE_MAP.sub("", _leaflet_file("leaflet.js"))


@cache
def leaflet_style() -> str:
    """Read Leaflet's style sheet, without the declarations that refer to other files.

    Returns
    -------
    str
        The style sheet; the icons it would request are not used by this page.
    """
    return _CSS_REFERENCE.sub("", _leaflet_file("leaflet.css"))


def _leaflet_file(name: str) -> str:
    path = Path(xstatic.pkg.leaflet.BASE_DIR) / name
    try:
        return as_parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PageError(
            f"Leaflet's file {name!r} cannot be read ({error.strerror}); "
            "install the package XStatic-Leaflet==1.9.3.0 again."
        ) from error


@cache
def _viewer_file(name: str) -> str:
    text = files("borderviz.page").joinpath("viewer", *name.split("/")).read_text("utf-8")
    return as_parsed(text)


def as_parsed(text: str) -> str:
    """Return a text as a browser's parser reads it."""
    # The browser hashes what its parser read, and the parser reads every line end as \n.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_inline(name: str, text: str) -> None:
    for mark in ("</script", "</style", "<!--", "@import", "\0"):
        if mark in text.lower():
            raise PageError(
                f"The page's {name} text holds {mark!r}, which would end or change its block; "
                "write it in another way."
            )
    if name == "style" and "url(" in text.lower():
        raise PageError(
            "The page's style holds 'url(', which would request a file; draw it in the viewer."
        )


def _language(lang: object) -> str:
    if not isinstance(lang, str) or not _LANGUAGE.fullmatch(lang):
        raise PageError(f"The page's language is {lang!r}; give a tag such as 'en'.")
    return lang


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def content_policy(style: str, scripts: list[str], tiles: list[dict[str, Any]]) -> str:
    """Return the policy of a page: its own style and scripts by hash, and hosts of tiles."""
    script_hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    pictures = " ".join(["data:", *dict.fromkeys(_host(layer["url"]) for layer in tiles)])
    return (
        f"default-src 'none'; script-src {script_hashes}; style-src 'sha256-{_digest(style)}'; "
        f"img-src {pictures}; base-uri 'none'; form-action 'none'"
    )


def _host(url: str) -> str:
    """Return the source of tiles as a policy names it; ``{s}`` stands for any name below it."""
    found = _TILE_HOST.match(url)
    if not found:
        raise PageError(
            f"The page's tiles have the address {url!r}; give one that begins with https://HOST/."
        )
    return "https://" + ("*." if found[1] else "") + found[2]


def _opened(policy: str, foreign: Foreign) -> str:
    """Let pass what vouched-for elements load, and their pictures and styles."""
    for link in (*foreign.scripts, *foreign.styles):
        if not _LINK.fullmatch(link):
            raise PageError(
                f"An added element loads {link!r}; only https addresses can be vouched for."
            )
    scripts = "".join(f" {link}" for link in foreign.scripts)
    policy = re.sub("(script-src [^;]*)", lambda found: found[1] + scripts, policy)
    policy = re.sub("style-src [^;]*", "style-src 'unsafe-inline' https:", policy)
    return re.sub("img-src [^;]*", "img-src data: https:; font-src https:", policy)


def _foreign_script(foreign: Foreign) -> str:
    """Run others' script once the map stands, and again when the page is built anew."""
    return (
        f"(() => {{ const run = () => {{ const {foreign.map_name} = window.bvMap;\n"
        f"{as_parsed(foreign.code)}\n}};\n"
        'if (document.documentElement.classList.contains("bv-ready")) run();\n'
        'document.addEventListener("bv-map", run); })();'
    )


def _foreign_elements(foreign: Foreign, code: str) -> str:
    styles = [f'<link rel="stylesheet" href="{html.escape(url)}">' for url in foreign.styles]
    scripts = [f'<script src="{html.escape(url)}"></script>' for url in foreign.scripts]
    return "\n".join([*styles, *scripts, f"<script>{code}</script>"])
