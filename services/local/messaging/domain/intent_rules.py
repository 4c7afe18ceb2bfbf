"""What is a message about? Rules in their order: what may hurt goes before what sells.

A fact is answered only where the message asks for that alone and is short: where two things are
asked at once, or a story is told, a person answers.
"""

from collections.abc import Mapping, Sequence

from local.messaging.domain.intent import Intent
from local.messaging.domain.message_words import words_of
from local.messaging.domain.phrases import Phrases

RULES_METHOD = "message_rules@2"
_MOST_WORDS_FOR_A_FACT = 14

_CLASSES: Mapping[str, str] = {
    "order": "order orders parcel delivery package product item saman ऑर्डर आर्डर डिलीवरी",
    "visit": "appointment appointments booking slot reservation अपॉइंटमेंट बुकिंग",
    "how_much": "kitna kitne kitni कितना कितने कितनी",
}
_WRITTEN: Mapping[Intent, str] = {
    Intent.ALLERGY: """
        allerg*, rash, rashes, reaction, food poison*, vomit*, ulti, एलर्जी, रिएक्शन,
        gluten, pregnan*, diabet*, itching, khujli, खुजली, jalan, swelling, hospital,
        side effect*""",
    Intent.REFUND: """
        refund*, money back, paise|paisa wapas|vapas, रिफंड, पैसे वापस, chargeback,
        return my|the money|amount""",
    Intent.PAYMENT: """
        paid, payment*, pay, upi, transaction*, debit*, deducted, kat gaye|gaya|gayi,
        gpay, phonepe, paytm, card, invoice, gst, पेमेंट, भुगतान, emi, cod, cash on delivery""",
    Intent.COMPLAINT: """
        complain*, worst, pathetic, terrible, horrible, disgust*, rude*, fraud*, cheat*,
        bekaar, bekar, ghatiya, bakwas, kharab, kharaab, disappoint*, not happy, unhappy, damage*,
        defect*, broken, broke, spoil*, stale, dirty, ganda, gandi, शिकायत, खराब, बेकार, घटिया, गंदा,
        very|bahut|so late, still not, not working, wrong|galat order|item|product, insect, keeda,
        कीडा, never again, dhokha, धोखा, loot*, legal, consumer court, issue, problem, not good,
        not received, nahi mila|aaya, नहीं मिला|आया""",
    Intent.HUMAN: """
        talk|speak|connect ..4 to|with|human|person|agent|someone|owner|manager, call me,
        customer care, real person, agent, baat kar*, phone kar*, बात कर*, call back, callback""",
    Intent.RESCHEDULE: """
        reschedul*, change|shift|postpone|prepone|move|badal* ..4 <visit>|time|date,
        <visit>|time ..3 badal*|change|shift|aage|बदल*""",
    Intent.CANCEL_BOOKING: """
        cancel*, nahi aa paunga|paungi|paenge|sakta|sakti, can't make it, रद्द,
        कैंसल, कैंसिल""",
    Intent.ORDER_STATUS: """
        where|status|track*|kaha|kahan|kab|when ..5 <order>,
        <order> ..5 kab|kaha*|status|where|when|track*|aayega|ayega|pahu*|reach*|कब,
        deliver* ..3 when,
        awb, out for delivery, track*""",
    Intent.DELIVERY: """
        home|free|door|same delivery, deliver* ..3 to|in|at|available|karte|karoge|charge*|area,
        do|can|will you ..2 deliver*, delivery hai|karte|milegi|hoti|possible, pincode, pin code,
        होम डिलीवरी, डिलीवरी ..2 करते|होती|है""",
    Intent.BOOKING: "book*, <visit>, reserv*, table for, बुक",
    Intent.OFFERS: "offer*, discount*, coupon*, sale, promo code, cashback, ऑफर, छूट, डिस्काउंट",
    Intent.PRICE: """
        price*, rate|rates, cost*, how much, <how_much> ..3 ka|ki|ke|lagega|paise|rupay*|में,
        charge|charges, menu, कितने का|की, दाम, रेट, कीमत, catalog*""",
    Intent.AVAILABILITY: """
        availab*, in stock, milega, milegi, milta hai, मिलेगा, मिलेगी, rakhte,
        do you have|sell|do|make|provide, hai kya""",
    Intent.HOURS: """
        open*, close, closes, closing, closed, timing*, opening|working|business hours,
        what time, kab tak, kitne baje, khul*, band hota|hoti|hote|kab, kab band, खुल*, कितने बजे,
        बंद होता|होती, कब तक, टाइमिंग, sunday ko""",
    Intent.LOCATION: """
        where is|are|r, location, address, direction*, how to|do ..2 reach, google map*,
        map, kaha|kahan ..2 hai|par|pe|pr|hain, pata bata*|bhej*|kya, लोकेशन, पता, एड्रेस, कहाँ, कहां,
        landmark, kidhar""",
    Intent.THANKS: """
        ^ thanks|thank|thankyou|thx|ty|dhanyav*|shukriya|धन्यवाद|शुक्रिया ..4 $,
        ^ ok|okay|okk|k|great|nice ..2 $, ठीक है $, theek|thik hai $""",
    Intent.GREETING: """
        ^ hi|hii|hello|helo|hey|hlo|namaste|namaskar|hie|नमस्ते|नमस्कार|हैलो|हेलो ..2 $,
        ^ good morning|evening|afternoon ..2 $""",
}
_RULES = {intent: Phrases(written, _CLASSES) for intent, written in _WRITTEN.items()}
_FACTS = frozenset({Intent.HOURS, Intent.LOCATION})


def findings(text: str) -> Sequence[Intent]:
    """Return everything that a message may be about, what may hurt first."""
    words = words_of(text)
    return [intent for intent, phrases in _RULES.items() if phrases.are_in(words)]


def is_short(text: str) -> bool:
    """Tell whether a message is a question, and no story."""
    return len(words_of(text)) <= _MOST_WORDS_FOR_A_FACT


def intent_of(text: str) -> Intent | None:
    """Return what a message is about, None where no rule is sure of it."""
    found = findings(text)
    if not found:
        return None
    if found[0] in _FACTS and (len(found) > 1 or not is_short(text)):
        return None
    return found[0]
