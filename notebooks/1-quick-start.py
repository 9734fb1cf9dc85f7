# %% [markdown]
# # 1 · Quick start
#
# From a table of reports to a map that says how certain it is. Everything here runs offline, on the
# data that are shipped with borderviz.

# %%
import pandas as pd

import borderviz as bv

pd.set_option("display.max_colwidth", 120)
korea = bv.load_geodata()  # checked against its digests
korea

# %% [markdown]
# ## A place as a report states it
#
# `geocode` gives ranked candidates, each with its reason. A name that several places bear stays
# ambiguous until something decides.

# %%
columns = ["rank", "name", "kind", "admin1", "score", "resolution", "reason"]
bv.geocode("Sambong", korea)[columns]

# %%
bv.geocode("Sambong", korea, context="Onsong County")[columns]

# %%
bv.geocode("10 km north of Hyesan", korea)[["name", "coordinate_uncertainty_m", "reason"]]

# %% [markdown]
# ## A table of events
#
# A type and a place are enough; dates are EDTF (`2020-08~`, `XXXX-05-28`, `2024-01-15/2024-02-05`).

# %%
events = bv.read_events(korea.root / "events" / "reports.csv")
events[["event_id", "event_type", "date", "place", "killed_best", "arrested_best"]]

# %% [markdown]
# Each event becomes an **area in which it may have happened**, never a point that nobody reported.

# %%
located = bv.locate_events(events, korea)
located[["event_id", "place", "resolution", "coordinate_uncertainty_m", "reason"]]

# %% [markdown]
# ## Zones, and what lay inside
#
# A rule has several widths and baselines, because its sources differ. `p` is the share of the area
# inside the reference zone; `p_min` and `p_max` run over all that may be meant.

# %%
zones = bv.build_zones(korea, ["kp-north-2020"])
joined = bv.join_zones(located, zones)  # one row per event and zone
verdicts = bv.roll_up(joined)  # one row per event and rule
verdicts[["event_id", "rule_id", "verdict", "p", "p_min", "p_max", "in_force"]].round(2)

# %%
bv.summarize(located, verdicts, by=["year"]).round(2)

# %% [markdown]
# ## The map
#
# The page is one file; it shows itself below, and `page.save("map.html")` writes it.

# %%
page = bv.build_map(
    located, verdicts, zones, korea, title="Reports on the northern border", policy="public"
)
page
