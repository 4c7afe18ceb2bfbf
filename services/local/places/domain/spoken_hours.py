"""Which hours does a text such as `12 Noon to 3 PM, 7 PM to 11 PM (Mon-Sat), Closed (Sun)` mean?

Listings write hours as people say them. They are turned into the way in which OpenStreetMap writes
them, or not at all: half an understanding would be a wrong one.
"""

import re
from collections.abc import Iterator

_DAYS = {day: day[:2].capitalize() for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
_EVERY_DAY, _OFF = "Mo-Su", "off"
_ALL_HOURS = re.compile(r"24\s*hours?", re.IGNORECASE)
_TIME = r"(0?\d|1[0-2])(?::([0-5]\d))?\s*(am|pm|noon|midnight)"
_STRETCH = re.compile(rf"{_TIME}\s*(?:to|-|\u2013)\s*{_TIME}", re.IGNORECASE)
# A closed day after the lists needs no word: whatever is not listed is closed.
_CLOSED_AFTER = re.compile(r",\s*(?:mon|tue|wed|thu|fri|sat|sun)\w*\s+closed\s*$", re.IGNORECASE)
_WITH_DAYS = re.compile(r"\s*,?\s*([^()]+?)\s*\(([^()]+)\)")
_NOON = 12


def in_map_syntax(spoken: str) -> str | None:
    """Return the hours as OpenStreetMap writes them, None where the text says anything else."""
    text = _CLOSED_AFTER.sub("", spoken.strip())
    if "(" not in text:
        stretches = _stretches(text)
        # A shop that is closed every day is no shop, or was written so by mistake.
        return f"{_EVERY_DAY} {stretches}" if stretches not in {None, _OFF} else None
    parts = list(_parts(text))
    return None if None in parts or not parts else "; ".join(part for part in parts if part)


def _parts(text: str) -> Iterator[str | None]:
    """Yield each list of days with its hours; None where one cannot be read."""
    end = 0
    for found in _WITH_DAYS.finditer(text):
        stretches, days = _stretches(found[1]), _days(found[2])
        is_read = found.start() == end and stretches is not None and days is not None
        yield f"{days} {stretches}" if is_read else None
        end = found.end()
    if text[end:].strip():
        yield None


def _stretches(text: str) -> str | None:
    if text.casefold() == "closed":
        return _OFF
    if _ALL_HOURS.fullmatch(text):
        return "00:00-24:00"
    found = [_STRETCH.fullmatch(part.strip()) for part in text.split(",")]
    times = [_from_to(match) for match in found if match is not None]
    return ",".join(times) if len(times) == len(found) else None


def _from_to(match: re.Match[str]) -> str:
    opens, closes = _clock(*match.groups()[:3]), _clock(*match.groups()[3:])
    return f"{opens}-{'24:00' if closes == '00:00' else closes}"


def _clock(hour: str, minute: str | None, half: str) -> str:
    """Return the time of day: 12 is noon or midnight, whichever half of the day is said."""
    is_late = half.casefold() in {"pm", "noon"}
    return f"{int(hour) % _NOON + _NOON * is_late:02}:{minute or '00'}"


def _days(text: str) -> str | None:
    spans = [span.strip().casefold().split("-") for span in text.split(",")]
    if any(len(span) > len(("first", "last")) or not _DAYS.keys() >= set(span) for span in spans):
        return None
    return ",".join("-".join(_DAYS[day] for day in span) for span in spans)
