"""Logs."""

from __future__ import annotations

from settings.section import Section
from settings.types import LogRetentionDays


class Observability(Section):
    """What is kept of what happened."""

    log_retention_days: LogRetentionDays = 365
    """Days that log groups are kept."""
