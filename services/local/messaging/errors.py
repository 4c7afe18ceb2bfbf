"""What can go wrong with messages, contacts and appointments, on purpose."""

from collections.abc import Mapping
from uuid import UUID

from shared.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)


class UnsignedWebhookError(UnauthenticatedError):
    """Nobody whom we know signed these bytes."""

    def __init__(self) -> None:
        super().__init__("The signature is missing, or is not of these bytes. Nothing was stored.")


class ContactNotFoundError(NotFoundError):
    """The contact does not exist, or is not the caller's to see."""

    def __init__(self, contact_id: UUID) -> None:
        super().__init__(f"There is no contact {contact_id} that this key may see.")


class MessageNotFoundError(NotFoundError):
    """The message does not exist, or is not the caller's to see."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(f"There is no message {message_id} that this key may see.")


class AppointmentNotFoundError(NotFoundError):
    """The appointment does not exist, or is not the caller's to see."""

    def __init__(self, appointment_id: UUID) -> None:
        super().__init__(f"There is no appointment {appointment_id} that this key may see.")


class AppointmentOverError(ConflictError):
    """The appointment has ended, one way or another."""

    def __init__(self, appointment_id: UUID, state: str) -> None:
        super().__init__(f"The appointment {appointment_id} is {state}. Book another one.")


class MessageGoneError(ConflictError):
    """The message is on its way already, or will never be."""

    def __init__(self, message_id: UUID, state: str) -> None:
        super().__init__(f"The message {message_id} is {state}: nothing of it can be changed.")


class UnsendableError(InvalidError):
    """The message breaks a rule that can be told at once."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(
            "The message cannot be sent like this: "
            + "; ".join(f"{field} {problem}" for field, problem in problems.items()),
            tuple(FieldProblem(field, problem) for field, problem in problems.items()),
        )


class BrokenLabelFileError(InvalidError):
    """A file of labelled messages cannot be read."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        where = "" if line is None else f" (line {line})"
        super().__init__(f"The file was not taken: {reason}{where}. Nothing of it was stored.")


class RepeatedItemError(InvalidError):
    """A price list names an item twice."""

    def __init__(self, name: str) -> None:
        problem = f"has {name!r} more than once"
        super().__init__(
            f"The price list {problem}. Give each item one price.",
            (FieldProblem("items", problem),),
        )
