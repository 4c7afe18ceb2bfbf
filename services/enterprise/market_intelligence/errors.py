"""What can go wrong with observations, on purpose.

* AppError
  - InvalidError
    . ObservationsRefusedError       rows, or the file around them, make no sense
  - ConflictError
    . NoObservationsError            nothing was imported yet
  - UnavailableError
    . AnalysisPendingError           a large client's figures are still being computed
"""

from shared.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    UnavailableError,
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


class NoObservationsError(ConflictError):
    """There is nothing to analyse."""

    def __init__(self) -> None:
        super().__init__(
            "The client has no observations yet: send them to"
            " /api/v1/enterprise/observations/imports, then ask again."
        )


class AnalysisPendingError(UnavailableError):
    """So many observations changed that their analysis is computed by a worker."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"The analysis of {rows} observations is being computed: ask again soon.",
            retry_after_seconds=15,
        )
