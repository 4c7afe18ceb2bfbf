"""What can go wrong with observations, on purpose.

* AppError
  - InvalidError
    . ObservationsRefusedError       rows, or the file around them, make no sense
  - UnsupportedMediaTypeError
    . UnknownObservationFormatError  neither CSV nor NDJSON
  - NotFoundError
    . UnknownClientError             no such client, or not the caller's
  - UnavailableError
    . AnalysisPendingError           a large client's figures are still being computed
"""

from uuid import UUID

from shared.errors import (
    FieldProblem,
    InvalidError,
    NotFoundError,
    UnavailableError,
    UnsupportedMediaTypeError,
)


class ObservationsRefusedError(InvalidError):
    """Some rows cannot be taken, so none is."""

    def __init__(self, total: int, first: tuple[FieldProblem, ...]) -> None:
        count = "1 problem" if total == 1 else f"{total} problems"
        shown = "" if total == len(first) else f" The first {len(first)} are listed."
        super().__init__(
            f"The observations have {count}, so nothing was stored.{shown}"
            " Correct what is listed and send all of them again.",
            first,
        )
        self.total = total


class UnknownObservationFormatError(UnsupportedMediaTypeError):
    """The file is in a format that nobody here reads."""

    def __init__(self, media_type: str) -> None:
        super().__init__(
            f"Observations cannot be read from {media_type or 'a body without a Content-Type'!r}:"
            " send text/csv or application/x-ndjson."
        )


class UnknownClientError(NotFoundError):
    """The caller has no such client."""

    def __init__(self, client_id: UUID) -> None:
        super().__init__(f"There is no client {client_id}: use the id of your own account.")


class AnalysisPendingError(UnavailableError):
    """So many observations changed that their analysis is computed by a worker."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"The analysis of {rows} observations is being computed: ask again soon.",
            retry_after_seconds=15,
        )
