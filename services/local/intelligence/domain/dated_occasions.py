"""Which occasions does only an almanac, a board or a league know? Our rows, year by year.

How each row was checked stands in docs/methods/season.md; a new year is added there and here.
"""

from datetime import date

from local.intelligence.domain.occasion import EVERYWHERE, Occasion, states

FIRST_YEAR = 2025
LAST_YEAR = 2027

_EPHEMERIS = "in Delhi, by our own computation from sun and moon"
_SIGHTING = "the moon as it was sighted in India"
_WEDDINGS = (
    "our own estimate: outside Chaturmas, Kharmas and the leap month; an almanac names the days"
)
_TEEJ_STATES = states("BR CG CH DL HP HR JH MP PB RJ UK UP")
_WEDDING_STATES = states("BR CG CH DH DL GJ HP HR JH JK MH MP OD PB RJ UK UP")


def _days(
    name: str,
    source: str,
    *days: str,
    kept_in: frozenset[str] = EVERYWHERE,
    is_estimated: bool = False,
) -> tuple[Occasion, ...]:
    """Return an occasion for each "2026-11-06" or "2026-02-19 2026-03-20", ends included."""
    return tuple(
        Occasion(
            name=name,
            first_day=date.fromisoformat(span.split()[0]),
            last_day=date.fromisoformat(span.split()[-1]),
            states=kept_in,
            is_estimated=is_estimated,
            source=source,
        )
        for span in days
    )


DATED_OCCASIONS: tuple[Occasion, ...] = (
    *_days(
        "Dhanteras",
        f"13th day of the waning moon at dusk before Diwali, {_EPHEMERIS}",
        "2025-10-18",
        "2026-11-06",
        "2027-10-27",
    ),
    *_days(
        "Akshaya Tritiya",
        f"third day of the waxing moon of Vaishakha in the forenoon, {_EPHEMERIS}",
        "2025-04-30",
        "2026-04-19",
    ),
    *_days(
        "Akshaya Tritiya",
        "our own estimate: the third lunar day begins late in the forenoon of the first day",
        "2027-05-08 2027-05-09",
        is_estimated=True,
    ),
    *_days(
        "Hariyali Teej",
        f"third day of the waxing moon of Shravana at sunrise, {_EPHEMERIS}",
        "2025-07-27",
        "2026-08-15",
        "2027-08-04",
        kept_in=_TEEJ_STATES,
    ),
    *_days(
        "Sharad Navratri",
        f"first day of the waxing moon of Ashvina {_EPHEMERIS}; ends before Dussehra",
        "2025-09-22 2025-10-01",
        "2026-10-11 2026-10-19",
        "2027-09-30 2027-10-08",
    ),
    *_days("Ramadan", _SIGHTING, "2025-03-02 2025-03-30", "2026-02-19 2026-03-20"),
    *_days(
        "Ramadan",
        "our own estimate from the new moon; the sighting decides, a day later perhaps",
        "2027-02-08 2027-03-09",
        is_estimated=True,
    ),
    *_days(
        "Wedding season",
        _WEDDINGS,
        "2025-01-15 2025-03-13",
        "2025-04-14 2025-07-05",
        "2025-11-02 2025-12-15",
        "2026-01-15 2026-03-13",
        "2026-04-14 2026-05-16",
        "2026-06-16 2026-07-24",
        "2026-11-20 2026-12-15",
        "2027-01-15 2027-03-13",
        "2027-04-14 2027-07-13",
        "2027-11-10 2027-12-15",
        kept_in=_WEDDING_STATES,
        is_estimated=True,
    ),
    *_days(
        "Board exams",
        "date sheets of the Central Board of Secondary Education, classes 10 and 12",
        "2025-02-15 2025-04-04",
        "2026-02-17 2026-04-10",
    ),
    *_days(
        "Board exams",
        "our own estimate from the date sheets of the two years before",
        "2027-02-15 2027-04-10",
        is_estimated=True,
    ),
    *_days(
        "IPL",
        "schedules of the Board of Control for Cricket in India",
        "2025-03-22 2025-06-03",
        "2026-03-28 2026-05-31",
    ),
    *_days(
        "IPL",
        "the window that the Board of Control for Cricket in India gave its teams in 2024",
        "2027-03-14 2027-05-30",
        is_estimated=True,
    ),
)
