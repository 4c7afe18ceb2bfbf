"""What is usual elsewhere? Counts of the imported places, inside the circle and outside of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from local.businesses.domain.category import BusinessCategory
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart


@dataclass(frozen=True, slots=True)
class Tally:
    """So many places of one trade are alike in where they are, when they open, what they offer."""

    category: BusinessCategory
    is_here: bool
    dayparts: Daypart | None
    amenities_known: Amenity
    amenities_offered: Amenity
    places: int


@dataclass(frozen=True, slots=True)
class Split:
    """How many places, within the radius and beyond it."""

    here: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Of how many places it is known whether they have something, and how many do."""

    known: Split = Split()
    present: Split = Split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the imports say of the rest of the town, to compare the surroundings with.

    `trades` counts places of every trade; `hours` and `amenities` speak of the rivals' trades.
    `rivals_per_cell` counts rivals in squares as large as the circle that hold any place at all.
    """

    trades: Mapping[BusinessCategory, Split] = field(default_factory=dict[BusinessCategory, Split])
    rivals_per_cell: Sequence[int] = ()
    hours: Mapping[Daypart, Offer] = field(default_factory=dict[Daypart, Offer])
    amenities: Mapping[Amenity, Offer] = field(default_factory=dict[Amenity, Offer])

    def of(self, categories: frozenset[BusinessCategory]) -> Split:
        """Return the places of these trades together."""
        splits = [split for trade, split in self.trades.items() if trade in categories]
        return Split(sum(s.here for s in splits), sum(s.elsewhere for s in splits))

    @property
    def all(self) -> Split:
        """Return the places of all trades together."""
        return self.of(frozenset(self.trades))


NO_REFERENCE = Reference()


def reference_of(
    tallies: Sequence[Tally], rivals: frozenset[BusinessCategory], rivals_per_cell: Sequence[int]
) -> Reference:
    """Return the counts to compare with; hours and amenities are those of the rivals' trades."""
    ours = [tally for tally in tallies if tally.category in rivals]
    stated = [tally for tally in ours if tally.dayparts is not None]
    return Reference(
        trades={
            trade: _split(tallies, lambda tally, trade=trade: tally.category is trade)
            for trade in sorted({tally.category for tally in tallies})
        },
        rivals_per_cell=rivals_per_cell,
        hours={
            daypart: Offer(
                _split(stated, lambda _: True),
                _split(stated, lambda tally, bit=daypart: bit in (tally.dayparts or Daypart(0))),
            )
            for daypart in Daypart
        },
        amenities={
            amenity: Offer(
                _split(ours, lambda tally, bit=amenity: bit in tally.amenities_known),
                _split(ours, lambda tally, bit=amenity: bit in tally.amenities_offered),
            )
            for amenity in Amenity
        },
    )


def _split(tallies: Iterable[Tally], counts: Callable[[Tally], bool]) -> Split:
    chosen = [tally for tally in tallies if counts(tally)]
    here = sum(tally.places for tally in chosen if tally.is_here)
    return Split(here, sum(tally.places for tally in chosen) - here)
