"""Does a webhook come from whom it says? Signatures over the bytes as they came.

During a rotation two secrets are good at once. Nothing here says which one fitted.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256

META_SIGNATURE = "X-Hub-Signature-256"
_PREFIX = "sha256="


def is_from_meta(raw: bytes, signature: str | None, secrets: Sequence[str]) -> bool:
    """Tell whether one of the app's secrets signed these bytes, as Meta does."""
    if not signature or not signature.startswith(_PREFIX):
        return False
    stated = signature.removeprefix(_PREFIX).encode()
    signed = [hmac.new(secret.encode(), raw, sha256).hexdigest() for secret in secrets if secret]
    # Every secret is tried, so that the time taken tells nothing.
    fits = [hmac.compare_digest(stated, own.encode()) for own in signed]
    return any(fits)


def meta_challenge(
    mode: str | None, token: str | None, challenge: str | None, verify_token: str
) -> str | None:
    """Return what Meta wants to read when it asks whether a webhook is ours; None for others."""
    if mode != "subscribe" or not verify_token or challenge is None or token is None:
        return None
    return challenge if hmac.compare_digest(token.encode(), verify_token.encode()) else None
