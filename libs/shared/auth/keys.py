"""The form of an API key, and the check that costs no database query.

`vlo_ent_` or `vlo_loc_`, 32 random base62 characters (190 bits), then 6 base62 characters of the
CRC32 over what precedes: scanners find such a key offline, and a mistyped one is refused at once.
"""

import hmac
import secrets
import string
import zlib
from hashlib import sha256

from shared.tiers import BusinessTier

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX = {BusinessTier.ENTERPRISE: "vlo_ent_", BusinessTier.LOCAL: "vlo_loc_"}
RANDOM_LENGTH = 32
CHECKSUM_LENGTH = 6
KEY_LENGTH = len("vlo_ent_") + RANDOM_LENGTH + CHECKSUM_LENGTH
SHOWN_LENGTH = 12

_ALPHABET = frozenset(BASE62)


def _base62(number: int, length: int) -> str:
    digits: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, len(BASE62))
        digits.append(BASE62[digit])
    return "".join(reversed(digits))


def checksum(body: str) -> str:
    """Return the six characters that end a key whose rest is `body`."""
    return _base62(zlib.crc32(body.encode("ascii")), CHECKSUM_LENGTH)


def new_key(tier: BusinessTier) -> str:
    """Return a fresh key; this is the only time it exists in the clear."""
    body = PREFIX[tier] + "".join(secrets.choice(BASE62) for _ in range(RANDOM_LENGTH))
    return body + checksum(body)


def tier_of(key: str) -> BusinessTier | None:
    """Return the tier that a well-formed key belongs to; None for anything else."""
    if len(key) != KEY_LENGTH or not key.isascii():
        return None
    body, check = key[:-CHECKSUM_LENGTH], key[-CHECKSUM_LENGTH:]
    tier = next((tier for tier, prefix in PREFIX.items() if body.startswith(prefix)), None)
    if tier is None or not _ALPHABET.issuperset(key[len(PREFIX[tier]) :]):
        return None
    return tier if hmac.compare_digest(checksum(body), check) else None


def key_hash(key: str, pepper: str) -> bytes:
    """Return what is stored of a key: useless without the server's pepper."""
    return hmac.digest(pepper.encode(), key.encode("ascii"), sha256)


def shown_part(key: str) -> str:
    """Return the beginning that lets a person recognise a key in a list."""
    return key[:SHOWN_LENGTH]
