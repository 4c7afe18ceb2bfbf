"""How long to wait before a vendor is asked again within one run?

Pure: the jitter comes from the call's key, so that the same failure always waits equally long.
"""

from hashlib import blake2b

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 8.0


def backoff_seconds(attempt: int, key: str) -> float:
    """Return the wait after this failed attempt (the first is 1): doubled, less up to half."""
    doubled = min(FIRST_SECONDS * 2.0 ** min(attempt - 1, 16), LONGEST_SECONDS)
    return doubled * (1 - _share(f"{key}:{attempt}") / 2)


def _share(text: str) -> float:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32
