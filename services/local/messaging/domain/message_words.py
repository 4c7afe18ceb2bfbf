"""How is a message read by its words: in small letters, without marks, stretched letters short?"""

import re
from collections.abc import Sequence

from local.messaging.domain.intent import Language

_WORD = re.compile(r"[a-z0-9\u0900-\u097f']+")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
# The dot below tells loan sounds apart, and is left out as often as it is written.
_DOTTED = "\u0958\u0959\u095a\u095b\u095c\u095d\u095e"
_PLAIN = "\u0915\u0916\u0917\u091c\u0921\u0922\u092b"
_WITHOUT_DOTS = str.maketrans(_DOTTED, _PLAIN, "\u093c")
_HINGLISH_WORDS = """hai hain ho kya kab kaha kahan kitna kitne kitni ka ki ke ko se mein mai main
    mujhe muje hum aap ap aapka apka mera meri mere nahi nahin nai mat karo kar karna karte chahiye
    chaiye bhai ji haan tak aaj kal abhi bhejo bhejna band khula namaste namaskar dukan tha thi raha
    rahe wala wali aur par pe bhi toh koi kuch"""
_ENGLISH_WORDS = "the is are do you what when where how of for a an i my your can"
_HINGLISH = frozenset(_HINGLISH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def words_of(text: str) -> Sequence[str]:
    """Return the words, spelled so that their common variants are one."""
    folded = text.casefold().replace("\u2019", "'").translate(_WITHOUT_DOTS)
    return [_STRETCHED.sub(r"\1\1", word).strip("'") for word in _WORD.findall(folded)]


def language_of(text: str) -> Language:
    """Return the language to answer in: by the script, and then by the little words."""
    if _DEVANAGARI.search(text):
        return Language.HINDI
    words = words_of(text)
    hindi, english = (sum(word in known for word in words) for known in (_HINGLISH, _ENGLISH))
    return Language.HINGLISH if hindi > english else Language.ENGLISH
