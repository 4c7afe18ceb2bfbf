"""How is a webhook signed, and was one signed by whom it says? Standard Webhooks 1.0.0.

Source: github.com/standard-webhooks/standard-webhooks, `spec/standard-webhooks.md`; only the
symmetric scheme (`v1`). During a rotation two secrets are good at once.
"""

import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = timedelta(minutes=5)
_PREFIX, _SCHEME = "whsec_", "v1"
_SECRET_BYTES = 32
_WRITTEN_SECONDS = re.compile(r"[0-9]{1,12}")
# More is nobody's rotation, and each costs a comparison.
_MOST_SIGNATURES = 16
_MOST_ID_CHARACTERS = 200


def new_secret() -> str:
    """Return a fresh secret as both sides write it."""
    return _PREFIX + b64encode(token_bytes(_SECRET_BYTES)).decode()


def signed_headers(
    message_id: str, at: datetime, body: bytes, secrets: Sequence[str]
) -> Mapping[str, str]:
    """Return the three headers of one attempt, with a signature by each secret."""
    seconds = str(int(at.timestamp()))
    signatures = [
        f"{_SCHEME},{_signature(secret, message_id, seconds, body)}" for secret in secrets
    ]
    return {ID: message_id, TIMESTAMP: seconds, SIGNATURE: " ".join(signatures)}


def signed_id(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime
) -> str | None:
    """Return the id of a webhook that one of the secrets signed within five minutes, else None.

    The names of `headers` are in small letters.
    """
    message_id, seconds = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not 0 < len(message_id) <= _MOST_ID_CHARACTERS or not _is_fresh(seconds, now):
        return None
    stated = [
        signature.encode()
        for scheme, _, signature in (
            part.partition(",") for part in headers.get(SIGNATURE, "").split()[:_MOST_SIGNATURES]
        )
        if scheme == _SCHEME
    ]
    own = [_signature(secret, message_id, seconds, body).encode() for secret in secrets]
    # Every pair is compared, so that the time taken tells nothing.
    fits = [hmac.compare_digest(one, other) for one in own for other in stated]
    return message_id if any(fits) else None


def _is_fresh(seconds: str, now: datetime) -> bool:
    if not _WRITTEN_SECONDS.fullmatch(seconds):
        return False
    return abs(now.timestamp() - int(seconds)) <= TOLERANCE.total_seconds()


def _signature(secret: str, message_id: str, seconds: str, body: bytes) -> str:
    key = b64decode(secret.removeprefix(_PREFIX))
    # Bytes that are no text are signed as they came: nothing is decoded.
    content = f"{message_id}.{seconds}.".encode() + body
    return b64encode(hmac.new(key, content, sha256).digest()).decode()
