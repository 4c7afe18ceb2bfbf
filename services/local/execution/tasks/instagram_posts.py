"""How is a post made on Instagram? A container takes the picture in, then it is published, once.

Nobody waits inside: a container that is not ready makes the post come back. What was begun is in
the ledger of calls: the same keys find the same container again, however often a worker dies.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from local.connectors.instagram import port as instagram
from local.connectors.instagram.port import ContainerStatus
from local.execution.domain.post_state import Seen
from local.execution.service.post_sending import Sending
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.ids import new_id

_AskVendor = Callable[[str, object, str], Awaitable[Outcome]]
_READY_AFTER_SECONDS, _ROOM_AFTER_SECONDS = 30.0, 900.0
# A container lives a day and a post is tried for two: a third one is never needed.
_MOST_CONTAINERS = 3
_LOOK = "It may have been published before its container expired. Look before posting it again."
BAD_PICTURE, NOT_READY, FULL, EXPIRED = "container_error", "not_ready", "full", "expired"


class InstagramPosts:
    """Posts of an Instagram account."""

    vendor = instagram.VENDOR
    rejections = frozenset({BAD_PICTURE})

    async def make(self, ask: _AskVendor, sending: Sending) -> Outcome:
        """Go on from where the last attempt came to."""
        if (full := await _full(ask, sending)) is not None:
            return full
        for number in range(_MOST_CONTAINERS):
            outcome = await _tried(ask, sending, number)
            if outcome is not None:
                return outcome
        return _waiting(EXPIRED, _ROOM_AFTER_SECONDS)

    def look(self, remote_id: str) -> tuple[str, object]:
        """Return `media.read`."""
        return "media.read", instagram.ReadMedia(media_id=remote_id)

    def seen(self, data: Mapping[str, Any]) -> Seen:
        """Return that it is there: what Instagram shows, it shows."""
        return Seen(is_live=True, public_url=data["permalink"])


async def _full(ask: _AskVendor, sending: Sending) -> Outcome | None:
    """Return why there is no room for one more post now, None where there is.

    An attempt that may have published is not held up by the room that its own post takes.
    """
    if sending.was_unsure:
        return None
    quota = await ask("quota.read", instagram.ReadQuota(), _once())
    if not isinstance(quota, Done):
        return quota
    is_full = quota.data["used"] >= quota.data["total"]
    return _waiting(FULL, _ROOM_AFTER_SECONDS) if is_full else None


async def _tried(ask: _AskVendor, sending: Sending, number: int) -> Outcome | None:
    """Return what came of one container; None where it has expired, and another one is due."""
    content = sending.content
    wish = instagram.CreateContainer(image_url=content.image_url or "", caption=content.text)
    made = await ask("container.create", wish, f"{sending.key}:container:{number}")
    if not isinstance(made, Done) or made.remote_id is None:
        return made
    read = instagram.ReadContainer(container_id=made.remote_id)
    state = await ask("container.read", read, _once())
    if not isinstance(state, Done):
        return state
    match state.data["status"]:
        case ContainerStatus.ERROR:
            return _failed(FailureKind.REJECTED, BAD_PICTURE, state.data["detail"])
        case ContainerStatus.EXPIRED:
            # Whether an attempt that died had published it, nobody can tell any more.
            return (
                _failed(FailureKind.UNKNOWN_OUTCOME, EXPIRED, _LOOK) if sending.was_unsure else None
            )
        case ContainerStatus.FINISHED | ContainerStatus.PUBLISHED:
            return await _published(ask, sending, made.remote_id, number)
        case _:
            return _waiting(NOT_READY, _READY_AFTER_SECONDS)


async def _published(ask: _AskVendor, sending: Sending, container_id: str, number: int) -> Outcome:
    wish = instagram.PublishContainer(
        container_id=container_id,
        caption=sending.content.text,
        first_tried_at=sending.first_tried_at,
    )
    return await ask("container.publish", wish, f"{sending.key}:publish:{number}")


def _waiting(code: str, seconds: float) -> Failed:
    return Failed(
        kind=FailureKind.RETRYABLE,
        code=code,
        message="Nothing was published yet; it is tried again.",
        retry_after_seconds=seconds,
    )


def _failed(kind: FailureKind, code: str, detail: str | None = None) -> Failed:
    return Failed(kind=kind, code=code, message=detail or "Instagram gives no reason.")


def _once() -> str:
    # A read is asked anew by every attempt.
    return f"look:{new_id()}"
