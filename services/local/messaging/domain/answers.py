"""What is answered to an inquiry? Only what the shop's own facts say, in one message.

Where the facts say nothing there is no answer, and a person writes one. No number is written here:
each comes from a fact.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.messaging.domain.intent import Intent, Language
from local.messaging.domain.message_settings import MessageSettings
from local.messaging.domain.price_list import PriceItem

_MINUTES_PER_DAY, _NOON = 1440, 720


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What the shop has told of itself; `coordinates` only where the owner gave them.

    `item_asked` is the one item of its price list that the message names.
    """

    name: str
    city: str | None
    coordinates: tuple[float, float] | None
    opening_hours: OpeningHours | None
    item_asked: PriceItem | None = None
    booking_at: str | None = None
    order_at: str | None = None
    delivery_terms: str | None = None


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
_PRICE: Mapping[Language, str] = {
    Language.ENGLISH: "{item}: {price}{unit}, as of {day}. {name}",
    Language.HINDI: "{item}: {price}{unit}, {day} के अनुसार। {name}",
    Language.HINGLISH: "{item}: {price}{unit}, {day} ke hisaab se. {name}",
}
_TO_BOOK: Mapping[Language, str] = {
    Language.ENGLISH: "To book at {name}: {fact}",
    Language.HINDI: "{name} में बुकिंग के लिए: {fact}",
    Language.HINGLISH: "{name} mein booking ke liye: {fact}",
}
_TO_ORDER: Mapping[Language, str] = {
    Language.ENGLISH: "To order from {name}: {fact}",
    Language.HINDI: "{name} से ऑर्डर करने के लिए: {fact}",
    Language.HINGLISH: "{name} se order karne ke liye: {fact}",
}
_DELIVERY: Mapping[Language, str] = {
    Language.ENGLISH: "Delivery by {name}: {fact}",
    Language.HINDI: "{name} की डिलीवरी: {fact}",
    Language.HINGLISH: "{name} ki delivery: {fact}",
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


def facts_of(
    business: LocalBusiness, settings: MessageSettings, asked: PriceItem | None
) -> ShopFacts:
    """Return what a message may be answered from; the item is the one that it asks for."""
    placed = business.latitude is not None and business.longitude is not None
    coordinates = (business.latitude or 0.0, business.longitude or 0.0) if placed else None
    return ShopFacts(
        name=business.name,
        city=business.city,
        coordinates=coordinates,
        opening_hours=business.opening_hours,
        item_asked=asked,
        booking_at=settings.booking_at,
        order_at=settings.order_at,
        delivery_terms=settings.delivery_terms,
    )


_Told = Callable[[ShopFacts], tuple[Mapping[Language, str], str | None]]
_TOLD: Mapping[Intent, _Told] = {
    Intent.BOOKING: lambda facts: (_TO_BOOK, facts.booking_at),
    Intent.PURCHASE: lambda facts: (_TO_ORDER, facts.order_at),
    Intent.DELIVERY: lambda facts: (_DELIVERY, facts.delivery_terms),
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
    if intent is Intent.PRICE and facts.item_asked is not None:
        return _price(facts.name, facts.item_asked, language)
    return _told(intent, language, facts) if intent in _TOLD else None


def _told(intent: Intent, language: Language, facts: ShopFacts) -> str | None:
    """Return the owner's own words on the matter, with what they are about."""
    words, fact = _TOLD[intent](facts)
    return None if fact is None else words[language].format(name=facts.name, fact=fact)


def _price(name: str, item: PriceItem, language: Language) -> str:
    called = item.name_hi if language is Language.HINDI and item.name_hi else item.name
    unit = f" / {item.unit}" if item.unit else ""
    day = f"{item.told_on:%d/%m/%Y}"
    price = rupees_as_said(item.price_paise)
    return _PRICE[language].format(item=called, price=price, unit=unit, day=day, name=name)


def rupees_as_said(paise: int) -> str:
    """Return a price as it is written in India: ₹1,25,000 or ₹99.50."""
    rupees, rest = divmod(paise, 100)
    *before, last = _in_threes_then_twos(str(rupees))
    return "₹" + ",".join([*before, last]) + (f".{rest:02}" if rest else "")


def _in_threes_then_twos(digits: str) -> Sequence[str]:
    head, last = digits[:-3], digits[-3:]
    first = len(head) % 2
    pairs = [head[:first], *(head[i : i + 2] for i in range(first, len(head), 2)), last]
    return [part for part in pairs if part]


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
