"""What can go wrong with a business, on purpose."""

from collections.abc import Sequence
from uuid import UUID

from shared.errors import FieldProblem, InvalidError, NotFoundError


class InvalidBusinessError(InvalidError):
    """The description of a business makes no sense; every field that does not is named."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        named = "; ".join(f"{problem.field} {problem.message}" for problem in problems)
        super().__init__(f"The business cannot be taken as described: {named}.", tuple(problems))


class UnknownCityError(InvalidError):
    """No city of India that we know bears the name, and there are no coordinates either."""

    def __init__(self, city: str) -> None:
        message = (
            f"{city!r} is no city of India that we know (we know those of 5,000 people and more): "
            "check the spelling, or send latitude and longitude"
        )
        super().__init__(
            f"We cannot tell where the business stands: {message}.", _at("city", message)
        )


class UnknownCityInStateError(InvalidError):
    """The city's name is known, but not in the state that was given."""

    def __init__(self, city: str, state: str, known: Sequence[str]) -> None:
        message = (
            f"there is no {city!r} in {state} that we know; we know {'; '.join(known[:3])}: "
            "correct state or city, or send latitude and longitude"
        )
        super().__init__(
            f"We cannot tell where the business stands: {message}.", _at("state", message)
        )


class BusinessNotFoundError(NotFoundError):
    """The business does not exist, or is not the caller's to see."""

    def __init__(self, business_id: UUID) -> None:
        super().__init__(
            f"There is no business {business_id} that this key may see. "
            "List the ones it may see with GET /api/v2/local/businesses."
        )


class UnknownCursorError(InvalidError):
    """The cursor of a list was not handed out by us."""

    def __init__(self) -> None:
        message = "is not one that a list handed out; leave it out to begin at the start"
        super().__init__(f"The cursor {message}.", _at("cursor", message))


def _at(field: str, message: str) -> tuple[FieldProblem, ...]:
    return (FieldProblem(field, message),)
