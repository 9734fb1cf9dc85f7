"""Documents for reading and print: Markdown, and HTML that holds no script at all.

Texts of the data reach a document as texts: HTML is built as a tree and written by the standard
library, in Markdown every character with a meaning is escaped.
"""

from __future__ import annotations

from borderviz.documents.document import MARK, render_document
from borderviz.documents.summaries import label_rules, write_up

__all__ = ["MARK", "label_rules", "render_document", "write_up"]
