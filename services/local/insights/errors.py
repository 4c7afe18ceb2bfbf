"""Named failures of insights."""

from collections.abc import Sequence
from uuid import UUID

from shared.errors import FieldProblem, InvalidError, NotFoundError


class EditionNotFoundError(NotFoundError):
    """No edition of this tenant has the id."""

    def __init__(self, edition_id: UUID) -> None:
        super().__init__(
            f"There is no edition {edition_id}. GET /api/v2/local/insights/today gives today's; "
            "editions are kept for 90 days."
        )


class AmbiguousSubjectError(InvalidError):
    """A request names a stored business and describes one as well."""

    def __init__(self, fields: Sequence[str]) -> None:
        message = "cannot stand beside business_id: send either the id or the description"
        super().__init__(
            f"It is not clear which business is meant: {', '.join(fields)} {message}.",
            tuple(FieldProblem(field, message) for field in fields),
        )
