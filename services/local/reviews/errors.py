"""What can go wrong with reviews, on purpose."""

from uuid import UUID

from shared.errors import ConflictError, FieldProblem, InvalidError, NotFoundError, TooLargeError


class BrokenReviewFileError(InvalidError):
    """The file cannot be read at all; nothing of it was stored."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        where = f" at line {line}" if line else ""
        super().__init__(
            f"The file of reviews cannot be read{where}: {reason}. Nothing was stored; "
            "correct the file and send it again.",
            (FieldProblem("file", reason, line),),
        )


class UnknownColumnError(InvalidError):
    """A column that the request names is not in the file."""

    def __init__(self, parameter: str, column: str) -> None:
        message = f"the file has no column {column[:60]!r}"
        super().__init__(
            f"The file of reviews cannot be read: {message}. Nothing was stored; name one of its "
            f"columns in {parameter}.",
            (FieldProblem(parameter, message),),
        )


class TooManyReviewsError(TooLargeError):
    """A file holds more reviews than are taken at once; nothing of it was stored."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"A file may hold at most {most:,} reviews. Nothing was stored; split it by date."
        )


class ReviewImportInProgressError(ConflictError):
    """Another import of the tenant's reviews is still running."""

    def __init__(self) -> None:
        super().__init__(
            "Another import of reviews is still running. Nothing was stored; "
            "send this one again in a moment."
        )


class ReviewImportNotFoundError(NotFoundError):
    """The import does not exist, or is not the caller's to see."""

    def __init__(self, import_id: UUID) -> None:
        super().__init__(f"There is no import of reviews {import_id} that this key may see.")
