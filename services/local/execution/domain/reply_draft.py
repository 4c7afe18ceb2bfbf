"""What is answered to a review: in its language, with a word of its own, unlike the last answers?

The choice hangs on the review's id alone and on what was said lately: drawn again, a draft is the
same. Nothing is said that the shop has not said: no cause, no remedy, no price, no name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from local.execution.domain.reply_language import Language, language_of
from local.execution.domain.reply_linter import faults
from local.execution.domain.reply_mentions import Mention, mention
from local.execution.domain.reply_reserve import has_reserve
from local.execution.domain.reply_routing import Route, RouteReason, Routing, routing
from local.execution.domain.reply_sentences import Sentences
from local.execution.domain.reply_sentences_english import ENGLISH
from local.execution.domain.reply_sentences_hindi import HINDI
from local.execution.domain.reply_sentences_hinglish import HINGLISH
from local.execution.domain.reply_similarity import Earlier
from local.reviews.domain.judged_review import JudgedReview
from local.reviews.domain.sentiment import read

METHOD = "reply_draft@1"
COMPARED_WITH = 50
_TRIED = 24
_PRAISED = frozenset({RouteReason.PRAISE, RouteReason.NOTHING_TO_ANSWER_TO})
_SENTENCES: Mapping[Language, Sentences] = {
    Language.ENGLISH: ENGLISH,
    Language.HINDI: HINDI,
    Language.HINGLISH: HINGLISH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """A reply, who decides about it and why; `text` is None where only a person can find words."""

    text: str | None
    language: Language
    routing: Routing
    word: str | None
    similarity_ratio: float


def reply_draft(judged: JudgedReview, earlier: Sequence[str]) -> ReplyDraft:
    """Return the reply to a review; `earlier` are the latest replies to others, newest first."""
    text = judged.review.text
    reading = read(text or "")
    route = routing(judged, has_reserve=has_reserve(reading))
    word = mention(reading, in_praise=route.reason in _PRAISED)
    if route.route is Route.AUTOMATIC and text is not None and word is None:
        route = Routing(Route.PERSON, RouteReason.NOTHING_TO_ANSWER_TO)
    language = language_of(text)
    recent = Earlier(earlier[:COMPARED_WITH])
    parts = _parts(_SENTENCES[language], word, route.reason)
    candidates = _candidates(judged.review.evidence, parts, word)
    chosen = _soundest(candidates, recent)
    return ReplyDraft(
        text=chosen,
        language=language,
        routing=route,
        word=word.word if word else None,
        similarity_ratio=recent.most_similar_ratio(chosen) if chosen else 0.0,
    )


def _soundest(candidates: Iterable[str], recent: Earlier) -> str | None:
    """Return the one least like what was said lately, of those with nothing wrong."""
    by_novelty = sorted(candidates, key=recent.most_similar_ratio)
    return next((reply for reply in by_novelty if not faults(reply, recent)), None)


def _candidates(seed: str, parts: Sequence[Sequence[str]], word: Mention | None) -> Iterator[str]:
    """Yield replies; which ones hangs on the seed."""
    for turn in range(_TRIED):
        digest = sha256(f"{METHOD}|{seed}|{turn}".encode()).digest()
        chosen = [part[digest[at] % len(part)] for at, part in enumerate(parts)]
        yield " ".join(chosen).format(word=word.word if word else "")


def _parts(
    sentences: Sentences, word: Mention | None, reason: RouteReason
) -> Sequence[Sequence[str]]:
    """Return of which lists a reply takes one sentence each."""
    if reason in _PRAISED:
        about = sentences.about_nouns if word and word.is_noun else sentences.about_praise
        return [sentences.thanks, *([about] if word else []), sentences.farewells]
    opening = sentences.regrets
    if reason is RouteReason.WORDS_AGAINST_STARS:
        opening = sentences.both_sides
    return [opening, *([sentences.about_complaints] if word else []), sentences.promises]
