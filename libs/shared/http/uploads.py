"""Take an upload of any size: streamed to disk, hashed on the way, never held in memory."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from fastapi import Request

from shared.errors import InvalidError, TooLargeError, UnsupportedMediaTypeError
from shared.http.idempotency import note_upload_hash

IN_MEMORY_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A whole upload, at its beginning."""

    file: BinaryIO
    sha256: str
    size_bytes: int
    media_type: str


@asynccontextmanager
async def spooled_upload(
    request: Request, max_bytes: int, media_types: frozenset[str]
) -> AsyncGenerator[Upload]:
    """Receive the body; raise 413 beyond `max_bytes`, 415 for a form that nobody here reads."""
    media_type = _checked_media_type(request, media_types)
    digest, size = sha256(), 0
    with SpooledTemporaryFile[bytes](max_size=IN_MEMORY_BYTES) as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > max_bytes:
                message = f"The upload is larger than {max_bytes} bytes. Send it in pieces."
                raise TooLargeError(message)
            digest.update(chunk)
            file.write(chunk)
        if size == 0:
            message = "The upload is empty. Send the file as the request's body."
            raise InvalidError(message)
        file.seek(0)
        note_upload_hash(request, digest.hexdigest())
        yield Upload(cast("BinaryIO", file), digest.hexdigest(), size, media_type)


def _checked_media_type(request: Request, media_types: frozenset[str]) -> str:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in media_types:
        choices = ", ".join(sorted(media_types))
        message = f"Content-Type {given or '(none)'} is not read here. Send one of: {choices}."
        raise UnsupportedMediaTypeError(message)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        message = "Compressed uploads are not read here. Send the file as it is."
        raise UnsupportedMediaTypeError(message)
    return given
