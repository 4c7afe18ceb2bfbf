"""In which language was a review written, and so is it answered?

Its script tells Hindi; Hinglish is told from English by the small words that only it has. Reviews
of one or two words tell little: what has no such word is taken for English.
"""

from enum import StrEnum

from local.reviews.domain.clauses import clauses
from local.reviews.domain.spelling import hindi_spelling, is_devanagari

METHOD = "reply_language@1"
FEWEST_HINGLISH_RATIO = 0.12
_DEVANAGARI_RATIO = 0.5

# No word that English has too: "main", "are", "hum", "is", "the", "to" are left out.
_ONLY_HINGLISH = """
ji kro kr rha rhi nhe desh hua hui hue dena dete bana ham apka apko unka unki iska iski kaisa
kaisi aisa aisi bhai didi bhaiya matlab thik theek pura puri saal sal baat bat mera meri mere
tera teri sabko hai hain tha thi thay hu hoon hun ho raha rahi rahe gaya gayi gaye kar karo
karte karke kiya karna kya kyu kyun kyon kaise nahi nahin nhi mat aur bhi ka ki ke ko se mein
mai mujhe hume humko aap aapka aapki aapke apna apni apne yeh ye wo woh yaha yahan waha wahan
bahut bhut bohot bht accha acha acchi achi acche ekdum sab sabse sirf bas lekin magar agar toh
liye wala wali wale jab tab abhi kabhi phir fir koi kuch khana khane swad maza mazaa badhiya
bahar jana jao aana aaye gaye dekh bola bole log logo dost paisa paise vasool jaroor zaroor
dhanyawad shukriya kaam saath sath ghar hota hoti chahiye laga lagi lage pasand mast bekar
bakwas
"""
_HINGLISH = frozenset(hindi_spelling(word) for word in _ONLY_HINGLISH.split())


class Language(StrEnum):
    """A language that replies are written in."""

    ENGLISH = "en"
    HINDI = "hi"
    HINGLISH = "hi-Latn"


def language_of(text: str | None) -> Language:
    """Return the language of a review; one of stars alone is answered in English."""
    # A word of Devanagari is more than letters: its vowel signs are none.
    words = [w for clause in clauses(text or "") for w in clause.words if any(map(str.isalpha, w))]
    if not words:
        return Language.HINDI if is_devanagari(text or "") else Language.ENGLISH
    devanagari = sum(is_devanagari(word) for word in words)
    if devanagari >= _DEVANAGARI_RATIO * len(words):
        return Language.HINDI
    hinglish = sum(hindi_spelling(word) in _HINGLISH for word in words)
    is_mixed = hinglish + devanagari >= FEWEST_HINGLISH_RATIO * len(words) and hinglish > 0
    return Language.HINGLISH if is_mixed else Language.ENGLISH
