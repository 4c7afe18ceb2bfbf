"""How is a post kept in a row, and read from it?"""

from dataclasses import asdict
from typing import Any

from local.execution.domain.post_channel import Topic
from local.execution.domain.post_content import (
    Button,
    ButtonAction,
    Offer,
    PostContent,
    event_from,
    event_to,
    text_key,
)
from local.execution.domain.post_state import Moments
from local.execution.domain.reply_language import Language
from local.execution.models import PostRow


def content_of(row: PostRow) -> PostContent:
    """Return what a post holds."""
    button = row.button
    return PostContent(
        text=row.text,
        topic=Topic(row.topic),
        language=Language(row.language),
        event=event_from(row.event),
        offer=Offer(**row.offer) if row.offer else None,
        button=Button(action=ButtonAction(button["action"]), url=button["url"]) if button else None,
        image_url=row.image_url,
    )


def moments_of(row: PostRow) -> Moments:
    """Return when a post is to go out, and until when."""
    return Moments(publish_at=row.publish_at, expires_at=row.expires_at)


def columns_of(content: PostContent) -> dict[str, Any]:
    """Return what a row keeps of a post's content."""
    return {
        "topic": str(content.topic),
        "text": content.text,
        "text_key": text_key(content.text),
        "language": str(content.language),
        "event": event_to(content.event),
        "offer": asdict(content.offer) if content.offer else None,
        "button": asdict(content.button) if content.button else None,
        "image_url": content.image_url,
    }
