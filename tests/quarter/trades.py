"""Which shops are simulated, who comes to them, and what do people write?"""

from collections.abc import Sequence
from dataclasses import dataclass

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Trade:
    """One kind of shop: how much happens there in a day, on average."""

    name: str
    category: str
    opens: str
    closes: str
    inquiries: float
    bookings: float
    reviews: float


TRADES = (
    Trade("Asha Salon", "salon", "10:00", "20:00", 6.0, 5.0, 0.7),
    Trade("Tandoor House", "restaurant", "11:00", "23:00", 8.0, 3.0, 1.2),
    Trade("Gupta Kirana", "grocery", "08:00", "22:00", 5.0, 0.0, 0.3),
)
# What people ask, in English, Hindi and Hinglish; each as often as it stands here.
INQUIRIES: Sequence[str] = (
    "Hi",
    "namaste",
    "नमस्ते",
    "what time do you open today?",
    "kitne baje tak khula hai?",
    "आप कब तक खुले हैं?",
    "are you open on sunday?",
    "where are you located?",
    "dukan kahan hai?",
    "आपकी दुकान कहाँ है?",
    "how much does it cost?",
    "rate kya hai?",
    "कितने का है?",
    "do you have it in stock?",
    "milega kya?",
    "any offers this week?",
    "can I book for tomorrow evening?",
    "My neighbour told me about you and I would like to come with six people on Saturday",
)
COMPLAINTS: Sequence[str] = (
    "very bad service, I am not happy",
    "paise wapas chahiye",
    "बहुत खराब था",
    "I paid twice by upi, please check",
)
OPT_OUTS: Sequence[str] = ("STOP", "stop sending messages", "band karo")
REVIEWS: Sequence[tuple[int, str | None]] = (
    (5, "Lovely service, thank you!"),
    (5, "bahut accha laga, staff bhi accha hai"),
    (5, "बहुत बढ़िया, फिर आएंगे"),
    (5, None),
    (5, None),
    (4, "Good, but parking is hard."),
    (4, None),
    (3, "Theek hai, average."),
    (2, "Had to wait for an hour."),
    (1, "Worst experience, never again"),
    (1, None),
)
