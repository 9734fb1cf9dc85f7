"""Reports for print and for keeping: a folder with page, documents, tables and checksums.

What may be shown is decided by the policy, before anything is counted or listed.
"""

from __future__ import annotations

from borderviz.reports.folder import Report, write_report
from borderviz.reports.printing import find_browser
from borderviz.reports.wording import own_wording

__all__ = ["Report", "find_browser", "own_wording", "write_report"]
