"""The page on which a person reviews draft events: article on one side, drafts on the other.

`render_review` writes one self-contained file: its policy allows its own style and script by
hash and nothing else, the data stands in it as JSON, all text reaches the page as text. Each
draft is accepted, corrected or rejected; the events that were kept are downloaded as CSV, in the
form that ``borderviz map`` reads, with a column ``decision``.
"""

from __future__ import annotations

from borderviz.review.document import render_review
from borderviz.review.payload import review_payload

__all__ = ["render_review", "review_payload"]
