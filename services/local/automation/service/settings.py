"""Use cases of what a shop allows: how far may the platform go with each routine?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.automation.domain.routines import ROUTINES, Approval, Routine
from local.automation.errors import ByItselfError, OnePostError, RemindersNotAskedError
from local.automation.repository import AutomationRepository
from local.execution.domain.post_channel import Channel as PostChannel
from local.execution.domain.post_mode import PostMode
from local.execution.domain.reply_mode import ReplyMode
from local.execution.service.posts import PostService
from local.execution.service.replies import ReplyService
from local.messaging.domain.message_settings import AnswerMode
from local.messaging.service.desk import DeskService
from shared.clock import Clock

# Written and posted is one: what is allowed of the one is allowed of the other.
_SOCIAL = (PostChannel.FACEBOOK, PostChannel.INSTAGRAM)
OF_THE_POST = (Routine.CREATE_CONTENT, Routine.POST_UPDATE)


class SettingsService:
    """What one tenant's business allows; a mode that another domain keeps is kept there."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._clock = clock
        self._settings = AutomationRepository(session, tenant_id)
        self._replies = ReplyService(session, tenant_id, clock=clock)
        self._posts = PostService(session, tenant_id, clock=clock)
        self._desk = DeskService(session, tenant_id, clock=clock)

    async def of_days(self) -> Mapping[Routine, Approval]:
        """Return what is allowed of what comes once a day."""
        stored = await self._settings.approvals()
        modes = {one: said.mode for one, said in (await self._posts.settings()).items()}
        posts, social = Approval(modes[PostChannel.GOOGLE]), {modes[one] for one in _SOCIAL}
        own = {
            routine: Approval(stored.get(routine, facts.approval))
            for routine, facts in ROUTINES.items()
        }
        freest = next(mode for mode in Approval if mode in social)
        return own | dict.fromkeys(OF_THE_POST, posts) | {Routine.PUBLISH_POST: freest}

    async def approvals(self) -> Mapping[Routine, Approval]:
        """Return what is allowed of every routine."""
        messages = await self._desk.settings()
        reminders = Approval.AUTO if messages.sends_reminders else Approval.NEVER
        elsewhere = {
            Routine.REPLY_TO_REVIEWS: Approval(await self._replies.mode()),
            Routine.ANSWER_INQUIRIES: Approval(messages.mode),
            Routine.SEND_REMINDERS: reminders,
        }
        return dict(await self.of_days()) | elsewhere

    async def allow(self, wished: Mapping[Routine, Approval]) -> None:
        """Keep what is allowed from now on."""
        if len({wished[routine] for routine in OF_THE_POST if routine in wished}) > 1:
            raise OnePostError
        for routine, approval in wished.items():
            if routine is Routine.CUSTOMER_SERVICE and approval is not Approval.NEVER:
                raise ByItselfError(routine)
            if routine is Routine.SEND_REMINDERS and approval is Approval.ASK:
                raise RemindersNotAskedError
            await self._allow(routine, approval)

    async def _allow(self, routine: Routine, approval: Approval) -> None:
        if routine is Routine.REPLY_TO_REVIEWS:
            await self._replies.allow(ReplyMode(approval))
        elif routine in OF_THE_POST:
            await self._allow_posts((PostChannel.GOOGLE,), approval)
        elif routine is Routine.PUBLISH_POST:
            await self._allow_posts(_SOCIAL, approval)
        elif routine is Routine.ANSWER_INQUIRIES:
            rules = await self._desk.settings()
            await self._desk.allow(replace(rules, mode=AnswerMode(approval)))
        elif routine is Routine.SEND_REMINDERS:
            rules = await self._desk.settings()
            is_wanted = approval is Approval.AUTO
            await self._desk.allow(replace(rules, sends_reminders=is_wanted))
        else:
            told = {"routine": routine, "approval": approval, "changed_at": self._clock.now()}
            await self._settings.put_approval(told)

    async def _allow_posts(self, channels: Sequence[PostChannel], approval: Approval) -> None:
        for channel in channels:
            rules = (await self._posts.settings())[channel]
            await self._posts.allow(channel, replace(rules, mode=PostMode(approval)))
