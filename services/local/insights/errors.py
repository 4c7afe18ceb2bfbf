"""Named failures of insights."""

from uuid import UUID

from shared.errors import NotFoundError


class EditionNotFoundError(NotFoundError):
    """No edition of this tenant has the id."""

    def __init__(self, edition_id: UUID) -> None:
        super().__init__(
            f"There is no edition {edition_id}. GET /api/v2/local/insights/today gives today's; "
            "editions are kept for 90 days."
        )
