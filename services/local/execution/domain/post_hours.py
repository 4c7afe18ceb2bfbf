"""How are opening hours told in each language?"""

from collections.abc import Callable, Mapping, Sequence

from local.businesses.domain.opening_hours import Opening
from local.execution.domain.reply_language import Language

_NOON, _DAY_MINUTES = 12, 24 * 60
# From which hour on; before the first it is still the night.
_PARTS: Sequence[tuple[int, str, str]] = (
    (20, "रात", "raat"),
    (16, "शाम", "shaam"),
    (12, "दोपहर", "dopahar"),
    (4, "सुबह", "subah"),
    (0, "रात", "raat"),
)


def hours_told(openings: Sequence[Opening], language: Language) -> str:
    """Return "from 10 am to 8 pm", as the language says it."""
    if any(opening.minutes == _DAY_MINUTES for opening in openings):
        return _ALWAYS[language]
    tell = _SPANS[language]
    return _AND[language].join(tell(opening) for opening in openings)


def time_told(time: str, language: Language) -> str:
    """Return a time of day, given as 09:30, as the language says it."""
    return _TIMES[language](*(int(part) for part in time.split(":")))


def _english(hour: int, minute: int) -> str:
    if minute == 0 and hour in (0, _NOON, 24):
        return "noon" if hour == _NOON else "midnight"
    minutes = f":{minute:02}" if minute else ""
    return f"{_on_a_clock(hour)}{minutes} {'am' if hour % 24 < _NOON else 'pm'}"


def _hindi(hour: int, minute: int) -> str:
    return f"{_part(hour)[1]} {_clock(hour, minute)} बजे"


def _hinglish(hour: int, minute: int) -> str:
    return f"{_part(hour)[2]} {_clock(hour, minute)} baje"


def _span(opening: Opening, language: Language, joined: tuple[str, str]) -> str:
    """Return both times; a part of the day that holds both is said once."""
    opens, closes = time_told(opening.open, language), time_told(opening.close, language)
    if opens.split()[0] == closes.split()[0]:
        opens, closes = opens.rpartition(" ")[0], closes.partition(" ")[2]
    return f"{opens} {joined[0]} {closes} {joined[1]}"


def _clock(hour: int, minute: int) -> str:
    return f"{_on_a_clock(hour)}:{minute:02}" if minute else str(_on_a_clock(hour))


def _on_a_clock(hour: int) -> int:
    return (hour - 1) % _NOON + 1


def _part(hour: int) -> tuple[int, str, str]:
    return next(part for part in _PARTS if hour % 24 >= part[0])


_TIMES: Mapping[Language, Callable[[int, int], str]] = {
    Language.ENGLISH: _english,
    Language.HINDI: _hindi,
    Language.HINGLISH: _hinglish,
}
_SPANS: Mapping[Language, Callable[[Opening], str]] = {
    Language.ENGLISH: lambda o: (
        f"from {time_told(o.open, Language.ENGLISH)} to {time_told(o.close, Language.ENGLISH)}"
    ),
    Language.HINDI: lambda o: _span(o, Language.HINDI, ("से", "तक")),
    Language.HINGLISH: lambda o: _span(o, Language.HINGLISH, ("se", "tak")),
}
_AND: Mapping[Language, str] = {
    Language.ENGLISH: " and ",
    Language.HINDI: " और ",
    Language.HINGLISH: " aur ",
}
_ALWAYS: Mapping[Language, str] = {
    Language.ENGLISH: "day and night",
    Language.HINDI: "दिन-रात",
    Language.HINGLISH: "din-raat",
}
