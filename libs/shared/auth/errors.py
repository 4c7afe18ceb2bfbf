"""What can go wrong with keys and members, on purpose."""

from uuid import UUID

from shared.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)


class KeyNotFoundError(NotFoundError):
    """The tenant has no such key."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(f"There is no key {key_id}. List the keys to see which there are.")


class KeyRetiredError(ConflictError):
    """A key that is revoked or already replaced cannot be rotated."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(f"Key {key_id} is no longer in use. Create a new key instead.")


class KeyTooPowerfulError(ForbiddenError):
    """Whoever rotates a key sees its successor, so must hold all that it may do."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(f"Key {key_id} may do more than yours. Rotate it with an equal key.")


class MemberNotFoundError(NotFoundError):
    """The tenant has no such member."""

    def __init__(self, member_id: UUID) -> None:
        super().__init__(f"There is no member {member_id}. List the members first.")


class MemberExistsError(ConflictError):
    """Two members cannot share an address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is already a member of this team.")


class TeamFullError(ConflictError):
    """The tier's limit of team members is reached."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The team already has {limit} members, the limit of this tier. Remove one first."
        )


class LastAdminKeyError(ConflictError):
    """Without a key that may administer, the tenant would be locked out."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last key that may manage keys. Create or rotate one before revoking it."
        )


class ExpiryInThePastError(InvalidError):
    """A key cannot be born expired."""

    def __init__(self) -> None:
        super().__init__(
            "The key would be expired already.",
            problems=(FieldProblem("expires_at", "choose a time in the future"),),
        )
