"""Does somebody want no more messages, or want them again?

"Stop" alone is a wish; in a sentence it is a bus stop or the end of a service. A sentence is a wish
where an end or a no stands beside sending or beside messages.
"""

from collections.abc import Mapping, Sequence

from local.messaging.domain.message_words import words_of
from local.messaging.domain.phrases import Phrases

_FILLER_WORDS = """please pls plz plss kindly ji sir madam mam bhai bhaiya yaar now ab abhi hi hello
    hey dear team ok okay thanks thank you shukriya dhanyavaad it this all immediately right today i
    said karo kro kar do kijiye dijiye yeh ye isko ise sab yahan कृपया प्लीज जी भाई अब यार सर मैडम करो
    कर दो कीजिए दीजिए"""
_ALONE_WORDS = """stop stopp stpo stp sotp unsubscribe unsub unsubscrib unsubcribe unsuscribe optout
    unsubscribed stopall dnd band bandh bas rok roko ruko रोको रोकिए स्टॉप बंद बन्द बस रुको"""
_FILLERS = frozenset(_FILLER_WORDS.split())
_ALONE = frozenset(_ALONE_WORDS.split())
_CLASSES: Mapping[str, str] = {
    "message": """msg msgs message messages massage massages mesage mesages messege messeges mesg
        sms text texts whatsapp whatsapps wa notification notifications update updates alert alerts
        promo promos promotion promotions promotional advertisement advertisements ad ads add adds
        spam offer offers forward forwards broadcast broadcasts marketing newsletter newsletters
        reminder reminders deals sandesh vigyapan मैसेज मेसेज मैसेजेस संदेश सन्देश एसएमएस ऑफर विज्ञापन
        नोटिफिकेशन व्हाट्सएप व्हाट्सऐप रिमाइंडर कॉल call calls""",
    "end": """stop stopped stopping quit cease discontinue block cancel disable mute halt
        unsubscribe avoid""",
    "sending": """send sending sent text texting message messaging msg msging messages msgs contact
        contacting whatsapp whatsapping spam spamming bother bothering disturb disturbing forward
        forwarding call calling irritate irritating annoy annoying ping pinging writing""",
    "never": "don't dont dnt donot never won't no",
    "not": "mat mt na nahi nahin nai nhi naa मत ना न नहीं नही",
    "send": """bhej* bhez* bej* send sending dal* daal* kar* kr kro krna kijiye kijiyega do dijiye
        dena भेज* कर* कीजिए* दो दीजिए डाल* सेंड aana aane aaye aye आना आए""",
    "me": "me us mujhe muje mujhko mujko hume humko hamein hame hamko मुझे मुझको हमें हमे हमको",
    "halt": "band bandh bnd bund stop rok* chhod* chod* बंद बन्द रोक* छोड* स्टॉप",
    "want": """want wants wish need like interested require chahiye chaiye chahie chahiyen chaahiye
        chahta chahti chahte lena lene mangta चाहिए चाहिये चाहता चाहती चाहते लेना""",
    "number": "number no nambar nmbr num contact mobile phone नंबर नम्बर",
    "away": """hata* hta* delete nikal* nikaal* remove हटा* निकाल* डिलीट रिमूव""",
    "list": "list lists database group broadcast contacts system records mailing लिस्ट ग्रुप",
}
_WISHES = Phrases(
    """<end> ..3 <sending>, <end> ..3 <message>, turn|switch off ..3 <message>,
    <never> ..1 <sending> ..2 me|us|more|again|anymore|here|number, <never> <sending> <message>,
    do not ..1 <sending> ..2 me|us|more|again|anymore|here|number, do not <sending> <message>,
    no|not|any ..1 more|further ..2 <message>, no <message> please|pls|plz|now|again,
    <never>|not ..1 <want> ..4 <message>, no longer ..1 <want> ..3 <message>, not interested $,
    not interested in your|these|this|any ..2 <message>, no more <sending>, enough ..3 <message>,
    remove|delete|take|drop|strike|exclude ..3 off|from|out ..3 <list>, exclude my <number>,
    <message> ..1 bhej*|भेज* ..1 zarurat|jarurat|जरूरत <not>,
    remove|delete my|this|the ..1 <number>, remove|exclude|delete me|us $, take me off,
    unsub*, opt out, opting out, opt me out, un subscribe, leave me alone, do not disturb,
    don't|dont|dnt disturb, stop bothering, lose my number, forget my number,
    <message> ..3 <not> ..1 <send>, <message> ..3 <send> ..1 <not> $, <message> <not> $,
    <me> ..3 <not> ..1 bhej*|भेज*|send, <me> ..2 <message> ..2 <not>, <not> bhej*|भेज* ..2 $,
    <message> ..3 <halt> ..1 <send>, <message> ..2 <halt> $, <halt> <send> ..3 <message>,
    bhej*|भेज*|send|message|msg|massage|मैसेज karna|करना|bhejna|भेजना|na ..2 <halt>,
    bhej*|भेज* ..2 <halt>, <halt> <send> ..2 bhej*|भेज*,
    <message> ..4 <not> ..1 <want>, <not> <want> ..3 <message>,
    pareshan|paresan|preshan|tang|disturb|परेशान|तंग|डिस्टर्ब <not> ..1 kar*|kro|kr*|कर*|कीजिए*,
    <not> pareshan|paresan|disturb|tang|परेशान|तंग kar*|kro|करो,
    mera|mere|apna|hamara|मेरा|हमारा|ye|yeh|is|यह|इस <number> ..4 <away>, <number> <away> $,
    <list> ..1 se|mein|से ..2 <away>, <me> ..2 <list> ..2 <away>, <away> ..2 <me> ..2 <list>,
    dobara|dubara|phir|fir|aage|aainda|दोबारा|फिर|आगे ..3 <not> ..1 bhej*|msg|message|massage|भेज*,
    itne|itna|roz|rozana|baar|bar|इतने|रोज|बार ..3 <message> ..2 <not>,
    <message> se <me> ..2 pareshan|problem|dikkat, tang aa gaya|gayi|gaye ..2 <message>""",
    _CLASSES,
)
# What a shop makes or does is no message: "don't stop making these", "mera order band mat karo".
_NO_WISHES = Phrases(
    """don't|dont|never|not ..1 stop|unsubscribe|block, please don't|dont stop,
    band|bandh|stop|unsubscribe|बंद|बन्द <not> kar*|kr*|hona|कर*,
    not|didn't|didnt|haven't|never ..1 get|got|receive*|see|seen|come|came,
    <not> mil*|aaya|aya|aayi|aaye|aata|aati|aate|aa|मिल*|आया|आयी|आये|आए|आ,
    <message> ..1 kyu|kyun|kyon|क्यों|why, why did|do|have you stop*, if you don't|dont|do,
    can|could|will|when|where do|you ..1 stop by|at|here|near|delivering|serving|making,
    <message> ..2 <send> ..1 na ..1 please|plz|pls, <message> kar|bhej do|dena|dijiye $,
    ka|ki|ke|का|की|के offer|offers|deal|ऑफर <not> ..1 <want>,
    call <not> ..1 kar*|kro whatsapp|message|msg, milne par|tak|pe, bus|metro|auto stop,
    stop pe|par|ke|near|se""",
    _CLASSES,
)
_BACK = Phrases(
    """^ start $, ^ unstop $, ^ subscribe $, ^ resume $, opt in, optin, opt me in, subscribe me,
    sign me up, start|resume|restart ..3 sending|<message>, send ..3 <message> again,
    <message> ..3 chalu|shuru|start|चालू|शुरू kar*|kro|कर*|कीजिए,
    phir|fir|फिर se|से ..2 bhej*|भेज*, wapas|वापस ..2 bhej*|भेज*|chalu|shuru|चालू,
    ^ chalu|shuru|start|चालू|शुरू kar*|kro|कर*|कीजिए $, ^ चालू $, ^ शुरू $""",
    _CLASSES,
)


def is_opt_out(text: str) -> bool:
    """Tell whether somebody asks for an end of messages."""
    words = words_of(text)
    if _is_alone(words):
        return True
    return _WISHES.are_in(words) and not _NO_WISHES.are_in(words)


def is_opt_in(text: str) -> bool:
    """Tell whether somebody asks for messages again."""
    return _BACK.are_in([word for word in words_of(text) if word not in _FILLERS - {"karo", "kro"}])


def _is_alone(words: Sequence[str]) -> bool:
    bare = [word for word in words if word not in _FILLERS]
    return len(bare) > 0 and all(word in _ALONE for word in bare)
