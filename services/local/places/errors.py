"""What can go wrong with places, on purpose."""

from uuid import UUID

from shared.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    TooLargeError,
    UnsupportedMediaTypeError,
)


class BrokenPlaceFileError(InvalidError):
    """The file cannot be read at all; nothing of it was stored."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        where = f" at line {line}" if line else ""
        super().__init__(
            f"The file of places cannot be read{where}: {reason}. Nothing was stored; "
            "correct the file and send it again.",
            (FieldProblem("file", reason, line),),
        )


class UnknownPlaceFormatError(UnsupportedMediaTypeError):
    """The content type is none that holds places."""

    def __init__(self, media_type: str) -> None:
        super().__init__(
            f"Places cannot be read from {media_type[:80]!r}. Send Overpass JSON as "
            "application/json, GeoJSON as application/geo+json, or CSV as text/csv."
        )


class TooManyPlacesError(TooLargeError):
    """A file holds more places than are taken at once; nothing of it was stored."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"A file may hold at most {most:,} places. Nothing was stored; split it by area."
        )


class UnusableLabelError(InvalidError):
    """A source, licence or attribution cannot be shown beside figures."""

    def __init__(self, field: str, longest: int) -> None:
        message = f"must be visible text of 1 to {longest} characters"
        super().__init__(f"The import cannot be taken: {field} {message}.", _at(field, message))


def _at(field: str, message: str) -> tuple[FieldProblem, ...]:
    return (FieldProblem(field, message),)


class ImportInProgressError(ConflictError):
    """Another import of the tenant, or the search for duplicates after one, is still running."""

    def __init__(self) -> None:
        super().__init__(
            "Another import of places is still being worked in. Nothing was stored; "
            "send this one again in a moment."
        )


class PlaceImportNotFoundError(NotFoundError):
    """The import does not exist, or is not the caller's to see."""

    def __init__(self, import_id: UUID) -> None:
        super().__init__(
            f"There is no import of places {import_id} that this key may see. "
            "List the ones it may see with GET /api/v2/local/places/imports."
        )
