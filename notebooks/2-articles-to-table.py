# %% [markdown]
# # 2 · From articles to a reviewed table
#
# borderviz drafts events from articles; a person decides. Nothing is learnt and nothing is fetched:
# every draft has its sentence and the rules that made it.

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import borderviz as bv

korea = bv.load_geodata()
folder = Path(mkdtemp())

# %% [markdown]
# Two short articles, made up for this notebook.

# %%
(folder / "one.md").write_text(
    """---
title: Two held on the Yalu
url: https://example.org/one
outlet: Example Daily
published: 2021-05-06
---
Two women were arrested in Hyesan on May 3 while trying to cross the Yalu River, a source said.
The authorities plan to execute a smuggler in Musan next month.
""",
    encoding="utf-8",
)
(folder / "two.md").write_text(
    """---
title: Arrests in Ryanggang
url: https://example.org/two
outlet: Example Weekly
published: 2021-05-10
---
Border guards arrested three women in Hyesan on May 3, 2021.
On May 5 a man was shot dead near Hoeryong.
""",
    encoding="utf-8",
)
# %%
extraction = bv.extract_events([folder], korea)
drafts = extraction.drafts
shown = ["event_id", "event_type", "date", "place", "arrested_best", "killed_best", "quote"]
drafts[shown]

# %% [markdown]
# The planned execution is not drafted: it is a plan. Every place that was mentioned is listed, also
# those that became no event.

# %%
extraction.mentions[["article_id", "mention", "role", "place_id", "resolution"]]

# %% [markdown]
# ## The review
#
# `borderviz review draft.csv -o review.html` makes a page on which drafts are accepted, corrected
# or rejected, and downloaded as CSV. Here the same decisions are made in code: all are accepted.

# %%
reviewed = drafts.assign(decision=pd.array(["accepted"] * len(drafts), dtype="string"))
bv.write_events(reviewed, folder / "reviewed.csv")
events = bv.read_events(folder / "reviewed.csv")
events[["event_id", "event_type", "date", "place", "decision"]]

# %% [markdown]
# ## Two reports of one incident
#
# Both articles tell of arrests in Hyesan on 3 May, of two women and of three. Which rows tell one
# incident is only ever suggested; it is the analyst who says so.

# %%
located = bv.locate_events(events.assign(incident_id=pd.NA), korea)
suggested = bv.suggest_incidents(located)
located[["event_id", "place", "arrested_best"]].join(suggested)

# %%
review = located[["event_id"]].join(suggested)
review.loc[review["suggested_incident"].notna(), "accept"] = "yes"
decided = bv.accept_incidents(located, review)
decided[["event_id", "event_type", "arrested_best", "incident_id"]]

# %% [markdown]
# Counted once, with both numbers kept:

# %%
zones = bv.build_zones(korea, ["kp-north-2020"])
verdicts = bv.roll_up(bv.join_zones(decided, zones))
bv.summarize(decided, verdicts, by=["event_type"]).round(2)
