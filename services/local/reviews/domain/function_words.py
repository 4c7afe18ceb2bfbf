"""The small words that turn, strengthen or weigh what stands beside them, in three languages."""

from local.reviews.domain.spelling import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split())


# Before the word that they turn: not good, bina maza ke.
NEGATORS_BEFORE = _words(
    "not no never none could nor neither without hardly barely nothing cannot cant nt dont"
    " doesnt didnt isnt wasnt arent werent wont wouldnt couldnt shouldnt havent hasnt hadnt aint"
)
# Only right before it: in Hindi the verb ends the clause, and "nahi" belongs to the verb.
NEGATORS_BESIDE = _words(
    "less least kam bina mat mt na naa nahi nahin nai nhi gair कम गैर बिना मत न ना नहीं नही"
)
# After it: accha nahi, bura bhi nahi tha.
NEGATORS_AFTER = _words("nahi nahin nai nhi nahee nhe nahii nay nahe नहीं नही न ना")
# With one of these something else begins: "accha hai, aap nahi aaye".
SUBJECTS = _words("aap ap tum tu main mai hum ham i we you they आप तुम मैं हम")
NEGATORS = NEGATORS_BEFORE | NEGATORS_BESIDE | NEGATORS_AFTER
STRENGTHENERS = _words(
    "very really so too extremely super absolutely totally highly truly quite pretty damn such"
    " most vry real soo simply always overall completely bahut bht bhut bohot bohut bahot boht"
    " itna itni itne ekdum ekdam sabse kitna kitni zyada jyada बहुत बेहद काफी काफ़ी अत्यंत इतना"
    " इतनी इतने सबसे एकदम ज्यादा ज़्यादा बिल्कुल बड़ी बेहतर"
)
WEAKENERS = _words(
    "slightly little bit somewhat rather thoda thodi thode kuch थोड़ा थोड़ी थोड़े थोडा थोडी कुछ जरा"
)
# The clause that follows is what the writer comes to.
CONTRASTS = _words(
    "but however bt yet lekin lakin lekeen magar mgar parantu kintu लेकिन मगर परंतु परन्तु किंतु किन्तु"
)
# A contrast only where a clause begins with it: elsewhere it means "on".
CONTRASTS_AT_START = _words("par pr पर")
# The clause that begins with it is granted or supposed, not meant.
CONCESSIONS = _words(
    "although though altho despite inspite if hopefully halanki haalanki agar yadi kaash"
    " हालांकि हालाँकि हलांकि हालाकि यद्यपि भले अगर यदि काश"
)

QUESTIONS_AND_REQUESTS = _words(
    "where kya kyu kyun kyo kyon kab kahan kaha kaise kese kaun kon kitne kiska kisko क्या"
    " क्यों कब कहां कहाँ कैसे कौन कितने please plz pls plzz plzzz plzzzz kindly kripya krpya"
    " kripa request reply help dijiye dijiy dijie kijiye kijie kijiy karo kro kijye batao btao"
    " bataye bhejo jaldi aao aaiye jao hello helo hallo namaste namaskar namastey salam कृपया"
    " दीजिए कीजिए करें नमस्ते"
)
