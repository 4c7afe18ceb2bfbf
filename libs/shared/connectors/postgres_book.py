"""The book of calls in the tier's database: what every worker sees alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.connectors.breaker import Health
from shared.connectors.call_book import Go, Look, Opening, Prepared, Stop, Wait, Want
from shared.connectors.calls import Failed, FailureKind, Outcome, Preview
from shared.connectors.connections import ConnectionRepository, ConnectionState
from shared.connectors.connector import Access, Draw
from shared.connectors.ledger_rules import (
    HOLD,
    Answered,
    CallRecord,
    CallState,
    LookFirst,
    fingerprint,
    next_step,
    state_after,
)
from shared.connectors.limits import take_tokens
from shared.connectors.models import ConnectionRow, VendorBucketRow, VendorCallRow
from shared.connectors.outcome_json import outcome_json, outcome_of
from shared.connectors.sealing import Sealer
from shared.db.session import Database, maintenance_work, unit_of_work

REFRESH_HOLD = timedelta(seconds=30)


class PostgresCallBook:
    """Calls, connections and limits as rows."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def open(
        self, want: Want, prepare: Callable[[Access], Prepared], now: datetime
    ) -> Opening:
        """Decide what is to be done with a call; `prepare` may raise InvalidCallError."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            connections = ConnectionRepository(session, want.tenant_id, self._sealer)
            row = await connections.find(want.call.connection_id)
            refused = refusal(row, now)
            if row is None or refused is not None:
                return Stop(refused or _NO_CONNECTION)
            access = await connections.access(row)
            prepared = prepare(access)
            if not want.is_recorded:
                return await _turn(session, want, access, prepared, now)
            return await self._recorded(session, want, access, prepared, now)

    async def _recorded(
        self,
        session: AsyncSession,
        want: Want,
        access: Access,
        prepared: Prepared,
        now: datetime,
    ) -> Opening:
        row, is_new = await _claimed(session, want, now)
        record = None if is_new else _record(row)
        step = next_step(record, fingerprint(want.call), want.capability.dedupe, now)
        if isinstance(step, Answered):
            return Stop(step.outcome)
        row.updated_at, row.held_until = now, now + HOLD
        if isinstance(step, LookFirst):
            row.state = CallState.SENT
            return Look(access, prepared, step.may_send_from)
        row.state, row.outcome = CallState.CLAIMED, None
        opening = await _turn(session, want, access, prepared, now)
        if isinstance(opening, Go):
            row.state, row.sent_at = CallState.SENT, now
        return opening

    async def mark_sent(self, want: Want, draws: Sequence[Draw], now: datetime) -> float:
        """Note that the call goes out now; or return the seconds until a limit lets it."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            wait = await take_tokens(session, want.tenant_id, draws, now)
            if wait == 0 and want.is_recorded:
                row = await _locked(session, want)
                row.state, row.sent_at, row.held_until = CallState.SENT, now, now + HOLD
            return wait

    async def settle(self, want: Want, outcome: Outcome, now: datetime) -> None:
        """Keep what came of it; what is done stays done."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            if want.is_recorded and not isinstance(outcome, Preview):
                row = await _locked(session, want)
                if row.state != CallState.DONE:
                    row.state, row.outcome = state_after(outcome), outcome_json(outcome)
                    row.held_until = row.updated_at = now
            connections = ConnectionRepository(session, want.tenant_id, self._sealer)
            connection = await connections.find(want.call.connection_id)
            if connection is not None:
                _note_health(connection, outcome, now)

    async def claim_refresh(self, want: Want, stale: Access, now: datetime) -> Access | float:
        """Let one caller renew the secrets: 0.0 is yes, more is a wait, Access are newer ones."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            connections = ConnectionRepository(session, want.tenant_id, self._sealer)
            row = await connections.find(want.call.connection_id, is_locked=True)
            if row is None:
                return REFRESH_HOLD.total_seconds()
            current = await connections.access(row)
            if dict(current.secrets) != dict(stale.secrets):
                return current
            if row.refreshing_until is not None and row.refreshing_until > now:
                return (row.refreshing_until - now).total_seconds()
            row.refreshing_until = now + REFRESH_HOLD
            return 0.0

    async def store_secrets(self, want: Want, secrets: Mapping[str, str], now: datetime) -> Access:
        """Keep renewed secrets before anybody uses them."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            connections = ConnectionRepository(session, want.tenant_id, self._sealer)
            row = await connections.find(want.call.connection_id, is_locked=True)
            account: Mapping[str, str] = {}
            if row is not None:
                account = row.account
                row.sealed = await connections.sealed(row.id, secrets, now)
                row.secrets_version += 1
                row.refreshing_until, row.updated_at = None, now
            return Access(account, secrets)

    async def needs_reconnect(self, want: Want, now: datetime) -> None:
        """Note that only the owner can help this connection."""
        async with unit_of_work(self._database, want.tenant_id) as session:
            connections = ConnectionRepository(session, want.tenant_id, self._sealer)
            row = await connections.find(want.call.connection_id, is_locked=True)
            if row is not None and row.state == ConnectionState.ACTIVE:
                row.state, row.updated_at = ConnectionState.NEEDS_RECONNECT, now


def refusal(row: ConnectionRow | None, now: datetime) -> Failed | None:
    """Return why a connection cannot be used now."""
    if row is None or row.state == ConnectionState.DISCONNECTED:
        return _NO_CONNECTION
    if row.state == ConnectionState.NEEDS_RECONNECT:
        return _NEEDS_RECONNECT
    seconds = Health(row.failures, row.paused_until).pause_seconds(now)
    if seconds == 0:
        return None
    return Failed(
        kind=FailureKind.RETRYABLE,
        code="paused",
        message="Several calls in a row failed; this connection rests for a moment.",
        retry_after_seconds=seconds,
    )


async def forget_calls(database: Database, before: datetime) -> int:
    """Delete what was settled long ago, and buckets that have long been full again."""
    async with maintenance_work(database) as session:
        calls = delete(VendorCallRow).where(
            VendorCallRow.updated_at < before, VendorCallRow.state.in_(_FORGETTABLE)
        )
        deleted = await session.execute(calls.returning(VendorCallRow.key))
        await session.execute(delete(VendorBucketRow).where(VendorBucketRow.refilled_at < before))
        return len(deleted.all())


async def _turn(
    session: AsyncSession, want: Want, access: Access, prepared: Prepared, now: datetime
) -> Go | Wait:
    wait = 0.0
    if not want.call.is_dry_run or want.capability.has_native_dry_run:
        wait = await take_tokens(session, want.tenant_id, prepared.draws, now)
    return Wait(access, prepared, wait) if wait > 0 else Go(access, prepared)


async def _claimed(session: AsyncSession, want: Want, now: datetime) -> tuple[VendorCallRow, bool]:
    """Return the call's row, locked, and whether this transaction made it."""
    statement = insert(VendorCallRow).values(
        tenant_id=want.tenant_id,
        connection_id=want.call.connection_id,
        key=want.call.key,
        capability=want.call.capability,
        fingerprint=fingerprint(want.call),
        state=CallState.CLAIMED,
        held_until=now + HOLD,
        created_at=now,
        updated_at=now,
    )
    made = await session.execute(statement.on_conflict_do_nothing().returning(VendorCallRow.key))
    return await _locked(session, want), made.first() is not None


async def _locked(session: AsyncSession, want: Want) -> VendorCallRow:
    query = select(VendorCallRow).where(
        VendorCallRow.tenant_id == want.tenant_id,
        VendorCallRow.connection_id == want.call.connection_id,
        VendorCallRow.key == want.call.key,
    )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one()


def _record(row: VendorCallRow) -> CallRecord:
    return CallRecord(
        fingerprint=row.fingerprint,
        state=CallState(row.state),
        held_until=row.held_until,
        sent_at=row.sent_at,
        outcome=None if row.outcome is None else outcome_of(row.outcome),
    )


def _note_health(row: ConnectionRow, outcome: Outcome, now: datetime) -> None:
    before = Health(row.failures, row.paused_until)
    after = before.after(outcome, now)
    if after != before:
        row.failures, row.paused_until = after.failures, after.paused_until


_FORGETTABLE = (CallState.DONE, CallState.PENDING, CallState.OPEN, CallState.FAILED)
_NO_CONNECTION = Failed(
    kind=FailureKind.REJECTED,
    code="not_connected",
    message="The account is not connected (any more).",
)
_NEEDS_RECONNECT = Failed(
    kind=FailureKind.AUTH_EXPIRED,
    code="needs_reconnect",
    message="The vendor takes the token no longer; the owner has to connect the account again.",
)
