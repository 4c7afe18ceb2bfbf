"""What is answered to an inquiry? Only what the shop's own facts say, in one message.

Where the facts say nothing there is no answer, and a person writes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.messaging.domain.intent import Intent, Language

_MINUTES_PER_DAY, _NOON = 1440, 720


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What the shop has told of itself; `coordinates` only where the owner gave them."""

    name: str
    city: str | None
    coordinates: tuple[float, float] | None
    opening_hours: OpeningHours | None


_OPEN_NOW: Mapping[Language, str] = {
    Language.ENGLISH: "{name} is open now. Today's hours: {today}. Tomorrow: {tomorrow}.",
    Language.HINDI: "{name} अभी खुला है। आज का समय: {today}। कल: {tomorrow}।",
    Language.HINGLISH: "{name} abhi khula hai. Aaj ka time: {today}. Kal: {tomorrow}.",
}
_CLOSED_NOW: Mapping[Language, str] = {
    Language.ENGLISH: "{name} is closed at the moment. Today's hours: {today}. "
    "Tomorrow: {tomorrow}.",
    Language.HINDI: "{name} अभी बंद है। आज का समय: {today}। कल: {tomorrow}।",
    Language.HINGLISH: "{name} abhi band hai. Aaj ka time: {today}. Kal: {tomorrow}.",
}
_DAY_OFF: Mapping[Language, str] = {
    Language.ENGLISH: "closed",
    Language.HINDI: "बंद",
    Language.HINGLISH: "band",
}
_PLACE: Mapping[Language, str] = {
    Language.ENGLISH: "{name} is here: {link}",
    Language.HINDI: "{name} यहाँ है: {link}",
    Language.HINGLISH: "{name} yahan hai: {link}",
}
_GREETING: Mapping[Language, str] = {
    Language.ENGLISH: "Hello, this is {name}. How can we help you?",
    Language.HINDI: "नमस्ते, {name} में आपका स्वागत है। बताइए, हम आपकी क्या मदद करें?",
    Language.HINGLISH: "Namaste, {name} mein aapka swagat hai. Bataiye, kya madad karein?",
}
ACKNOWLEDGEMENT: Mapping[Language, str] = {
    Language.ENGLISH: "Thank you for telling us. A person from {name} will read this and reply.",
    Language.HINDI: "बताने के लिए धन्यवाद। {name} से कोई इसे पढ़कर आपको जवाब देगा।",
    Language.HINGLISH: "Batane ke liye dhanyavaad. {name} se koi ise padhkar jawab dega.",
}
CONFIRMED: Mapping[Language, str] = {
    Language.ENGLISH: "Thank you, see you then. {name}",
    Language.HINDI: "धन्यवाद, तब मिलते हैं। {name}",
    Language.HINGLISH: "Dhanyavaad, tab milte hain. {name}",
}
CANCELLED: Mapping[Language, str] = {
    Language.ENGLISH: "Your appointment is cancelled. Write to us for another time. {name}",
    Language.HINDI: "आपका अपॉइंटमेंट रद्द हो गया है। दूसरे समय के लिए हमें लिखिए। {name}",
    Language.HINGLISH: "Aapka appointment cancel ho gaya hai. Dusre time ke liye likhiye. {name}",
}


def answer(intent: Intent, language: Language, facts: ShopFacts, local_now: datetime) -> str | None:
    """Return the words, None where the facts do not answer; `local_now` is the shop's clock."""
    if intent is Intent.GREETING:
        return _GREETING[language].format(name=facts.name)
    if intent is Intent.LOCATION and facts.coordinates is not None:
        latitude, longitude = facts.coordinates
        link = f"https://maps.google.com/?q={latitude:.6f},{longitude:.6f}"
        return _PLACE[language].format(name=facts.name, link=link)
    if intent is Intent.HOURS and facts.opening_hours is not None:
        return _hours(facts.name, facts.opening_hours, language, local_now)
    return None


def _hours(name: str, hours: OpeningHours, language: Language, local_now: datetime) -> str:
    minute = local_now.weekday() * _MINUTES_PER_DAY + local_now.hour * 60 + local_now.minute
    words = _OPEN_NOW if hours.is_open(minute) else _CLOSED_NOW
    today = _day(hours, local_now.weekday(), language)
    tomorrow = _day(hours, (local_now + timedelta(days=1)).weekday(), language)
    return words[language].format(name=name, today=today, tomorrow=tomorrow)


def _day(hours: OpeningHours, weekday: int, language: Language) -> str:
    spans = [_span(opening) for opening in hours.days[weekday]]
    return ", ".join(spans) if spans else _DAY_OFF[language]


def _span(opening: Opening) -> str:
    return f"{_clock(opening.open)}-{_clock(opening.close)}"


def _clock(written: str) -> str:
    """Return a time as people write it in India: 9:30 am."""
    hours, minutes = (int(part) for part in written.split(":"))
    half = "am" if (hours * 60 + minutes) % _MINUTES_PER_DAY < _NOON else "pm"
    shown = hours % 12 or 12
    return f"{shown}:{minutes:02} {half}" if minutes else f"{shown} {half}"
