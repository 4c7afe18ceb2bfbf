"""Table of pauses."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import TenantModel


class PauseRow(TenantModel):
    """A pause of one channel; a null end is until it is lifted."""

    __tablename__ = "local_pauses"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    until: Mapped[datetime | None]
    since: Mapped[datetime]
