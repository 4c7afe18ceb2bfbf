"""Queries of appointments, templates, settings, and of what came by webhook."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.errors import AppointmentNotFoundError
from local.messaging.models import (
    AppointmentRow,
    MessageSettingsRow,
    MessageTemplateRow,
    WebhookEventRow,
)
from shared.db.repository import TenantRepository


class DeskRepository(TenantRepository):
    """What stands around the messages of one tenant."""

    async def add_appointment(self, values: Mapping[str, Any]) -> AppointmentRow:
        """Keep a new appointment."""
        row = AppointmentRow(tenant_id=self._tenant_id, **values)
        self._session.add(row)
        await self._session.flush()
        return row

    async def lock_appointment(self, appointment_id: UUID) -> AppointmentRow:
        """Return an appointment that nobody else changes until the transaction ends."""
        row = await self.find_locked(appointment_id)
        if row is None:
            raise AppointmentNotFoundError(appointment_id)
        return row

    async def find_locked(self, appointment_id: UUID) -> AppointmentRow | None:
        """Return an appointment, locked; None where there is none."""
        query = self._appointments().where(AppointmentRow.id == appointment_id).with_for_update()
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def appointments(
        self, contact_id: UUID | None, before: UUID | None, limit: int
    ) -> Sequence[AppointmentRow]:
        """Return appointments, the last booked first."""
        query = self._appointments()
        if contact_id is not None:
            query = query.where(AppointmentRow.contact_id == contact_id)
        if before is not None:
            query = query.where(AppointmentRow.id < before)
        in_order = query.order_by(AppointmentRow.id.desc()).limit(limit)
        return (await self._session.scalars(in_order)).all()

    async def put_template(self, values: Mapping[str, Any]) -> None:
        """Keep what WhatsApp tells of a template; what it does not tell stays."""
        told = {name: value for name, value in values.items() if value is not None}
        new = insert(MessageTemplateRow).values(tenant_id=self._tenant_id, **told)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id", "name", "language"], set_=told)
        )

    async def find_template(self, name: str, language: str) -> MessageTemplateRow | None:
        """Return a template, None where nobody has told of one."""
        query = select(MessageTemplateRow).where(
            MessageTemplateRow.tenant_id == self._tenant_id,
            MessageTemplateRow.name == name,
            MessageTemplateRow.language == language,
        )
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def templates(self) -> Sequence[MessageTemplateRow]:
        """Return every template, by name and language."""
        query = select(MessageTemplateRow).where(MessageTemplateRow.tenant_id == self._tenant_id)
        in_order = query.order_by(MessageTemplateRow.name, MessageTemplateRow.language)
        return (await self._session.scalars(in_order)).all()

    async def find_settings(self) -> MessageSettingsRow | None:
        """Return what the shop allows, None where it never said."""
        query = select(MessageSettingsRow).where(MessageSettingsRow.tenant_id == self._tenant_id)
        return await self._session.scalar(query)

    async def put_settings(self, values: Mapping[str, Any]) -> None:
        """Keep what the shop allows."""
        new = insert(MessageSettingsRow).values(tenant_id=self._tenant_id, **values)
        await self._session.execute(
            new.on_conflict_do_update(index_elements=["tenant_id"], set_=dict(values))
        )

    async def put_event(self, values: Mapping[str, Any]) -> bool:
        """Keep what came by webhook; tell whether it is new."""
        new = insert(WebhookEventRow).values(tenant_id=self._tenant_id, **values)
        once = new.on_conflict_do_nothing(index_elements=["tenant_id", "digest"])
        return await self._session.scalar(once.returning(WebhookEventRow.id)) is not None

    async def lock_event(self, event_id: UUID) -> WebhookEventRow | None:
        """Return what came by webhook, locked."""
        query = select(WebhookEventRow).where(
            WebhookEventRow.tenant_id == self._tenant_id, WebhookEventRow.id == event_id
        )
        return await self._session.scalar(query.with_for_update())

    def _appointments(self) -> Select[AppointmentRow]:
        return select(AppointmentRow).where(AppointmentRow.tenant_id == self._tenant_id)


async def delete_events(session: AsyncSession, received_before: datetime) -> None:
    """Delete what came by webhook before a moment, of every tenant; for maintenance."""
    old = delete(WebhookEventRow).where(WebhookEventRow.received_at < received_before)
    await session.execute(old)
