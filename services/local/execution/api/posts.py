"""Routes of posts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from local.execution.domain.post_channel import Channel
from local.execution.domain.post_image import MOST_BYTES, FitImage
from local.execution.domain.post_mode import PostSettings
from local.execution.domain.post_state import PostState
from local.execution.schemas.posts import (
    ApprovePostRequest,
    DraftRequest,
    DraftsRead,
    ImageRead,
    PostCounts,
    PostRead,
    PostRequest,
    PostSettingsBody,
    PostSettingsList,
    PostsRead,
    image_body,
    post_body,
    settings_body,
)
from local.execution.service.post_drafts import PostDraftService
from local.execution.service.post_images import fitted
from local.execution.service.posts import BY_OWNER, NewPost, PostService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page
from shared.http.uploads import spooled_upload

router = APIRouter(prefix="/api/v2/local/posts", tags=["posts"], route_class=RepeatableRoute)
States = Annotated[
    list[PostState], Query(alias="state", description="Any of these; all where none is named.")
]
ChannelName = Annotated[Channel, Query(description="Where the picture is to be seen.")]
_ANY: list[PostState] = []
_MEDIA_TYPES = frozenset({"image/jpeg", "image/png"})
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {kind: {} for kind in sorted(_MEDIA_TYPES)}}
}


async def uploaded_image(
    request: Request, _: WriterPrincipal, clock: ClockDep, channel: ChannelName
) -> FitImage:
    """Receive a picture, and make it fit."""
    async with spooled_upload(request, MOST_BYTES, _MEDIA_TYPES) as upload:
        return await fitted(upload.file, channel, clock.now())


FitImageDep = Annotated[FitImage, Depends(uploaded_image)]


@router.post("", response_model=PostsRead, status_code=status.HTTP_202_ACCEPTED)
async def write_post(
    body: PostRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Take a post on, once for each channel: it is accepted to be posted, not posted."""
    service = PostService(session, principal.tenant_id, clock=clock)
    posts = [
        NewPost(
            content=body.content(),
            channel=channel,
            publish_at=body.publish_at,
            approved_by=None if body.is_draft else BY_OWNER,
            is_repeat_wanted=body.is_repeat_wanted,
        )
        for channel in dict.fromkeys(body.channels)
    ]
    return {"items": [post_body(row) for row in await service.write(posts)]}


@router.get("", response_model=Page[PostRead])
async def list_posts(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    states: States = _ANY,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List posts, the last written first."""
    service = PostService(session, principal.tenant_id, clock=clock)
    rows = await service.list(states, cursor, limit)
    found = page(rows, limit, lambda row: str(row.id))
    return found | {"items": [post_body(row) for row in found["items"]]}


@router.post("/drafts", response_model=DraftsRead, status_code=status.HTTP_201_CREATED)
async def draft_posts(
    body: DraftRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Write today's posts from the shop's facts; asked again, they are the same."""
    service = PostDraftService(session, principal.tenant_id, clock=clock)
    drafts = await service.draft_today(list(dict.fromkeys(body.channels)))
    return {
        "items": [post_body(row) for row in drafts.rows],
        "unwritten": [{"channel": c, "reason": reason} for c, reason in drafts.unwritten.items()],
    }


@router.post("/images", response_model=ImageRead, openapi_extra=_FILE)
async def fit_post_image(image: FitImageDep, channel: ChannelName) -> dict[str, Any]:
    """Check a picture for a channel, and mend what can be: place and data are taken out of it.

    Nothing is stored, and no vendor is asked.
    """
    return image_body(channel, image)


@router.get("/counts", response_model=PostCounts)
async def count_posts(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Count posts by state."""
    counts = await PostService(session, principal.tenant_id, clock=clock).counts()
    return {"total": sum(counts.values()), "by_state": counts}


@router.get("/settings", response_model=PostSettingsList)
async def read_post_settings(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show how posts are written for each channel."""
    found = await PostService(session, principal.tenant_id, clock=clock).settings()
    return {"items": [settings_body(channel, said) for channel, said in found.items()]}


@router.put("/settings", response_model=PostSettingsList)
async def change_post_settings(
    body: PostSettingsBody, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Change how posts are written for a channel, from the next one on."""
    service = PostService(session, principal.tenant_id, clock=clock)
    said = PostSettings(
        mode=body.mode, language=body.language, may_tell_praise=body.may_tell_praise
    )
    await service.allow(body.channel, said)
    found = await service.settings()
    return {"items": [settings_body(channel, said) for channel, said in found.items()]}


@router.get("/{post_id}", response_model=PostRead)
async def read_post(
    post_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show a post."""
    return post_body(await PostService(session, principal.tenant_id, clock=clock).get(post_id))


@router.post("/{post_id}/approve", response_model=PostRead, status_code=status.HTTP_202_ACCEPTED)
async def approve_post(
    post_id: UUID,
    body: ApprovePostRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Approve a post, in other words where they are sent; it goes out at its time."""
    service = PostService(session, principal.tenant_id, clock=clock)
    return post_body(await service.approve(post_id, body.text, body.publish_at))


@router.post("/{post_id}/decline", response_model=PostRead)
async def decline_post(
    post_id: UUID, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Let a post not go out."""
    return post_body(await PostService(session, principal.tenant_id, clock=clock).decline(post_id))
