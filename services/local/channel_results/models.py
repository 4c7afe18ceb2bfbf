"""Tables of what channels cost and brought."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class ChannelResultRow(TenantModel):
    """A channel's month; `month` is the first of its days."""

    __tablename__ = "local_channel_results"

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    spent_paise: Mapped[int]
    returned_paise: Mapped[int]
    recorded_at: Mapped[datetime]
