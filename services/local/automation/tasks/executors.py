"""Who does the routines of the domains below? Each asks what is there, and claims no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from local.automation.domain.executor import (
    Accepted,
    ByHand,
    Failed,
    NothingDue,
    RunOrder,
    RunOutcome,
    Verified,
)
from local.connectors.google_business.port import VENDOR as GOOGLE
from local.connectors.whatsapp.port import VENDOR as WHATSAPP
from local.execution.domain.post_channel import Channel as PostChannel
from local.execution.domain.post_state import PostState
from local.execution.jobs import SyncReviews
from local.execution.service.post_drafts import PostDraftService
from local.execution.tasks.removed_reviews import read_whole_profile
from local.execution.tasks.replies import read_reviews
from local.guidance.domain.manual_task import ManualTaskKind, Reason
from local.guidance.service import ManualTaskService
from local.messaging.jobs import SyncTemplates
from local.messaging.service.desk import DeskService
from local.messaging.tasks.templates import sync_templates
from local.reviews.domain.removed import SURE_AFTER
from shared.connectors.connections import (
    Connection,
    ConnectionService,
    ConnectionState,
    is_connected,
)
from shared.connectors.vendors import Vendors
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext

NOT_CONNECTED, NOTHING_WAITS, NOTHING_SENT = "not_connected", "nothing_waits", "nothing_sent"
_A_MOMENT = timedelta(minutes=5)
NO_TEMPLATES, REFUSED = "no_templates", "refused"


@dataclass(frozen=True, slots=True)
class ReviewReading:
    """Reads the reviews at Google, and has what is not answered yet drafted."""

    vendors: Vendors
    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Count it as done once the last page that was wanted has come."""
        obstacle = _obstacle(await _connections(self.vendors, self.context, order), GOOGLE)
        if obstacle is not None:
            return obstacle
        pages = await read_reviews(self.vendors, self.context, SyncReviews(order.tenant_id))
        if pages is None:
            connections = await _connections(self.vendors, self.context, order)
            return _obstacle(connections, GOOGLE) or Failed(reason=REFUSED)
        return Verified(evidence=f"review_pages:{pages}", at=self.context.clock.now())


@dataclass(frozen=True, slots=True)
class RemovedReviewCheck:
    """Reads every review at Google, and sees which have gone."""

    vendors: Vendors
    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Count it as done once nothing is missed of which it is not sure; a day later it is."""
        connections = await _connections(self.vendors, self.context, order)
        if (obstacle := _obstacle(connections, GOOGLE)) is not None:
            return obstacle
        seen = await read_whole_profile(self.vendors, self.context, order.tenant_id)
        if seen is None:
            connections = await _connections(self.vendors, self.context, order)
            return _obstacle(connections, GOOGLE) or Failed(reason=REFUSED)
        now, evidence = self.context.clock.now(), f"removed_reviews:{seen.removed}"
        if seen.is_unsure:
            return Accepted(check_at=now + SURE_AFTER + _A_MOMENT, evidence=evidence)
        return Verified(evidence=evidence, at=now)


@dataclass(frozen=True, slots=True)
class ConnectionCheck:
    """Looks whether every account that was connected can still be used."""

    vendors: Vendors
    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Name the accounts; a lost one is a person's, who has a task for it already."""
        connections = [
            one
            for one in await _connections(self.vendors, self.context, order)
            if one.state is not ConnectionState.DISCONNECTED
        ]
        if not connections:
            return NothingDue(reason=NOT_CONNECTED)
        if any(not one.is_active for one in connections):
            return ByHand(reason=Reason.NEEDS_RECONNECT)
        names = ",".join(sorted(one.vendor for one in connections))
        return Verified(evidence=f"connections:{names}", at=self.context.clock.now())


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """Reads the state of every template at WhatsApp."""

    vendors: Vendors
    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Count it as done once the last page has come; a stopped one makes a task of its own."""
        obstacle = _obstacle(await _connections(self.vendors, self.context, order), WHATSAPP)
        if obstacle is not None:
            # Who has no number at WhatsApp has no templates either.
            is_without = obstacle.reason is Reason.NOT_CONNECTED
            return NothingDue(reason=NOT_CONNECTED) if is_without else obstacle
        await sync_templates(self.vendors, self.context, SyncTemplates(order.tenant_id))
        async with unit_of_work(self.context.database, order.tenant_id) as session:
            desk = DeskService(session, order.tenant_id, clock=self.context.clock)
            templates = await desk.templates()
        if not templates:
            return NothingDue(reason=NO_TEMPLATES)
        return Verified(evidence=f"templates:{len(templates)}", at=self.context.clock.now())


@dataclass(frozen=True, slots=True)
class MessageCostCheck:
    """Adds up what the month's messages have cost."""

    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Ask a person once the cap is reached: messages wait from then on."""
        async with unit_of_work(self.context.database, order.tenant_id) as session:
            costs = await DeskService(session, order.tenant_id, clock=self.context.clock).costs()
        if not costs.by_category:
            return NothingDue(reason=NOTHING_SENT)
        if costs.spent_paise >= costs.cap_paise:
            return ByHand(reason=Reason.OVER_CAP)
        evidence = f"message_costs:{costs.month.isoformat()}"
        return Verified(evidence=evidence, at=self.context.clock.now())


@dataclass(frozen=True, slots=True)
class UnansweredCheck:
    """Looks for questions of customers that wait for a person."""

    context: JobContext

    async def run(self, order: RunOrder) -> RunOutcome:
        """Ask a person to go through them; where none waits there was nothing to do."""
        async with unit_of_work(self.context.database, order.tenant_id) as session:
            tasks = ManualTaskService(session, order.tenant_id, clock=self.context.clock)
            open_kinds = {kind for kind, _, _ in await tasks.open_by_kind()}
        if ManualTaskKind.ANSWER_MESSAGE not in open_kinds:
            return NothingDue(reason=NOTHING_WAITS)
        return ByHand(reason=Reason.NEEDS_PERSON)


@dataclass(frozen=True, slots=True)
class PostWriting:
    """Writes today's posts; they go out as any post does, and the record follows them."""

    context: JobContext
    channels: Sequence[PostChannel] = (PostChannel.GOOGLE,)

    async def run(self, order: RunOrder) -> RunOutcome:
        """Have them written once, however often this is asked, or ask a person to."""
        async with unit_of_work(self.context.database, order.tenant_id) as session:
            connected = [
                channel
                for channel in self.channels
                if await is_connected(session, order.tenant_id, channel)
            ]
            if not connected:
                return ByHand(reason=Reason.NOT_CONNECTED)
            service = PostDraftService(session, order.tenant_id, clock=self.context.clock)
            drafts = await service.draft_today(connected)
        if not drafts.rows:
            return ByHand(reason=Reason.NOT_AUTOMATED)
        if any(row.state == PostState.DRAFT for row in drafts.rows):
            return ByHand(reason=Reason.NEEDS_APPROVAL, has_task=True)
        return Accepted(evidence=f"post:{drafts.rows[0].id}")


SocialPosting = partial(PostWriting, channels=(PostChannel.FACEBOOK, PostChannel.INSTAGRAM))
ContentWriting = partial(PostWriting, channels=tuple(PostChannel))


async def _connections(vendors: Vendors, context: JobContext, order: RunOrder) -> list[Connection]:
    async with unit_of_work(context.database, order.tenant_id) as session:
        service = ConnectionService(
            session, order.tenant_id, clock=context.clock, sealer=vendors.sealer
        )
        return list(await service.list())


def _obstacle(connections: list[Connection], vendor: str) -> ByHand | None:
    """Return what keeps a vendor from being asked."""
    mine = [
        one
        for one in connections
        if one.vendor == vendor and one.state is not ConnectionState.DISCONNECTED
    ]
    if not mine:
        return ByHand(reason=Reason.NOT_CONNECTED)
    return None if mine[0].is_active else ByHand(reason=Reason.NEEDS_RECONNECT)
