"""What can go wrong with customers and their records, on purpose."""

from uuid import UUID

from shared.errors import ConflictError, FieldProblem, InvalidError, NotFoundError, TooLargeError


class BrokenRecordFileError(InvalidError):
    """The file cannot be read at all; nothing of it was stored."""

    def __init__(self, reason: str, *, field: str = "file", line: int | None = None) -> None:
        where = f" at line {line}" if line else ""
        super().__init__(
            f"The file of records cannot be read{where}: {reason}. Nothing was stored; "
            "correct it and send it again.",
            (FieldProblem(field, reason, line),),
        )


class TooManyRecordsError(TooLargeError):
    """A file holds more records than are taken at once; nothing of it was stored."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"A file may hold at most {most:,} records. Nothing was stored; split it by month."
        )


class UnknownZoneError(InvalidError):
    """The time zone that was named for the times of a file does not exist."""

    def __init__(self) -> None:
        message = "is no time zone; write one such as Asia/Kolkata"
        super().__init__(f"The parameter timezone {message}.", (FieldProblem("timezone", message),))


class UnusableRecordError(InvalidError):
    """A single record that was sent cannot be stored."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(
            f"The record cannot be stored: {message}.", (FieldProblem(field, message),)
        )


class RecordsInUseError(ConflictError):
    """Another import or erasure of the tenant is still running."""

    def __init__(self) -> None:
        super().__init__(
            "Other records of customers are still being worked in. Nothing was changed; "
            "send this again in a moment."
        )


class CustomerNotFoundError(NotFoundError):
    """The customer does not exist, or is not the caller's to see."""

    def __init__(self, customer_id: UUID | None = None) -> None:
        named = f" {customer_id}" if customer_id else " of this phone number or id"
        super().__init__(
            f"There is no customer{named} that this key may see. Find a customer's id with "
            "POST /api/v2/local/customers/search."
        )
