"""Use case of posts that the platform writes: today's, from the facts of the shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.location import Location
from local.businesses.service import BusinessService, default_gazetteer
from local.connectors.festivals.port import FestivalCalendar
from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_content import PostContent, event_from
from local.execution.domain.post_facts import KeptDay, PostFacts, RunningOffer
from local.execution.domain.post_mode import PostMode, PostSettings
from local.execution.domain.post_writer import COMPARED_DAYS, METHOD, Unwritten, written_post
from local.execution.models import PostRow
from local.execution.repository.posts import PostRepository
from local.execution.service.posts import BY_RULE, NewPost, PostService, end_of
from local.intelligence.domain.commerce_calendar import occasions_between
from local.intelligence.service import default_calendar
from local.reviews.domain.topics import Topic
from local.reviews.service import ReviewService
from shared.clock import Clock

NOT_WANTED, NEEDS_PICTURE = "not_wanted", "needs_picture"
# When a shop's day has begun, by our own estimate; what is written later goes out at once.
POSTED_FROM = time(10)
FEWEST_MENTIONS, PRAISED_RATIO = 5, 0.8
_AHEAD = timedelta(days=7)
_ESTIMATED = " (estimated)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Today's posts, and why there is none for a channel."""

    rows: Sequence[PostRow]
    unwritten: Mapping[Channel, str]


class PostDraftService:
    """The posts that are written for one tenant's business."""

    def __init__(
        self,
        session: AsyncSession,
        tenant_id: UUID,
        *,
        clock: Clock,
        calendar: FestivalCalendar | None = None,
    ) -> None:
        self._tenant_id = tenant_id
        self._clock = clock
        self._posts = PostRepository(session, tenant_id)
        self._service = PostService(session, tenant_id, clock=clock)
        self._reviews = ReviewService(session, tenant_id, clock=clock)
        self._calendar = calendar or default_calendar()
        self._businesses = BusinessService(
            session, tenant_id, clock=clock, gazetteer=default_gazetteer()
        )

    async def draft_today(self, channels: Sequence[Channel]) -> Drafts:
        """Write today's post for each channel; one that is written already stays as it is."""
        business, location = await self._businesses.describe(self._tenant_id)
        zone = ZoneInfo(business.timezone)
        today = self._clock.now().astimezone(zone).date()
        await self._posts.hold()
        settings, written = await self._service.settings(), await self._posts.written_for(today)
        facts = await self._facts(business, location, today)
        rows: list[PostRow] = []
        unwritten: dict[Channel, str] = {}
        for channel in channels:
            made = written.get(channel) or await self._drafted(
                channel, settings[channel], facts, zone
            )
            if isinstance(made, PostRow):
                rows.append(made)
            else:
                unwritten[channel] = made
        return Drafts(rows=rows, unwritten=unwritten)

    async def _drafted(
        self, channel: Channel, settings: PostSettings, facts: PostFacts, zone: ZoneInfo
    ) -> PostRow | str:
        """Return the new post, or why there is none."""
        if settings.mode is PostMode.NEVER:
            return NOT_WANTED
        if rules_on(channel, facts.day).needs_image:
            return NEEDS_PICTURE
        praised = await self._praised() if settings.may_tell_praise else ()
        facts = replace(facts, language=settings.language, praised=praised)
        since = self._clock.now() - timedelta(days=COMPARED_DAYS)
        post = written_post(facts, await self._posts.texts_since(channel, since))
        if isinstance(post, Unwritten):
            return post.reason
        new = NewPost(
            content=PostContent(text=post.text, language=settings.language),
            channel=channel,
            publish_at=datetime.combine(facts.day, POSTED_FROM, zone),
            expires_at=end_of(facts.day, zone),
            approved_by=BY_RULE if settings.mode is PostMode.AUTO else None,
            for_day=facts.day,
            method=METHOD,
            evidence=(f"theme:{post.theme}", *post.evidence),
        )
        return await self._service.add(new)

    async def _facts(self, business: LocalBusiness, location: Location, today: date) -> PostFacts:
        return PostFacts(
            business_id=self._tenant_id,
            day=today,
            name=business.name,
            category=business.category,
            language=PostSettings().language,
            city=business.city,
            hours=business.opening_hours,
            kept_days=await self._kept_days(location, today),
            offers=await self._offers(today),
        )

    async def _kept_days(self, location: Location, today: date) -> Sequence[KeptDay]:
        """Return what the state keeps in the next days; without a state, nothing is known."""
        if location.state is None:
            return ()
        code, last = location.state.code, today + _AHEAD
        festivals = [
            KeptDay(
                name=name.removesuffix(_ESTIMATED),
                day=festival.day,
                is_estimated=name.endswith(_ESTIMATED),
            )
            for festival in await self._calendar.days(code, today, last)
            for name in festival.names
        ]
        occasions = [
            KeptDay(name=one.name, day=one.first_day, is_estimated=one.is_estimated)
            for one in occasions_between(today, last, code)
        ]
        return [*festivals, *occasions]

    async def _offers(self, today: date) -> Sequence[RunningOffer]:
        found = [(row, event_from(row.event)) for row in await self._posts.offers_seen()]
        return [
            RunningOffer(title=event.title, last_day=event.last_day, evidence=f"post:{row.id}")
            for row, event in found
            if event is not None and event.first_day <= today <= event.last_day
        ]

    async def _praised(self) -> Sequence[Topic]:
        """Return what is praised often enough to say so."""
        business, _ = await self._businesses.describe(self._tenant_id)
        findings = await self._reviews.findings(business.category)
        return [
            item.topic
            for item in findings.topics
            if float(item.mentions.value or 0) >= FEWEST_MENTIONS
            and float(item.share_positive.value or 0) >= PRAISED_RATIO
        ]
