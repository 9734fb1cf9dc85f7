# %% [markdown]
# # 5 · A million events
#
# Tables that do not fit on a screen: points are looked up exactly, part by part, in about 1 GB of
# memory. The first join after an installation compiles its loops, which takes some ten seconds.

# %% tags=["parameters"]
EVENTS = 1_000_000

# %%
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

import borderviz as bv
from borderviz.joins import join_parquet

korea = bv.load_geodata()
zones = bv.build_zones(korea, ["kp-north-2020"])
folder = Path(mkdtemp())

# %% [markdown]
# Points along the northern border, drawn at random but the same in every run: positions of a
# sensor, say, that are right to some metres. `crisp` takes such coordinates as points; without it
# each is a disc of at least 500 m.

# %%
random = np.random.default_rng(1)
course = shapely.get_coordinates(zones["line"].iloc[0])
lonlat = course[random.integers(0, len(course), EVENTS)] + random.normal(0, 0.02, (EVENTS, 2))
days = pd.date_range("2018-01-01", "2024-12-31").strftime("%Y-%m-%d").to_numpy()
table = pd.DataFrame(
    {
        "event_id": [f"e{n}" for n in range(EVENTS)],
        "event_type": "other",
        "date": days[random.integers(0, len(days), EVENTS)],
        "latitude": lonlat[:, 1].round(5),
        "longitude": lonlat[:, 0].round(5),
    }
)
table.to_parquet(folder / "events.parquet", index=False)
f"{EVENTS:,} events, {(folder / 'events.parquet').stat().st_size / 1e6:.1f} MB"

# %% [markdown]
# ## The join, part by part
#
# The same as `borderviz join events.parquet --crisp -o joined.parquet`. Stopped and started again,
# it goes on with the parts that are missing.

# %%
done = join_parquet(folder / "events.parquet", folder / "joined.parquet", zones, korea, crisp=True)
f"{done.rows:,} events joined, {done.rejected} rows set aside"

# %%
joined = pq.read_table(
    folder / "joined.parquet", columns=["event_id", "zone_id", "verdict", "in_force"]
).to_pandas()
counts = joined.groupby(["zone_id", "verdict", "in_force"], observed=True).size()
counts.rename("events").reset_index()

# %% [markdown]
# Every event stands once for every zone:

# %%
assert len(joined) == EVENTS * len(zones)
assert joined.groupby("zone_id", observed=True)["event_id"].nunique().eq(EVENTS).all()
inside = joined[joined["verdict"] == "inside"].groupby("zone_id", observed=True).size()
inside.rename("inside").to_frame()
