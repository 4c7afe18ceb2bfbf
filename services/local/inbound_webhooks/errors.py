"""Failures of webhooks that come in.

* UnauthenticatedError
  - UnsignedToldError
* NotFoundError
  - SourceNotFoundError
* ConflictError
  - TooManySourcesError
* InvalidError
  - UnreadableToldError
"""

from uuid import UUID

from shared.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)


class UnsignedToldError(UnauthenticatedError):
    """Nobody whom we know has signed this, or it is too old."""

    def __init__(self) -> None:
        super().__init__(
            "The webhook is not signed by this source's secret, or not within five minutes. "
            "Sign it after Standard Webhooks."
        )


class SourceNotFoundError(NotFoundError):
    """The tenant has no such source."""

    def __init__(self, source_id: UUID) -> None:
        super().__init__(f"There is no source {source_id}. List them to find yours.")


class TooManySourcesError(ConflictError):
    """The tenant has as many sources as it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} sources, the most there may be. Remove one first.")


class UnreadableToldError(InvalidError):
    """What was signed cannot be read."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("The webhook cannot be read; nothing was stored.", problems)
