"""When is the shop open in an ordinary week? Its own times; a night may pass midnight."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MAX_OPENINGS_PER_DAY = 6

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")

WireHours = dict[str, list[dict[str, str]]]


class MalformedHoursError(ValueError):
    """Opening hours were written that no clock can show."""


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One stretch of being open; a close at or before the opening is on the next day."""

    open: str
    close: str

    def __post_init__(self) -> None:
        """Refuse times that are none, and a stretch that never begins."""
        for time in (self.open, self.close):
            if not _TIME.fullmatch(time):
                raise MalformedHoursError(
                    f"{time!r} is not a time; write it as 09:30, at most 24:00"
                )
        if self.open == "24:00":
            raise MalformedHoursError("a day cannot open at 24:00; write 00:00 on the next day")
        if self.open == self.close:
            raise MalformedHoursError(
                f"open and close are both {self.open}; for a whole day write 00:00 to 24:00"
            )

    @property
    def opens_minute(self) -> int:
        """Return the minute of the day at which it opens."""
        return _minute(self.open)

    @property
    def minutes(self) -> int:
        """Return how long it stays open."""
        length = _minute(self.close) - self.opens_minute
        return length if length > 0 else length + MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The ordinary week, Monday first; a day without openings is a day off."""

    days: tuple[tuple[Opening, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a week of other than seven days, or one that is open twice at once."""
        if len(self.days) != len(WEEKDAYS):
            raise MalformedHoursError("a week has seven days")
        stretches = sorted(self._stretches())
        following = [*stretches[1:], *((s[0] + MINUTES_PER_WEEK, s[1]) for s in stretches[:1])]
        for (begins, minutes), (next_begins, _) in zip(stretches, following, strict=True):
            if begins + minutes > next_begins:
                day = WEEKDAYS[begins // MINUTES_PER_DAY]
                raise MalformedHoursError(f"the hours of {day} run into the ones that follow them")

    @property
    def minutes_per_week(self) -> int:
        """Return how many minutes of a week the shop is open."""
        return sum(minutes for _, minutes in self._stretches())

    def is_open(self, minute_of_week: int) -> bool:
        """Say whether the shop is open then, Monday's midnight being minute 0."""
        return any(
            (minute_of_week - begins) % MINUTES_PER_WEEK < minutes
            for begins, minutes in self._stretches()
        )

    def to_dict(self) -> WireHours:
        """Return the week by the names of its open days."""
        return {
            weekday: [{"open": opening.open, "close": opening.close} for opening in openings]
            for weekday, openings in zip(WEEKDAYS, self.days, strict=True)
            if openings
        }

    @classmethod
    def from_dict(cls, data: object) -> "OpeningHours":
        """Read `{"monday": [{"open": "09:30", "close": "20:00"}]}`; days left out are days off."""
        if not isinstance(data, Mapping):
            raise MalformedHoursError(
                'must be an object such as {"monday": [{"open": "09:30", "close": "20:00"}]}'
            )
        week = cast("Mapping[object, object]", data)
        for weekday in week:
            if weekday not in WEEKDAYS:
                raise MalformedHoursError(
                    f"{str(weekday)[:20]!r} is not a weekday; write one of {_weekdays()}"
                )
        return cls(tuple(_openings(week.get(weekday, ())) for weekday in WEEKDAYS))

    def _stretches(self) -> list[tuple[int, int]]:
        """Return each stretch as its first minute of the week and its length."""
        return [
            (index * MINUTES_PER_DAY + opening.opens_minute, opening.minutes)
            for index, openings in enumerate(self.days)
            for opening in openings
        ]


def _openings(value: object) -> tuple[Opening, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise MalformedHoursError(
            'each day must be a list such as [{"open": "09:30", "close": "20:00"}]'
        )
    entries = cast("Sequence[object]", value)
    if len(entries) > MAX_OPENINGS_PER_DAY:
        raise MalformedHoursError(f"a day can have at most {MAX_OPENINGS_PER_DAY} stretches")
    return tuple(sorted(_opening(entry) for entry in entries))


def _opening(value: object) -> Opening:
    if not isinstance(value, Mapping):
        raise MalformedHoursError(
            'each stretch must be an object such as {"open": "09:30", "close": "20:00"}'
        )
    entry = cast("Mapping[str, object]", value)
    if set(entry) != {"open", "close"}:
        raise MalformedHoursError("each stretch must have exactly an `open` and a `close`")
    return Opening(str(entry["open"]), str(entry["close"]))


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _weekdays() -> str:
    return ", ".join(WEEKDAYS)
