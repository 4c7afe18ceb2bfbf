"""How are a tenant's secrets kept, so that a copy of the database gives none of them away?

Each tenant has a random data key; it seals the tenant's secrets and is itself sealed by the
installation's master keys. Without its data key a tenant's secrets are gone for good. Fernet
(AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec) binds no context, so whose secrets
they are is inside, and checked after opening.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from shared.errors import UnavailableError
from shared.settings import TierSettings, keys_of
from shared.tiers import BusinessTier

_SOON = 60


class SealingError(Exception):
    """Something sealed cannot be opened: a master key is missing, or it is somebody else's."""


class NoMasterKeyError(UnavailableError):
    """This installation cannot keep secrets."""

    def __init__(self, setting: str) -> None:
        super().__init__(
            f"No account can be connected: the operator has not set {setting}.",
            retry_after_seconds=_SOON,
        )


def sealer_of(tier: BusinessTier, settings: TierSettings) -> "Sealer":
    """Return the sealer of a tier's processes."""
    return Sealer(keys_of(settings.master_keys), f"{tier.value.upper()}_MASTER_KEYS")


class Sealer:
    """Seals with the first master key, opens with any; none at all is a clear refusal."""

    def __init__(self, master_keys: Sequence[str], setting: str) -> None:
        self._setting = setting
        self._master = MultiFernet(list(map(_fernet, master_keys))) if master_keys else None

    @property
    def can_seal(self) -> bool:
        """Tell whether there is a master key."""
        return self._master is not None

    def new_data_key(self) -> bytes:
        """Return a fresh data key, sealed."""
        return self._keys.encrypt(Fernet.generate_key())

    def rewrapped(self, wrapped: bytes) -> bytes:
        """Return a data key as the first master key seals it."""
        try:
            return self._keys.rotate(wrapped)
        except InvalidToken as error:
            raise SealingError(_NO_MASTER) from error

    def seal(self, wrapped: bytes, owner: tuple[UUID, UUID], secrets: Mapping[str, str]) -> bytes:
        """Return the secrets of a tenant's connection, sealed."""
        whose = [str(part) for part in owner]
        return self._data_key(wrapped).encrypt(json.dumps([whose, dict(secrets)]).encode())

    def open(self, wrapped: bytes, owner: tuple[UUID, UUID], sealed: bytes) -> Mapping[str, str]:
        """Return the secrets; raise SealingError where they are another connection's."""
        try:
            whose, secrets = json.loads(self._data_key(wrapped).decrypt(sealed))
        except InvalidToken as error:
            raise SealingError(_NOT_ITS_KEY) from error
        if whose != [str(part) for part in owner]:
            raise SealingError(_NOT_ITS_OWN)
        return secrets

    def _data_key(self, wrapped: bytes) -> Fernet:
        try:
            return Fernet(self._keys.decrypt(wrapped))
        except InvalidToken as error:
            raise SealingError(_NO_MASTER) from error

    @property
    def _keys(self) -> MultiFernet:
        if self._master is None:
            raise NoMasterKeyError(self._setting)
        return self._master


def _fernet(master_key: str) -> Fernet:
    # A master key is random already; the digest only brings it to Fernet's length.
    return Fernet(urlsafe_b64encode(sha256(master_key.encode()).digest()))


_NO_MASTER = "A data key was sealed by a master key that is not set; add the old one at the end."
_NOT_ITS_KEY = "Secrets were sealed by another data key than their tenant's."
_NOT_ITS_OWN = "Secrets belong to another connection."
