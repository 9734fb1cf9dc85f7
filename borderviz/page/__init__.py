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
    1.
``page``
    ``title``, ``subtitle``, ``lang``, ``policy`` (``internal`` marks the page),
    ``generator``, ``input_sha256``, ``pack_sha256``, ``period`` (``start``, ``end``),
    ``notes`` and ``attribution`` (``text``, ``licence``, ``url``).
``summary``
    One entry per drawn rule, counts of incidents: ``rule_id``, ``label``, ``incidents``,
    ``low``, ``high``, ``expected``, ``not_in_expected``, ``unknown_year``, ``not_in_force``,
    ``other_bank``, ``aggregates``.
``types``, ``verdicts``
    Legend entries: ``id``, ``label`` and ``colour`` with ``shape``, or ``fill``.
``background``
    ``layers`` (``kind``, ``detail``, ``geometry``, ``name``), ``detail_zooms`` and
    ``labels`` (``kind``, ``rank``, ``name``, ``lon``, ``lat``, and optionally ``native``: the
    second line under a town's name, null for none; without it the Korean or Chinese name
    stands there). Layers of one kind and
    name are one thing at several details: the finest that the zoom allows is drawn, and
    the coarsest there is when none is allowed yet.
``rules``
    ``rule_id``, ``label``, ``drawn``, ``description``, ``valid_from``, ``valid_to``,
    ``confidence``, ``sources`` (``text``, ``url``), ``doubts``.
``zones``
    ``zone_id``, ``rule_id``, ``label``, ``width_km``, ``baseline``, ``side``,
    ``reference``, ``valid_from``, ``valid_to``, ``geometry``.
``locations``
    Supports: ``location_id``, ``place``, ``resolution``, ``method``, ``reason``, ``lon``,
    ``lat``, ``radius_m``, ``shape``, ``geometry``, ``candidates``.
``events``, ``incidents``, ``assessments``
    ``n`` with ``columns`` (or, for incidents, with ``events``: the rows of each).
``analyst_layers``
    ``name``, ``kind`` and ``features`` (``geometry``, ``lon``, ``lat``, ``radius_m``,
    ``text``, ``colour``): an analyst's own layers, drawn as data.
"""

from __future__ import annotations

from borderviz.page.document import embed_page, render_page

__all__ = ["embed_page", "render_page"]
