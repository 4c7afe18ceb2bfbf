"""Of which sentences are posts in Hinglish made?"""

from local.businesses.domain.category import BusinessCategory
from local.execution.domain.post_tips_hinglish import TIPS
from local.execution.domain.post_words import PostWords
from local.execution.domain.post_words_english import ENGLISH
from local.reviews.domain.topics import Topic

HINGLISH = PostWords(
    closings=(
        "{name} mein aapse jaldi mulaqat hogi.",
        "{name} ki poori team ki taraf se namaste.",
        "Idhar se guzrein to {name} mein zaroor aaiye.",
        "Phir milte hain, aapki apni team, {name}.",
        "Aapka din achha beete, {name} ki taraf se.",
        "Aap sabko {name} ka pyaar bhara namaskar.",
        "Apna khayal rakhiye, aur paas hon to {name} aaiye.",
    ),
    closings_open=(
        "Aaj {name} {hours} khula hai.",
        "Aaj hum {hours} {name} mein milenge.",
        "Jab time mile aaiye, {name} aaj {hours} khula hai.",
        "{name} aaj {hours} aapke liye haazir hai.",
        "Aaj humare darwaze {hours} khule hain. Aapki team, {name}",
        "{name} mein aaiye, aaj hum {hours} yahin hain.",
        "Aaj {hours} hum yahin hain, aapse milkar khushi hogi. {name}",
    ),
    closings_closed=(
        "Aaj {name} band hai; {weekday} ko {hours} phir milte hain.",
        "Aaj humari chhutti hai. {weekday} ko {name} {hours} phir khulega.",
        "Aaj hum aaram kar rahe hain, {weekday} ko milte hain: {name}, {hours}.",
    ),
    wishes=(
        "Aapko aur aapke parivaar ko dher saari khushiyan milein.",
        "Aaj aapka ghar hansi aur apnon ke saath se bhara rahe.",
        "Yeh din apnon ke saath khushi se bitaiye.",
        "Yeh din aapke aur aapke aaspaas sabke liye khushiyan laaye.",
        "Aapke parivaar mein sukh aur shanti bani rahe.",
    ),
    ahead=(
        "{festival} mein bas {days} din baaki hain.",
        "{days} din baad {festival} hai.",
        "{festival} aane mein ab {days} hi din hain.",
    ),
    get_ready={
        BusinessCategory.SALON: "Festive look chahiye? To appointment ke baare mein isi hafte soch "
        "lijiye.",
        BusinessCategory.RESTAURANT: "Family ke saath khana kahan hoga? Pehle se plan ho to us din "
        "aaram rehta hai.",
        BusinessCategory.GROCERY: "Mithai, namkeen aur mehmanon ki list ban gayi? Pehle bana lein "
        "to aakhri din ki bhaagdaud bachti hai.",
    },
    open_on_sunday=(
        "Chhutti bas Sunday ko milti hai? Hum Sunday ko bhi {hours} khule hain.",
        "Hafte mein time nahi mila? Sunday ko hum {hours} khule hain.",
    ),
    weekly_off=(
        "Yaad dila dein: {weekday} ko humari weekly chhutti rehti hai.",
        "Dhyaan rakhiye, har hafte ki tarah {weekday} ko hum band rehte hain.",
    ),
    open_late=(
        "Kaam ke baad bhi aa sakte hain: aaj hum {time} tak khule hain.",
        "Din lamba hai? Koi jaldi nahi, aaj hum {time} band karenge.",
    ),
    open_early=(
        "Jaldi uthne walon ke liye: aaj hum {time} khulte hain.",
        "Aapki subah jaldi hoti hai? Humari bhi: aaj {time} se hum taiyaar hain.",
    ),
    at_home=(
        "{city} humara apna sheher hai, aur har padosi ka aana humein achha lagta hai.",
        "{city} ke sab logon ko namaste, purane dost hon ya naye padosi.",
    ),
    offer=(
        "Humara offer “{title}” {day} tak chal raha hai.",
        "Aapne dekha? “{title}” {day} tak hai.",
    ),
    offer_ends_today=(
        "Humare offer “{title}” ka aaj aakhri din hai.",
        "“{title}” ka aaj aakhri mauka hai.",
    ),
    praised=(
        "Kai log reviews mein {topic} ki tareef karte hain. Shukriya, isi se hausla milta hai.",
        "Aapke reviews mein {topic} ki achhi baat aksar padhne ko milti hai. Dil se dhanyawad.",
    ),
    topics={
        Topic.AMBIENCE: "humare mahaul",
        Topic.CLEANLINESS: "humari safai",
        Topic.DELIVERY: "humari delivery",
        Topic.FOOD: "humare khane",
        Topic.HAIR: "humare hair work",
        Topic.PRODUCT: "humare saamaan",
        Topic.SERVICE: "humari service",
        Topic.STAFF: "humare staff",
        Topic.VARIETY: "humari variety",
    },
    weekdays=ENGLISH.weekdays,
    months=ENGLISH.months,
    tips=TIPS,
)
