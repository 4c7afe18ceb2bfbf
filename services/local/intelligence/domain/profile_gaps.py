"""What is missing from the business's own profile, and what would filling it be good for?"""

from collections.abc import Iterator
from dataclasses import dataclass

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.opportunity import Candidate
from local.places.domain.level import Level
from shared.evidence import Basis

METHOD = "profile_gaps@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A field of the profile that is missing, and what filling it would be good for."""

    field: str
    title: str
    why: str
    how: str
    impact: Level
    effort: Level


_GAPS = (
    Gap(
        field="google_business_id",
        title="Connect the Google Business Profile",
        why="Without it, nothing can be published to Google Maps or read from it.",
        how="Claim the profile at business.google.com; then set google_business_id.",
        impact=Level.HIGH,
        effort=Level.MEDIUM,
    ),
    Gap(
        field="opening_hours",
        title="State the opening hours",
        why="Customers who ask when you are open can only be answered from your hours.",
        how="Set opening_hours, day by day.",
        impact=Level.HIGH,
        effort=Level.LOW,
    ),
    Gap(
        field="whatsapp_phone_number_id",
        title="Connect a WhatsApp Business number",
        why="Without it, no inquiry on WhatsApp can be answered or counted.",
        how="Register the number for WhatsApp Business; then set whatsapp_phone_number_id.",
        impact=Level.HIGH,
        effort=Level.MEDIUM,
    ),
    Gap(
        field="instagram_business_id",
        title="Connect the Instagram business account",
        why="Without it, nothing can be published to Instagram.",
        how="Turn the account into a business account; then set instagram_business_id.",
        impact=Level.MEDIUM,
        effort=Level.LOW,
    ),
    Gap(
        field="facebook_page_id",
        title="Connect the Facebook page",
        why="Without it, nothing can be published to Facebook.",
        how="Create or open the page; then set facebook_page_id.",
        impact=Level.MEDIUM,
        effort=Level.LOW,
    ),
    Gap(
        field="monthly_budget",
        title="State the monthly budget",
        why="Without it, no split of the budget can be worked out.",
        how="Set monthly_budget in rupees.",
        impact=Level.MEDIUM,
        effort=Level.LOW,
    ),
)
_COORDINATES = Gap(
    field="latitude",
    title="Give the shop's own coordinates",
    why="Distances are measured from the middle of the city, not from the shop.",
    how="Set latitude and longitude, as a map shows them for the shop's door.",
    impact=Level.HIGH,
    effort=Level.LOW,
)
_STATE = Gap(
    field="state",
    title="State in which state of India the shop stands",
    why="Without it, the festivals of the state are unknown.",
    how="Set state, such as Karnataka or KA.",
    impact=Level.MEDIUM,
    effort=Level.LOW,
)
_PLACES = Gap(
    field="places",
    title="Have the places around the shop looked up",
    why="Without them, nothing can be said of competitors.",
    how="Ask OpenStreetMap with POST /api/v2/local/places/fetches, and enter the rivals that you "
    "know best with POST /api/v2/local/rivals.",
    impact=Level.HIGH,
    effort=Level.LOW,
)


def profile_gaps(business: LocalBusiness, location: Location, *, has_places: bool) -> Iterator[Gap]:
    """Yield what is missing; a field that is filled is no gap any more."""
    filled = business.to_dict()
    yield from (gap for gap in _GAPS if not filled[gap.field])
    if location.source is LocationSource.CITY_CENTRE:
        yield _COORDINATES
    if location.state is None:
        yield _STATE
    if not has_places:
        yield _PLACES


def profile_candidates(
    business: LocalBusiness, location: Location, *, has_places: bool
) -> Iterator[Candidate]:
    """Yield what could be filled in; each is a setting or a listing that costs nothing."""
    for gap in profile_gaps(business, location, has_places=has_places):
        yield Candidate(
            key=f"profile:{gap.field}",
            title=gap.title,
            why=gap.why,
            how=gap.how,
            impact=gap.impact,
            confidence_ratio=1.0,
            effort=gap.effort,
            basis=Basis.DECLARED,
            method=METHOD,
            evidence=(f"missing:{gap.field}",),
        )
