"""Which days does a shop greet on, and how? By the calendars' own names.

Only days on which nobody minds to be greeted stand here: none of mourning, none of fasting alone.
"""

from collections.abc import Mapping

from local.execution.domain.reply_language import Language

# The calendar's name, the day's name in English, and in Hindi before "की".
_ROWS = """
Diwali (Deepavali) | Diwali | दीपावली
Dhanteras | Dhanteras | धनतेरस
Govardhan Puja | Govardhan Puja | गोवर्धन पूजा
Bhai Duj | Bhai Dooj | भाई दूज
Holi | Holi | होली
Dussehra | Dussehra | दशहरे
Raksha Bandhan | Raksha Bandhan | रक्षाबंधन
Janmashtami (Vaishnava) | Janmashtami | जन्माष्टमी
Ganesh Chaturthi | Ganesh Chaturthi | गणेश चतुर्थी
Ganesh Chaturthi / Vinayak Chaturthi | Ganesh Chaturthi | गणेश चतुर्थी
Onam | Onam | ओणम
Pongal | Pongal | पोंगल
Makar Sankranti | Makar Sankranti | मकर संक्रांति
Magh Bihu | Magh Bihu | माघ बिहू
Ugadi | Ugadi | उगादि
Gudi Padwa | Gudi Padwa | गुड़ी पड़वा
Vishu | Vishu | विषु
Vaisakhi | Baisakhi | बैसाखी
Ram Navami | Ram Navami | राम नवमी
Maha Shivaratri | Maha Shivratri | महाशिवरात्रि
Basant Panchami / Shri Panchami | Basant Panchami | बसंत पंचमी
Akshaya Tritiya | Akshaya Tritiya | अक्षय तृतीया
Buddha Purnima | Buddha Purnima | बुद्ध पूर्णिमा
Mahavir Jayanti | Mahavir Jayanti | महावीर जयंती
Guru Nanak's Jayanti | Gurpurab | गुरु पर्व
Chhath Puja | Chhath Puja | छठ पूजा
Karaka Chaturthi (Karwa Chouth) | Karwa Chauth | करवा चौथ
Id-ul-Fitr | Eid | ईद
Id-ul-Zuha (Bakrid) | Eid | ईद
Christmas | Christmas | क्रिसमस
Easter Sunday | Easter | ईस्टर
New Year's Day | New Year | नए साल
Republic Day | Republic Day | गणतंत्र दिवस
Independence Day | Independence Day | स्वतंत्रता दिवस
International Women's Day | Women's Day | महिला दिवस
Mother's Day | Mother's Day | मदर्स डे
Father's Day | Father's Day | फ़ादर्स डे
Friendship Day | Friendship Day | फ़्रेंडशिप डे
Teachers' Day | Teachers' Day | शिक्षक दिवस
Children's Day | Children's Day | बाल दिवस
"""
_HOW: Mapping[Language, str] = {
    Language.ENGLISH: "Happy {english}!",
    Language.HINDI: "{hindi} की शुभकामनाएँ!",
    Language.HINGLISH: "{english} ki shubhkamnayein!",
}
_EID: Mapping[Language, str] = {
    Language.ENGLISH: "Eid Mubarak!",
    Language.HINDI: "ईद मुबारक!",
    Language.HINGLISH: "Eid Mubarak!",
}
_DAYS: Mapping[str, tuple[str, str]] = {
    name: (english, hindi)
    for name, english, hindi in (row.split(" | ") for row in _ROWS.strip().splitlines())
}
# What families prepare for weeks or days ahead.
_PREPARED_FOR = frozenset(
    {
        "Diwali (Deepavali)",
        "Holi",
        "Raksha Bandhan",
        "Dussehra",
        "Ganesh Chaturthi",
        "Ganesh Chaturthi / Vinayak Chaturthi",
        "Onam",
        "Pongal",
        "Christmas",
    }
)


def greeting(name: str, language: Language) -> str | None:
    """Return the greeting of a day, None where a shop should rather say nothing."""
    if name not in _DAYS:
        return None
    english, hindi = _DAYS[name]
    if english == "Eid":
        return _EID[language]
    if english == "Christmas" and language is not Language.HINDI:
        return "Merry Christmas!"
    return _HOW[language].format(english=english, hindi=hindi)


def prepared_for(name: str, language: Language) -> str | None:
    """Return what a day is called that families prepare for, None where they do not."""
    if name not in _PREPARED_FOR:
        return None
    english, hindi = _DAYS[name]
    # By itself the word stands in its plain form.
    return hindi.replace("दशहरे", "दशहरा") if language is Language.HINDI else english
