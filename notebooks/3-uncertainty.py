# %% [markdown]
# # 3 · Uncertainty
#
# How much do the width of the zone, the line it is counted from, and the precision of the place
# move the result? The plots need `pip install 'borderviz[notebooks]'`.

# %%
from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd

import borderviz as bv

korea = bv.load_geodata()
RULE = "kp-north-2020"
zones = bv.build_zones(korea, [RULE])
zones[["zone_id", "width_km", "baseline", "reference"]]

# %% [markdown]
# ## The width and the baseline
#
# Five places, each an arrest in January 2021. For every variant of the rule the join gives the
# share of the place's area inside the zone.

# %%
names = ["Hyesan", "Hoeryong", "Musan County", "near Onsong", "Sinuiju"]
table = pd.DataFrame({"event_type": "arrest", "date": "2021-01-15", "place": names})
located = bv.locate_events(bv.check_events(table).events, korea)
joined = bv.join_zones(located, zones).merge(located[["event_id", "place"]], on="event_id")
joined["variant"] = joined["zone_id"].astype(str).str.removeprefix(f"{RULE}/")
shares = joined.pivot(index="place", columns="variant", values="p").loc[names]
shares.astype(float).round(3)

# %%
axes = shares.astype(float).plot.barh(figsize=(8, 3.5))
axes.set(xlabel="share of the place's area inside the zone", ylabel="", xlim=(0, 1))
axes.invert_yaxis()
plt.show()

# %% [markdown]
# ## The precision of the place
#
# One point, 1.9 km from the line, known to 0.1 … 10 km. Even at 100 m it may lie on either side of
# the zone's edge: the border line itself is known to 200 m. The less is known of the place, the
# more the share tells of the zone and the less of the event.

# %%
radii_m = [100, 500, 1000, 2000, 3000, 5000, 10000]
hyesan = korea.places.set_index("place_id").loc["gn:2043837"]
points = pd.DataFrame(
    {
        "event_type": "arrest",
        "date": "2021-01-15",
        "latitude": float(hyesan["latitude"]) - 0.02,
        "longitude": float(hyesan["longitude"]),
        "country": "KP",
        "coordinate_uncertainty_m": radii_m,
    }
)
discs = bv.locate_events(bv.check_events(points).events, korea)
found = bv.roll_up(bv.join_zones(discs, zones)).astype({"p": float, "p_min": float, "p_max": float})
found.assign(radius_km=[radius / 1000 for radius in radii_m])[
    ["radius_km", "verdict", "p", "p_min", "p_max", "distance_km_min", "distance_km_max"]
].round(2)

# %%
figure, axes = plt.subplots(figsize=(8, 3.5))
radii_km = [radius / 1000 for radius in radii_m]
axes.fill_between(radii_km, found["p_min"], found["p_max"], alpha=0.25, label="p_min … p_max")
axes.plot(radii_km, found["p"], marker="o", label="p")
axes.set(xscale="log", xlabel="radius of the place in km", ylabel="share inside", ylim=(0, 1))
axes.legend()
plt.show()

# %% [markdown]
# ## Widths of your own
#
# A rule is data: give it another variant and build it again. Here 5 km, beside the 1 and 2 km of
# the pack.

# %%
rule = next(rule for rule in korea.rules if rule.rule_id == RULE)
variant = replace(rule.variants[0], width_km=5, reference=True)
own = replace(korea, rules=(replace(rule, variants=(variant,)),))
from_line = zones[zones["baseline"] == "boundary-line"].assign(reference=True)
widths = [from_line[from_line["width_km"] == width_km] for width_km in (1, 2)]
results = []
for zone in (*widths, bv.build_zones(own)):
    verdicts = bv.roll_up(bv.join_zones(located, zone))
    results.append(bv.summarize(located, verdicts).assign(width_km=zone["width_km"].iloc[0]))
counts = pd.concat(results)[["width_km", "incidents", "low", "expected", "high"]].round(2)
counts

# %%
figure, axes = plt.subplots(figsize=(8, 3))
low, high = counts["low"].astype(float), counts["high"].astype(float)
axes.vlines(counts["width_km"], low, high, linewidth=6, alpha=0.3, label="low … high")
axes.plot(counts["width_km"], counts["expected"].astype(float), "o", label="expected")
axes.set(xlabel="width of the zone in km", ylabel="incidents inside", ylim=(0, len(names)))
axes.legend()
plt.show()
