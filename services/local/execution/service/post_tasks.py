"""Which of the owner's tasks go with a post?"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.execution.domain.post_channel import Channel
from local.execution.models import PostRow
from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.service import ManualTaskService
from shared.clock import Clock

_NAMES: Mapping[Channel, str] = {
    Channel.GOOGLE: "Google Business Profile",
    Channel.FACEBOOK: "Facebook",
    Channel.INSTAGRAM: "Instagram",
}
_LINKS: Mapping[Channel, str] = {
    Channel.GOOGLE: "https://business.google.com/posts",
    Channel.FACEBOOK: "https://www.facebook.com/pages",
    Channel.INSTAGRAM: "https://www.instagram.com",
}
_KINDS = (ManualTaskKind.APPROVE_POST, ManualTaskKind.POST_BY_HAND, ManualTaskKind.CHECK_POST)


class PostTasks:
    """The tasks that posts of one tenant's business ask for."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._tasks = ManualTaskService(session, tenant_id, clock=clock)

    async def ask_for_approval(self, row: PostRow) -> None:
        """Ask the owner to look at a draft, as long as it is of use."""
        await self._open(row, ManualTaskKind.APPROVE_POST, Reason.NEEDS_APPROVAL)

    async def ask_to_post(self, row: PostRow, reason: Reason) -> None:
        """Ask the owner to post by hand."""
        await self._open(row, ManualTaskKind.POST_BY_HAND, reason)

    async def ask_to_look(self, row: PostRow) -> None:
        """Ask the owner whether a post can be seen."""
        await self._open(row, ManualTaskKind.CHECK_POST, Reason.NOT_VERIFIED)

    async def take_back(self, row: PostRow) -> bool:
        """Take back the task to post by hand; tell whether nobody has begun with it."""
        return await self._tasks.withdraw(_key(row, ManualTaskKind.POST_BY_HAND, row.revision))

    async def close(self, row: PostRow) -> None:
        """Close whatever was asked for the post: nothing of it is left to do."""
        for kind in _KINDS:
            for revision in range(1, row.revision + 1):
                await self._tasks.close(_key(row, kind, revision))

    async def _open(self, row: PostRow, kind: ManualTaskKind, reason: Reason) -> None:
        channel = Channel(row.channel)
        await self._tasks.open(
            NewManualTask(
                key=_key(row, kind, row.revision),
                kind=kind,
                reason=reason,
                facts={
                    "post_id": str(row.id),
                    "channel": _NAMES[channel],
                    "image": row.image_url or "-",
                },
                text_to_copy=row.text,
                link=_LINKS[channel],
                due_at=row.expires_at,
            )
        )


def _key(row: PostRow, kind: ManualTaskKind, revision: int) -> str:
    return f"{kind}:{row.id}:{revision}"
