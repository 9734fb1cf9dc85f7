# %% [markdown]
# # 4 · Another border
#
# First a border that the shipped pack knows, the Military Demarcation Line; then a line, places and
# a zone rule of your own.

# %%
import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import shapely

import borderviz as bv
from borderviz.geodata import seal_geodata

# %% [markdown]
# ## The Demilitarized Zone
#
# Two kilometres on either side of the Military Demarcation Line, by the Armistice Agreement of
# 1953.

# %%
korea = bv.load_geodata()
table = pd.DataFrame(
    {
        "event_type": ["border_crossing", "shooting", "other"],
        "date": ["2017-11-13", "2020-05-03", "2020-06-16"],
        "place": ["Panmunjom", "the DMZ", "Kaesong"],
    }
)
located = bv.locate_events(bv.check_events(table).events, korea)
zones = bv.build_zones(korea, ["dmz"])
verdicts = bv.roll_up(bv.join_zones(located, zones))
located[["event_id", "place", "reason"]].merge(
    verdicts[["event_id", "verdict", "p", "p_min", "p_max"]], on="event_id"
).round(2)

# %% [markdown]
# ## A line of your own
#
# From 1945 to 1950 the 38th parallel parted Korea. The line is drawn by hand here. A data pack is a
# folder of tables and GeoJSON files; this one is a copy of the shipped pack with a line and a rule
# more, and `seal_geodata` registers its files as they are now.

# %%
folder = Path(mkdtemp()) / "parallel"
shutil.copytree(korea.root, folder, ignore=shutil.ignore_patterns("build", "__pycache__"))

line = shapely.LineString([(124.8, 38), (126, 38), (127, 38), (128, 38), (128.5, 38)])
borders = json.loads((folder / "boundaries/borders.geojson").read_text(encoding="utf-8"))
borders["features"].append(
    {
        "type": "Feature",
        "properties": {
            "border_id": "P38", "country_a": "KP", "country_b": "KR", "accuracy_m": 500,
            "name_en": "38th parallel", "name_ko": "삼팔선", "name_zh": "三八线",
        },
        "geometry": json.loads(shapely.to_geojson(line)),
    }
)  # fmt: skip
(folder / "boundaries/borders.geojson").write_text(json.dumps(borders), encoding="utf-8")
# %% [markdown]
# The belt of five kilometres is made up, to show what a rule states: its widths, its side, its
# days, its source and its doubts.

# %%
rule = """
  - rule_id: belt
    label: A belt along the 38th parallel
    description: Made up, to show what a rule states.
    borders: [P38]
    side: both
    valid_from: "1947"
    valid_to: "1950-06-25"
    confidence: low
    variants:
      - {width_km: 5, baseline: boundary-line, reference: true}
      - {width_km: 4, baseline: boundary-line}
    sources:
      - {text: this notebook, url: null}
    doubts:
      - There was no such rule.
"""
with (folder / "zones.yaml").open("a", encoding="utf-8") as handle:
    handle.write(rule)
seal_geodata(folder)
# %% [markdown]
# Places of your own are a table: name, kind and country are enough, and a position helps.

# %%
(folder.parent / "places.csv").write_text(
    """name,kind,country,latitude,longitude,aliases
Yeoncheon Town,town,KR,38.096,127.075,연천읍
""",
    encoding="utf-8",
)
mine = bv.load_geodata(folder, places=folder.parent / "places.csv")
mine

# %%
table = pd.DataFrame(
    {
        "event_type": "border_crossing",
        "date": ["1948-08", "1949-05-04", "1951-01"],
        "place": ["Kaesong", "5 km south of Yeoncheon Town", "Chuncheon"],
    }
)
located = bv.locate_events(bv.check_events(table).events, mine)
zones = bv.build_zones(mine, ["belt"])
verdicts = bv.roll_up(bv.join_zones(located, zones))
located[["event_id", "place", "reason"]].merge(
    verdicts[["event_id", "verdict", "p", "p_min", "p_max", "in_force"]], on="event_id"
).round(2)

# %%
bv.build_map(located, verdicts, zones, mine, title="The 38th parallel", policy="public")
