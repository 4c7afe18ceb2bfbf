"""How many rivals does Google list, beside those that we may know by name?"""

from dataclasses import dataclass

from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.places.domain.surroundings import Surroundings
from shared.evidence import Figure, measured, unknown

METHOD = "google_places_count@1"
_HOW_TO_ASK = (
    'Google was not asked around here; send {"provider": "google_places"} to '
    "POST /api/v2/local/places/fetches, where the installation has a key."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleCount:
    """Google's count of rivals in the circle; `is_at_least` if it did not tell of all.

    Google files shops under trades of its own, so the two counts need not be of the same shops.
    """

    count: Figure
    is_at_least: bool | None
    note: str | None


def google_count(around: Surroundings, counted: int) -> GoogleCount:
    """Return what Google lists, beside what is `counted` from the imports."""
    listing = around.google
    if listing is None:
        missing = unknown("places", reason=INSUFFICIENT_DATA, missing=_HOW_TO_ASK, method=METHOD)
        return GoogleCount(count=missing, is_at_least=None, note=None)
    at_least = "" if listing.is_complete else "at least "
    return GoogleCount(
        count=measured(
            listing.found,
            "places",
            n=listing.found,
            method=METHOD,
            as_of=listing.listed_at,
            evidence=(listing.evidence,),
        ),
        is_at_least=not listing.is_complete,
        note=f"Google lists {at_least}{listing.found} in your trade within the radius; the "
        f"imported sources list {counted}. Of Google's only ids may be kept, so only its count is "
        "shown.",
    )
