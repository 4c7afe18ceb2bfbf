"""What could the business do today? Only what follows from a gap in its own profile.

Impact and effort are our own starting judgement, declared and not measured; a profile field that
is filled makes its opportunity vanish.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from shared.evidence import Basis
from shared.money import Money

METHOD = "profile_gaps@1"


class Level(StrEnum):
    """How much, in three steps."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_WEIGHT = {Level.HIGH: 3, Level.MEDIUM: 2, Level.LOW: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One thing to do; 1 is the most urgent. `evidence` names what is missing."""

    title: str
    why: str
    how: str
    impact: Level
    effort: Level
    cost: dict[str, str]
    priority: int
    basis: Basis
    method: str
    evidence: tuple[str, ...]


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
    title="Import the places around the shop",
    why="Without them, nothing can be said of competitors.",
    how="Send Overpass JSON, GeoJSON or CSV to POST /api/v2/local/places/imports.",
    impact=Level.HIGH,
    effort=Level.MEDIUM,
)


def opportunities(
    business: LocalBusiness, location: Location, *, has_places: bool
) -> tuple[Opportunity, ...]:
    """Return what to do, the most worthwhile first; ties keep their order."""
    ranked = sorted(profile_gaps(business, location, has_places=has_places), key=_rank)
    return tuple(_opportunity(gap, priority) for priority, gap in enumerate(ranked, start=1))


def profile_gaps(business: LocalBusiness, location: Location, *, has_places: bool) -> Iterator[Gap]:
    """Yield what is missing."""
    filled = business.to_dict()
    yield from (gap for gap in _GAPS if not filled[gap.field])
    if location.source is LocationSource.CITY_CENTRE:
        yield _COORDINATES
    if location.state is None:
        yield _STATE
    if not has_places:
        yield _PLACES


def _rank(gap: Gap) -> int:
    """Sort by impact over effort, the largest first."""
    return -_WEIGHT[gap.impact] * len(_WEIGHT) + _WEIGHT[gap.effort]


def _opportunity(gap: Gap, priority: int) -> Opportunity:
    return Opportunity(
        title=gap.title,
        why=gap.why,
        how=gap.how,
        impact=gap.impact,
        effort=gap.effort,
        # Each of these is a setting or a listing that its platform gives away.
        cost=Money(0).as_wire(),
        priority=priority,
        basis=Basis.DECLARED,
        method=METHOD,
        evidence=(f"missing:{gap.field}",),
    )
