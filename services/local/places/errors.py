"""What can go wrong with places, on purpose."""

from datetime import datetime
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


class ProviderNotOfferedError(ConflictError):
    """Nobody has set the provider up on this installation."""

    def __init__(self, provider: str, setting: str) -> None:
        super().__init__(
            f"{provider} cannot be asked: this installation has no {setting}. Whoever operates it "
            "can set it; until then import a file."
        )


class NoOwnCoordinatesError(ConflictError):
    """Where the shop stands is not known well enough to look around it."""

    def __init__(self) -> None:
        super().__init__(
            "The shop's own coordinates are unknown, and the middle of the city is not where it "
            "stands. Set latitude and longitude first."
        )


class NothingToLookForError(ConflictError):
    """The business's trade says nothing about whom it competes with."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing certain competes with the category other. Set a category that fits first."
        )


class FetchedLatelyError(ConflictError):
    """The provider was asked a short while ago; its answer still holds."""

    def __init__(self, fetched_at: datetime, again_at: datetime) -> None:
        super().__init__(
            f"The places were fetched at {fetched_at:%Y-%m-%d %H:%M} UTC. Ask again after "
            f"{again_at:%Y-%m-%d %H:%M} UTC; until then the answer would be the same."
        )


class CallsUsedUpError(ConflictError):
    """The month's searches at a provider that charges for them are used up."""

    def __init__(self, used: int) -> None:
        super().__init__(
            f"This month's {used} searches at Google are used up. They begin anew with the month; "
            "whoever operates this installation can raise LOCAL_GOOGLE_PLACES_MONTHLY_CALLS."
        )


class ReleaseNotKeptError(NotFoundError):
    """The import exists, and what it listed was not kept whole."""

    def __init__(self, import_id: UUID, most_kept: int) -> None:
        super().__init__(
            f"What the import {import_id} listed was not kept. Kept are full releases, the newest "
            f"{most_kept} of each source; list them with GET /api/v2/local/places/releases."
        )


class ReleasesNotComparableError(InvalidError):
    """Two releases of which neither is the other's past."""

    def __init__(self) -> None:
        message = "must be an earlier release of the same source"
        super().__init__(
            f"The releases cannot be compared: the first {message}.", _at("older", message)
        )


class PlaceFetchNotFoundError(NotFoundError):
    """The fetch does not exist, or is not the caller's to see."""

    def __init__(self, fetch_id: UUID) -> None:
        super().__init__(
            f"There is no fetch of places {fetch_id} that this key may see. "
            "List the ones it may see with GET /api/v2/local/places/fetches."
        )


class UnusableRivalError(InvalidError):
    """What the owner says of a rival cannot be a place."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"The rival cannot be kept: {message}.", _at(field, message))


class RivalNotFoundError(NotFoundError):
    """The rival was never entered, was removed, or is not the caller's to see."""

    def __init__(self, rival_id: str) -> None:
        super().__init__(
            f"There is no rival {rival_id!r} that this key may see. "
            "List the ones it may see with GET /api/v2/local/rivals."
        )


class TooManyRivalsError(ConflictError):
    """An owner knows a handful of rivals well; more is a file to import."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"At most {most} rivals can be entered by hand. Remove one, or import a file of places."
        )
