"""Failures we raise on purpose.

* AppError
  - UnauthenticatedError       401
  - ForbiddenError             403
  - NotFoundError              404
  - ConflictError              409
  - TooLargeError              413
  - UnsupportedMediaTypeError  415
  - InvalidError               422
  - TooManyRequestsError       429, says when to come back
  - UnavailableError           503, says when to come back

The numbers are what `shared.http` answers; nothing below it knows them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field, and on which line of a file it stands."""

    field: str
    message: str
    line: int | None = None


class AppError(Exception):
    """Base of every failure raised on purpose; `detail` says what happened and what to do."""

    def __init__(self, detail: str, problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = problems


class UnauthenticatedError(AppError):
    """Nobody knows who is calling."""


class ForbiddenError(AppError):
    """The caller is known, and may not do this."""


class NotFoundError(AppError):
    """What was asked for does not exist, or is not the caller's to see."""


class ConflictError(AppError):
    """The request is well formed, but the current state forbids it."""


class TooLargeError(AppError):
    """More was sent than is taken at once."""


class UnsupportedMediaTypeError(AppError):
    """What was sent is in a format that nobody here reads."""


class InvalidError(AppError):
    """What was sent was read, and makes no sense."""


class _ComeBackLaterError(AppError):
    """A failure that passes by itself."""

    def __init__(
        self, detail: str, problems: tuple[FieldProblem, ...] = (), *, retry_after_seconds: int
    ) -> None:
        super().__init__(detail, problems)
        self.retry_after_seconds = retry_after_seconds


class TooManyRequestsError(_ComeBackLaterError):
    """The caller has used up what its plan allows for now."""


class UnavailableError(_ComeBackLaterError):
    """Something that the answer needs is down at this moment."""
