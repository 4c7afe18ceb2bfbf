"""Would a reply be taken away, or shame the shop?

Rules against what is reported of rejected replies: contact data, links, incentives, repetition.
Google states none of it as a rule of its API.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from local.execution.domain.contact_data import has_contact_data, has_gap, has_link
from local.execution.domain.reply_similarity import MOST_SIMILAR_RATIO, Earlier
from local.reviews.domain.clauses import clauses
from local.reviews.domain.spelling import hindi_spelling, plain

METHOD = "reply_linter@1"
MOST_BYTES = 4096

_INCENTIVE = re.compile(
    r"\d\s*%|\b(?:discount|coupon|voucher|cashback|complimentary|gift|reward|refund|free|muft|chhoot"
    r"|offer)s?\b|छूट|मुफ़्त|मुफ्त|कूपन|इनाम|उपहार|रिफंड",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not true|untrue|you are lying|lie|fake review|false(?: review| claim)?|never happened"
    r"|your fault|jhooth|jhuth)\b|झूठ|आपकी गलती",
    re.IGNORECASE,
)

_WORDS_OF_ABUSE = """
fuck fucking fucker shit shitty bullshit bitch bastard asshole idiot idiots stupid moron crap
damn bloody chutiya chutiye chutiyapa harami haramkhor kamina kamine kaminey kutta kutte saala
sala madarchod behenchod bhenchod bhosdi bhosdike gandu gaand randi suar nalayak nikamma bsdk
gadha gadhe gunda gunde चूतिया हरामी कमीना कमीने कुत्ता कुत्ते साला मादरचोद बहनचोद भोसड़ीके
गांडू रंडी सूअर नालायक निकम्मा गधा गुंडा
"""
_ABUSE = frozenset(plain(word) for word in _WORDS_OF_ABUSE.split())
_ABUSE_IN_HINDI = frozenset(hindi_spelling(word) for word in _ABUSE)


class Fault(StrEnum):
    """What is wrong with a reply."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTACT_DATA = "contact_data"
    LINK = "link"
    INCENTIVE = "incentive"
    DENIAL = "denial"
    ABUSE = "abuse"
    UNFILLED = "unfilled"
    REPEATED = "repeated"


_TELLS: Mapping[Fault, Callable[[str], object]] = {
    Fault.CONTACT_DATA: has_contact_data,
    Fault.LINK: has_link,
    Fault.INCENTIVE: _INCENTIVE.search,
    Fault.DENIAL: _DENIAL.search,
    Fault.UNFILLED: has_gap,
}

MESSAGES: Mapping[Fault, str] = {
    Fault.EMPTY: "says nothing; write a sentence",
    Fault.TOO_LONG: f"has more than the {MOST_BYTES} bytes that Google takes; shorten it",
    Fault.CONTACT_DATA: "holds a phone number or an address of mail; Google rejects it",
    Fault.LINK: "holds a link; Google rejects it",
    Fault.INCENTIVE: "promises something for the review; Google rejects it",
    Fault.DENIAL: "calls the writer a liar; say what you will look into instead",
    Fault.ABUSE: "holds a word of abuse; leave it out",
    Fault.UNFILLED: "holds a gap that nobody filled; fill it or leave it out",
    Fault.REPEATED: "is nearly what an earlier reply says; use other words",
}


def faults(text: str, earlier: Earlier) -> Sequence[Fault]:
    """Return what is wrong with a reply, given the shop's latest replies to other reviews."""
    if not text.strip():
        return [Fault.EMPTY]
    found = [fault for fault, tells in _TELLS.items() if tells(text)]
    if len(text.encode()) > MOST_BYTES:
        found.append(Fault.TOO_LONG)
    if has_abuse(text):
        found.append(Fault.ABUSE)
    if earlier.most_similar_ratio(text) >= MOST_SIMILAR_RATIO:
        found.append(Fault.REPEATED)
    return found


def has_abuse(text: str) -> bool:
    """Tell whether a text holds a word of abuse."""
    words = {word for clause in clauses(text) for word in clause.words}
    hindi = {hindi_spelling(word) for word in words}
    return not (_ABUSE.isdisjoint(words) and _ABUSE_IN_HINDI.isdisjoint(hindi))
