"""How is the routine work that is not of the nine told in Hindi?"""

from collections.abc import Mapping

from local.guidance.domain.manual_task import ManualTaskKind
from local.intelligence.domain.task_words import TaskWords

_DONE_WHEN = "आप बता दें कि काम हो गया।"
ROUTINES: Mapping[ManualTaskKind, TaskWords] = {
    ManualTaskKind.READ_REVIEWS: TaskWords(
        title="Google पर नई समीक्षाएँ देखिए",
        steps=(
            "लिंक से अपनी प्रोफ़ाइल की समीक्षाएँ खोलिए।",
            "सबसे नई ऊपर रखिए और कल से अब तक की पढ़िए।",
            "जिन्हें जवाब चाहिए उन्हें जवाब दीजिए और वापस आइए।",
        ),
        why_not_automated="Google जुड़ा नहीं है या पढ़ने नहीं देता; कारण देखिए।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_REMOVED_REVIEWS: TaskWords(
        title="देखिए कि समीक्षाएँ ग़ायब तो नहीं हुईं",
        steps=(
            "लिंक से प्रोफ़ाइल की समीक्षाएँ खोलिए और उनकी संख्या लिख लीजिए।",
            "पिछले हफ़्ते की संख्या से मिलाइए; जो याद हैं उन्हें ढूँढिए।",
            "सच्ची समीक्षाएँ हट गई हों तो Help में Google से पूछिए और जवाब लिख लीजिए।",
        ),
        why_not_automated="प्लेटफ़ॉर्म अभी प्रोफ़ाइल नहीं पढ़ सकता; कारण देखिए।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.WATCH_COMPETITORS: TaskWords(
        title="देखिए कि दुकान के आसपास क्या बदला",
        steps=(
            "लिंक से नक़्शे पर अपने आसपास अपनी तरह की दुकानें खोजिए।",
            "पाँच सबसे पास की दुकानें देखिए: समय, दाम, फ़ोटो, ऑफ़र।",
            "जो बदला वह लिखिए, और एक काम जो आप उसके लिए करेंगे।",
        ),
        why_not_automated="नक़्शे पर दिखने वाली बहुत-सी बातें सहेजी नहीं जा सकतीं।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.PUBLISH_BRIEF: TaskWords(
        title="आज के आँकड़े एक जगह रखिए",
        steps=(
            "कल का सार पढ़िए: GET /api/v2/local/insights/today।",
            "आज के अपॉइंटमेंट, खुले सवाल और नई समीक्षाएँ देखिए।",
            "आज के तीन काम चुनिए।",
        ),
        why_not_automated="आपने इसे अपने पास रखा है, या यह निकल नहीं सका।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.PLAN_FESTIVALS: TaskWords(
        title="अगले त्योहार की तैयारी कीजिए",
        steps=(
            "रोज़ के सार में अपने राज्य के अगले त्योहार देखिए।",
            "एक चुनिए: क्या देंगे, कितना, और किस दिन से?",
            "सामान मँगाइए और Google प्रोफ़ाइल में त्योहार का समय लिखिए।",
        ),
        why_not_automated="दुकान क्या दे सकती है, यह सिर्फ़ मालिक जानता है।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_CONNECTIONS: TaskWords(
        title="टूटा हुआ खाता फिर से जोड़िए",
        steps=(
            "देखिए कौन सा जोड़ टूटा है: GET /api/v2/local/connections।",
            "वहाँ मालिक वाले खाते से साइन इन कीजिए और फिर से अनुमति दीजिए।",
            "नया जोड़ सहेजिए; जो रुका था वह अपने आप चलेगा।",
        ),
        why_not_automated="वहाँ साइन इन सिर्फ़ मालिक कर सकता है।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.ADD_PHOTOS: TaskWords(
        title="Google प्रोफ़ाइल पर नई फ़ोटो डालिए",
        steps=(
            "दिन की रोशनी में तीन फ़ोटो लीजिए: बाहर, अंदर, और एक चीज़ जो आप बेचते हैं।",
            "जो पहचाना जाए उससे पूछिए, या उसे छोड़ दीजिए।",
            "लिंक से प्रोफ़ाइल की फ़ोटो खोलिए, डालिए और देखिए कि कैसी दिखती हैं।",
        ),
        why_not_automated="फ़ोटो सिर्फ़ आप ले सकते हैं।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.THANK_VISITORS: TaskWords(
        title="कल आए ग्राहकों को धन्यवाद दीजिए",
        steps=(
            "कल के अपॉइंटमेंट या बिल देखिए: पहली बार कौन आया?",
            "जिन्होंने संदेश की मंज़ूरी दी है उन्हें एक वाक्य लिखिए: धन्यवाद, और किस बात का।",
            "जिन्होंने शिकायत की उन्हें मत लिखिए; फ़ोन कीजिए।",
        ),
        why_not_automated="प्लेटफ़ॉर्म अभी धन्यवाद ख़ुद नहीं भेजता।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.ASK_FOR_REVIEWS: TaskWords(
        title="ग्राहकों से समीक्षा माँगिए",
        steps=(
            "लिंक से प्रोफ़ाइल खोलिए और समीक्षा माँगने का पता कॉपी कीजिए।",
            "कल आए हर ग्राहक को भेजिए जिसने मंज़ूरी दी है, ख़ुश हो या नहीं।",
            "बदले में कुछ मत दीजिए, और 90 दिन में किसी से दो बार मत माँगिए।",
        ),
        why_not_automated="प्लेटफ़ॉर्म अभी समीक्षा ख़ुद नहीं माँगता।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.WIN_BACK_CUSTOMERS: TaskWords(
        title="जो ग्राहक नहीं आ रहे उन्हें लिखिए",
        steps=(
            "देखिए कौन पहले आता था और दुगुने समय से नहीं आया: रोज़ का सार संख्या बताता है।",
            "दस तक चुनिए जिन्होंने ऑफ़र की मंज़ूरी दी है।",
            "हर एक को एक वाक्य लिखिए कि फिर आना क्यों अच्छा है, और जवाब लिख लीजिए।",
        ),
        why_not_automated="प्लेटफ़ॉर्म अभी उन्हें ख़ुद नहीं लिखता।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.LIST_UNANSWERED: TaskWords(
        title="जो सवाल अब भी रुके हैं उनका जवाब दीजिए",
        steps=(
            "answer_message वाले खुले काम देखिए, सबसे पुराना पहले।",
            "दुकान के फ़ोन से जवाब दीजिए या फ़ोन कीजिए; शिकायत पहले।",
            "वापस आकर बताइए कि काम हो गया।",
        ),
        why_not_automated="दुकान की जानकारी से जवाब नहीं बन सका, या इंसान चाहिए।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_MESSAGE_COSTS: TaskWords(
        title="देखिए कि संदेशों पर कितना ख़र्च हुआ",
        steps=(
            "महीने का हिसाब देखिए: GET /api/v2/local/messages/costs।",
            "सीमा पूरी हो गई? तो तय कीजिए: बढ़ाना है, या अगले महीने तक रुकना है।",
            "संदेशों की सेटिंग में बदलिए और वापस आइए।",
        ),
        why_not_automated="संदेशों पर कितना ख़र्च हो, यह सिर्फ़ मालिक तय करता है।",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_TEMPLATES: TaskWords(
        title="देखिए कि संदेश के टेम्पलेट मंज़ूर हैं या नहीं",
        steps=(
            "लिंक से WhatsApp Manager में टेम्पलेट खोलिए।",
            "जो नामंज़ूर, रुके हुए या बदली श्रेणी में हों उन्हें ढूँढिए।",
            "शब्द बदलकर फिर भेजिए, या सेटिंग में दूसरा चुनिए।",
        ),
        why_not_automated="WhatsApp जुड़ा नहीं है या जवाब नहीं देता; कारण देखिए।",
        done_when=_DONE_WHEN,
    ),
}
