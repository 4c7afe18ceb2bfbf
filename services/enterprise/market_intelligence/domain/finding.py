"""What was found wrong, or odd, in the data, where, and what to do about it?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .observation import Metric


class Fault(StrEnum):
    """Everything that the report looks for."""

    GAP = "gap"
    STOPPED_REPORTING = "stopped_reporting"
    DUPLICATE_ROW = "duplicate_row"
    SHORT_HISTORY = "short_history"
    CHANNEL_NAME_VARIANTS = "channel_name_variants"
    IDENTICAL_CHANNELS = "identical_channels"
    NEGATIVE_VALUE = "negative_value"
    CONSTANT_COLUMN = "constant_column"
    STUCK_VALUES = "stuck_values"
    UNIT_JUMP = "unit_jump"
    OUTLIER = "outlier"
    MISSING_OUTCOME_COLUMN = "missing_outcome_column"
    PARTIAL_OUTCOME = "partial_outcome"
    TRACKING_STOPPED = "tracking_stopped"
    SPEND_MISSING = "spend_missing"
    CLICKS_EXCEED_IMPRESSIONS = "clicks_exceed_impressions"


class Severity(StrEnum):
    """How far the fault reaches: figures are wrong, may be wrong, or could be better."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault; `rows` is how many rows or days it touches."""

    fault: Fault
    severity: Severity
    channel: str | None = None
    column: Metric | None = None
    first_day: date | None = None
    last_day: date | None = None
    rows: int
    message: str
    action: str
