"""Use case of pictures: make one fit for a channel."""

import asyncio
from datetime import datetime
from typing import BinaryIO

from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_image import FitImage, fit_image
from local.execution.errors import UnsoundPostError
from shared.errors import FieldProblem

# A picture takes a hundred megabytes while it is mended; one at a time bounds how much that is.
_MENDING = asyncio.Semaphore(1)


async def fitted(file: BinaryIO, channel: Channel, now: datetime) -> FitImage:
    """Return a picture as a channel takes it, in a thread; refuse one that cannot be mended."""
    rules = rules_on(channel, now.date())
    async with _MENDING:
        image = await asyncio.to_thread(lambda: fit_image(file.read(), channel, rules))
    if isinstance(image, str):
        raise UnsoundPostError([FieldProblem("image", image)])
    return image
