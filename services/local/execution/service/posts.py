"""Use cases of posts that people see: write them, list them, approve, decline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.service import BusinessService, default_gazetteer
from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_content import PostContent, text_key
from local.execution.domain.post_fact import PostFact
from local.execution.domain.post_mode import DEFAULT, PostSettings
from local.execution.domain.post_rules import problems
from local.execution.domain.post_state import (
    ENDED,
    MAY_BE_APPROVED,
    MAY_BE_DECLINED,
    PostState,
    Step,
    after_approval,
)
from local.execution.errors import (
    PostDecidedError,
    PostInHandError,
    RepeatedPostError,
    UnsoundPostError,
)
from local.execution.models import PostRow
from local.execution.repository.posts import PostRepository
from local.execution.service.post_rows import columns_of, content_of, moments_of
from local.execution.service.post_tasks import PostTasks
from shared.clock import Clock
from shared.errors import FieldProblem
from shared.ids import new_id

BY_RULE, BY_OWNER = "rule", "owner"
REPEATED_WITHIN = timedelta(days=14)
_PLANNED_WITHIN = timedelta(days=365)
_ON_ITS_WAY = frozenset({PostState.APPROVED, PostState.SCHEDULED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post as it is asked for; with `for_day` it is the platform's own."""

    content: PostContent
    channel: Channel
    publish_at: datetime | None = None
    expires_at: datetime | None = None
    approved_by: str | None = None
    is_repeat_wanted: bool = False
    for_day: date | None = None
    method: str | None = None
    evidence: Sequence[str] = ()


class PostService:
    """The posts of one tenant's business, as its people see them."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tenant_id = tenant_id
        self._clock = clock
        self._posts = PostRepository(session, tenant_id)
        self._tasks = PostTasks(session, tenant_id, clock=clock)
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def write(self, posts: Sequence[NewPost]) -> Sequence[PostRow]:
        """Take posts of the owner on, all or none: approved ones go out at their time."""
        zone, now = await self._zone(), self._clock.now()
        await self._posts.hold()
        for post in posts:
            await self._refuse_unsound(post, now.astimezone(zone).date())
        return [await self.add(_until_event_ends(post, zone)) for post in posts]

    async def add(self, post: NewPost) -> PostRow:
        """Keep a post that is sound, as a draft or on its way."""
        now = self._clock.now()
        row = await self._posts.add(
            columns_of(post.content)
            | {
                "id": new_id(),
                "channel": str(post.channel),
                "for_day": post.for_day,
                "method": post.method,
                "evidence": list(post.evidence),
                "state": PostState.DRAFT,
                "revision": 1,
                "publish_at": max(post.publish_at or now, now).astimezone(UTC),
                "expires_at": post.expires_at,
                "next_at": post.expires_at,
                "may_be_out": False,
                "created_at": now,
                "changed_at": now,
            }
        )
        if post.approved_by is None:
            await self._tasks.ask_for_approval(row)
        else:
            self._approved(row, post.approved_by)
        return row

    async def approve(
        self, post_id: UUID, text: str | None, publish_at: datetime | None
    ) -> PostRow:
        """Let a post go out, in other words or at another time where these are given."""
        await self._posts.hold()
        row = await self._posts.lock(post_id)
        content = replace(content_of(row), text=row.text if text is None else text)
        is_as_it_was = content.text == row.text and publish_at in (None, row.publish_at)
        if PostState(row.state) in _ON_ITS_WAY and is_as_it_was:
            return row
        await self._refuse_decided(row)
        post = NewPost(content=content, channel=Channel(row.channel), publish_at=publish_at)
        today = self._clock.now().astimezone(await self._zone()).date()
        await self._refuse_unsound(post, today, but_not=post_id)
        await self._tasks.close(row)
        row.text, row.text_key, row.revision = (
            content.text,
            text_key(content.text),
            row.revision + 1,
        )
        row.publish_at = max(publish_at or row.publish_at, self._clock.now())
        self._approved(row, BY_OWNER)
        return row

    async def decline(self, post_id: UUID) -> PostRow:
        """Let a post not go out; declined again, it stays declined."""
        row, now = await self._posts.lock(post_id), self._clock.now()
        if row.state == PostState.DECLINED:
            return row
        if PostState(row.state) not in MAY_BE_DECLINED:
            raise PostDecidedError(post_id, row.state, "declined")
        _take(row, Step(state=PostState.DECLINED), now)
        await self._tasks.close(row)
        return row

    async def get(self, post_id: UUID) -> PostRow:
        """Return a post."""
        return await self._posts.get(post_id)

    async def list(
        self, states: Sequence[PostState], before: UUID | None, limit: int
    ) -> Sequence[PostRow]:
        """Return posts, one more than the limit, so that the surplus tells of more."""
        return await self._posts.list(states, before, limit + 1)

    async def since(self, moment: datetime) -> Sequence[PostFact]:
        """Return posts that were written since a moment."""
        return [_fact(row) for row in await self._posts.made_since(moment)]

    async def counts(self) -> Mapping[str, int]:
        """Return how many posts are in each state."""
        return await self._posts.counts()

    async def settings(self) -> Mapping[Channel, PostSettings]:
        """Return how posts are written for each channel; until the shop says otherwise, ask."""
        said = await self._posts.settings()
        return {channel: said.get(channel, DEFAULT) for channel in Channel}

    async def allow(self, channel: Channel, settings: PostSettings) -> None:
        """Keep how posts are written for a channel from now on; what was approved stays so."""
        values: dict[str, Any] = {
            "channel": str(channel),
            "mode": str(settings.mode),
            "language": str(settings.language),
            "may_tell_praise": settings.may_tell_praise,
            "changed_at": self._clock.now(),
        }
        await self._posts.put_settings(values)

    def _approved(self, row: PostRow, by: str) -> None:
        now = self._clock.now()
        row.approved_by, row.approved_at = by, now
        row.first_tried_at = row.connection_id = row.accepted_at = row.remote_id = None
        row.public_url = row.reason = row.message = None
        _take(row, after_approval(moments_of(row), now), now)

    async def _refuse_decided(self, row: PostRow) -> None:
        """Refuse to send what may be out, or is of yesterday."""
        state = PostState(row.state)
        if moments_of(row).is_stale(self._clock.now()):
            raise PostDecidedError(row.id, PostState.EXPIRED, "approved")
        if state not in MAY_BE_APPROVED | _ON_ITS_WAY:
            raise PostDecidedError(row.id, row.state, "approved")
        if state not in _ON_ITS_WAY and not await self._tasks.take_back(row):
            raise PostInHandError(row.id)

    async def _refuse_unsound(
        self, post: NewPost, today: date, but_not: UUID | None = None
    ) -> None:
        found = problems(post.content, post.channel, rules_on(post.channel, today), today)
        now, at = self._clock.now(), post.publish_at
        if at is not None and not now - timedelta(minutes=1) <= at <= now + _PLANNED_WITHIN:
            found.append(FieldProblem("publish_at", "must lie within the next 365 days"))
        if found:
            raise UnsoundPostError(found)
        if not post.is_repeat_wanted:
            since = (at or now) - REPEATED_WITHIN
            key = text_key(post.content.text)
            if await self._posts.is_repeated(post.channel, key, since, but_not):
                raise RepeatedPostError(post.channel, REPEATED_WITHIN.days)

    async def _zone(self) -> ZoneInfo:
        business, _ = await self._businesses.describe(self._tenant_id)
        return ZoneInfo(business.timezone)


def _take(row: PostRow, step: Step, now: datetime) -> None:
    row.state, row.next_at, row.may_be_out = step.state, step.again_at, step.may_be_out
    row.ended_at, row.changed_at = now if step.state in ENDED else None, now


def _until_event_ends(post: NewPost, zone: ZoneInfo) -> NewPost:
    event = post.content.event
    if event is None:
        return post
    return replace(post, expires_at=end_of(event.last_day, zone))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment after a shop's own day."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _fact(row: PostRow) -> PostFact:
    state = PostState(row.state)
    return PostFact(
        id=str(row.id),
        channel=Channel(row.channel),
        for_day=row.for_day,
        at=row.created_at,
        state=state,
        approved_by=row.approved_by,
        reason=row.reason,
        verified_at=row.ended_at if state is PostState.VERIFIED else None,
    )
