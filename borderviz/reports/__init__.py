"""Reports for print and for keeping: a folder with page, documents, tables and checksums.

Documents hold no script at all; texts of the data reach them as texts. What may be shown is
decided by the policy, before anything is counted or listed.
"""

from __future__ import annotations

from borderviz.reports.folder import Report, write_report
from borderviz.reports.summaries import label_rules, write_up

__all__ = ["Report", "label_rules", "write_report", "write_up"]
