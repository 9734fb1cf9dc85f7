"""The map page: one HTML file that works offline, years later, from an e-mail.

`render_page` joins the page's template, style, Leaflet, viewer and data into one text;
`embed_page` wraps that text for a notebook. The page asks for nothing over the network,
and its content security policy, by hash, runs no script but its own two.

The payload
-----------
A dictionary of JSON values. Geometry is ``{"type": "polygon" | "line", "parts": [...]}``:
for a polygon a list of polygons, each a list of rings; for a line a list of lines. A ring
or line is a flat list of integers in 1e-5 degree, ``[lon0, lat0, dlon1, dlat1, ...]``:
the first pair absolute, the rest differences; rings close by themselves. Tables are
columns of equal length. Names and labels are ``{"en": ..., "ko": ..., "zh": ...}``.

``format``
    2.
``page``
    ``title``, ``subtitle``, ``lang``, ``policy`` (``internal`` marks the page),
    ``generator``, ``input_sha256``, ``pack_sha256``, ``period`` (``start``, ``end``),
    ``latest`` (day of the last report),
    ``notes``, ``not_drawn`` (labels of zones left out, by language), ``tiles`` (``name``, ``url``,
    ``attribution``, ``max_zoom``, ``subdomains``), ``trusted`` (elements whose own script
    it runs, or null) and ``attribution`` (``text``, ``licence``,
    ``url``).
``types``, ``verdicts``, ``provinces``
    Entries: ``id``, ``label`` and ``colour`` with ``shape``, or ``fill``; ``id`` and ``name``.
``background``
    ``layers`` (``kind``, ``detail``, ``geometry``, ``name``), ``detail_zooms`` and
    ``labels`` (``kind``, ``rank``, ``name``, ``lon``, ``lat``, and optionally ``native``: the
    second line under a town's name, null for none; without it the Korean or Chinese name
    stands there). Layers of one kind and
    name are one thing at several details: the finest that the zoom allows is drawn, and
    the coarsest there is when none is allowed yet.
``rules``
    ``rule_id``, ``label``, ``drawn``, ``description``, ``valid_from``, ``valid_to``,
    ``confidence``, ``sources`` (``text``, ``url``), ``doubts``, and ``words``: ``label``,
    ``description`` and ``doubts`` by language, each null or empty where not translated.
``zones``
    ``zone_id``, ``rule_id``, ``label``, ``width_km``, ``baseline``, ``side``,
    ``reference``, ``valid_from``, ``valid_to``, ``start`` and ``end`` (the days since
    1970-01-01 between which it may have been in force, null where open), ``geometry``.
``shapes``
    Outlines to which locations refer.
``analyst_layers``
    ``name``, ``kind`` and ``features`` (``geometry``, ``lon``, ``lat``, ``radius_m``,
    ``text``, ``colour``): an analyst's own layers, drawn as data.

Four tables, each ``n`` and ``columns`` or packed already (`pack_table`):

``events``
    The rows as they were read, column by column: what a reader downloads.
``located``
    A row for each event: ``start`` and ``end`` (days since 1970-01-01, null where not known),
    ``incident`` (rows with one number report one incident), ``location`` (row of ``locations``,
    or null) and ``exact`` (whether the row's own coordinates are those of its location).
``locations``
    Supports: ``resolution``, ``method``, ``reason``, ``lon``,
    ``lat``, ``radius_m``, ``assumed`` (whether that radius was not stated), ``shape``,
    ``outline`` (row of ``shapes``; without it, a circle), ``candidates`` (a line each),
    ``provinces`` (those it touches where its rows state none, with ``|`` between them) and
    ``names`` (other names of the place, likewise).
``assessments``
    ``event`` (row), ``rule`` (row), ``verdict``, ``p``, ``p_min``, ``p_max``, ``in_force``,
    ``t``, ``side``, ``distance_km_min``, ``distance_km_max``.
"""

from __future__ import annotations

from borderviz.page.columns import PackedTable, pack_table
from borderviz.page.document import Foreign, embed_page, fixed_texts, render_page
from borderviz.page.payload import PAYLOAD_FORMAT, digest_tables

__all__ = [
    "PAYLOAD_FORMAT", "Foreign", "PackedTable", "digest_tables", "embed_page", "fixed_texts",
    "pack_table", "render_page",
]  # fmt: skip
