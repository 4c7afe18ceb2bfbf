"""How is each kind of task told in Hindi?"""

from collections.abc import Mapping

from local.guidance.domain.manual_task import ManualTaskKind
from local.guidance.domain.words_routines_hindi import ROUTINES
from local.intelligence.domain.task_words import TaskWords

HINDI: Mapping[ManualTaskKind, TaskWords] = {
    ManualTaskKind.APPROVE_REVIEW_REPLY: TaskWords(
        title="रिव्यू का जवाब देख लीजिए ({stars})",
        steps=(
            "{written_on} का रिव्यू और उसके लिए तैयार जवाब पढ़िए।",
            "बात सही है और आपकी तरफ़ से ठीक लगती है? मंज़ूर कीजिए, या शब्द बदलकर मंज़ूर कीजिए।",
            "जवाब नहीं देना हो तो मना कर दीजिए।",
        ),
        why_not_automated="इस रिव्यू का जवाब इंसान को ही देना चाहिए: क्या हुआ, यह सिर्फ़ आप जानते हैं।",
        done_when="आप जवाब मंज़ूर या मना कर दें; तब यह अपने-आप हट जाएगा।",
    ),
    ManualTaskKind.REPLY_TO_REVIEW: TaskWords(
        title="Google पर एक रिव्यू का जवाब दीजिए ({stars})",
        steps=(
            "तैयार जवाब कॉपी कीजिए।",
            "लिंक से अपनी प्रोफ़ाइल के रिव्यू खोलिए और {written_on} वाला रिव्यू ढूँढिए।",
            "Reply दबाकर जवाब पेस्ट कीजिए, जो ठीक न लगे उसे बदलिए और भेजिए।",
            "वापस आकर बताइए कि काम हो गया।",
        ),
        why_not_automated="अभी प्लेटफ़ॉर्म इसे ख़ुद नहीं भेज सकता; वजह साथ में लिखी है।",
        done_when="आप बता दें कि काम हो गया, या जवाब Google पर दिख जाए।",
    ),
    ManualTaskKind.CHECK_REVIEW_REPLY: TaskWords(
        title="देखिए कि जवाब Google पर दिखता है या नहीं ({stars})",
        steps=(
            "लिंक से अपनी प्रोफ़ाइल के रिव्यू खोलिए और {written_on} वाला रिव्यू ढूँढिए।",
            "जवाब वहाँ है? तो बता दीजिए कि काम हो गया।",
            "नहीं है तो तैयार जवाब फिर से पेस्ट कीजिए, या अपने शब्दों में लिखिए।",
        ),
        why_not_automated="Google ने एक दिन में नहीं बताया कि वह जवाब दिखा रहा है या नहीं।",
        done_when="आप बता दें कि आपने क्या देखा।",
    ),
    ManualTaskKind.RECONNECT_GOOGLE: TaskWords(
        title="Google Business Profile फिर से जोड़िए",
        steps=(
            "Google अब पुराना कनेक्शन नहीं मानता; शायद पासवर्ड बदला गया है।",
            "जिस खाते की प्रोफ़ाइल है, उससे Google में लॉगिन करके फिर से अनुमति दीजिए।",
            "नया कनेक्शन सहेजिए; जो काम रुके थे, वे अपने-आप आगे बढ़ेंगे।",
        ),
        why_not_automated="वहाँ लॉगिन करके अनुमति सिर्फ़ मालिक ही दे सकता है।",
        done_when="कनेक्शन फिर चालू हो जाए; तब यह अपने-आप हट जाएगा।",
    ),
    ManualTaskKind.ANSWER_MESSAGE: TaskWords(
        title="WhatsApp पर एक ग्राहक को जवाब दीजिए",
        steps=(
            "दुकान के फ़ोन पर WhatsApp खोलिए और {written_at} का संदेश ढूँढिए।",
            "पूरा पढ़िए; शिकायत, रिफ़ंड या एलर्जी की बात हो तो अपने शब्दों में जवाब दीजिए।",
            "जवाब दीजिए और वापस आकर बताइए कि काम हो गया।",
        ),
        why_not_automated="इसका जवाब दुकान की जानकारी से नहीं बन सका, या इंसान की ज़रूरत है।",
        done_when="आप बता दें कि काम हो गया, या फ़ोन से जवाब दे दें: तब यह अपने-आप हट जाएगा।",
    ),
    ManualTaskKind.SEND_MESSAGE: TaskWords(
        title="जो संदेश नहीं जा सका, उसे ख़ुद भेजिए",
        steps=(
            "साथ दी गई आईडी से संदेश और ग्राहक देखिए।",
            "दुकान के फ़ोन पर WhatsApp खोलिए या फ़ोन कीजिए: ग्राहक इंतज़ार में है।",
            "अपने शब्दों में भेजिए और वापस आकर बताइए कि काम हो गया।",
        ),
        why_not_automated="WhatsApp या दुकान के किसी नियम ने इसे जाने नहीं दिया; वजह साथ में लिखी है।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.CHECK_MESSAGE: TaskWords(
        title="देखिए कि संदेश पहुँचा या नहीं",
        steps=(
            "साथ दी गई आईडी से संदेश और ग्राहक देखिए।",
            "दुकान के फ़ोन पर चैट खोलिए: क्या संदेश दो टिक के साथ दिखता है?",
            "नहीं दिखता तो फिर से भेजिए; फिर बताइए कि आपने क्या देखा।",
        ),
        why_not_automated="WhatsApp ने जवाब नहीं दिया, और दोबारा भेजने से संदेश दो बार जा सकता है।",
        done_when="आप बता दें कि क्या देखा, या WhatsApp ख़ुद बता दे।",
    ),
    ManualTaskKind.RECONNECT_WHATSAPP: TaskWords(
        title="WhatsApp नंबर फिर से जोड़िए",
        steps=(
            "WhatsApp अब पुराना टोकन नहीं मानता।",
            "Meta Business settings में system user के लिए नया टोकन बनाइए।",
            "नया कनेक्शन सहेजिए; संदेश तब से फिर जाने लगेंगे।",
        ),
        why_not_automated="टोकन सिर्फ़ खाते का मालिक ही बना सकता है।",
        done_when="कनेक्शन फिर चालू हो जाए।",
    ),
    ManualTaskKind.LOOK_AT_TEMPLATE: TaskWords(
        title="WhatsApp टेम्पलेट देखिए: {template}",
        steps=(
            "लिंक से WhatsApp Manager में टेम्पलेट खोलिए।",
            "पढ़िए कि उसे क्यों रोका गया, या नई श्रेणी का ख़र्च कितना है।",
            "बदलकर फिर से भेजिए, या रिमाइंडर के लिए दूसरा टेम्पलेट चुनिए।",
        ),
        why_not_automated="WhatsApp ने उसकी हालत या श्रेणी बदली है; शब्द बदलना आपका काम है।",
        done_when="टेम्पलेट फिर मंज़ूर हो जाए, या दूसरा चुन लिया जाए।",
    ),
    ManualTaskKind.CREATE_CONTENT: TaskWords(
        title="आज की पोस्ट लिखिए",
        steps=(
            "आज की एक सच्ची बात चुनिए: कोई डिश, कोई लुक, नया सामान या ख़ाली समय।",
            "दिन की रोशनी में फ़ोटो लीजिए; ग्राहक का चेहरा सिर्फ़ उनकी मंज़ूरी से।",
            "दो वाक्य लिखिए: क्या है, और कब तक या कैसे मिलेगा।",
        ),
        why_not_automated="जब तक Google नहीं जुड़ा, पोस्ट अपने-आप नहीं लिखी जाती।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.PUBLISH_POST: TaskWords(
        title="आज की पोस्ट Facebook और Instagram पर डालिए",
        steps=(
            "लिंक से Meta Business Suite खोलिए और दोनों खाते चुनिए।",
            "फ़ोटो और शब्द डालिए; Instagram पर पाँच तक हैशटैग।",
            "पोस्ट कीजिए और एक बार ग्राहक की तरह देख लीजिए।",
        ),
        why_not_automated="Facebook और Instagram जुड़े नहीं हैं।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.ENGAGE: TaskWords(
        title="अपनी पोस्ट पर आए कमेंट का जवाब दीजिए",
        steps=(
            "लिंक से Meta Business Suite का इनबॉक्स खोलिए।",
            "अपनी पोस्ट के हर कमेंट और सवाल का एक-दो वाक्य में जवाब दीजिए।",
            "बदतमीज़ी छिपा दीजिए; दिखने के लिए दूसरों को लाइक, फ़ॉलो या कमेंट मत कीजिए।",
        ),
        why_not_automated="Facebook और Instagram जुड़े नहीं हैं।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.POST_UPDATE: TaskWords(
        title="Google प्रोफ़ाइल पर अपडेट डालिए",
        steps=(
            "लिंक से अपनी प्रोफ़ाइल की पोस्ट खोलिए और Add update दबाइए।",
            "आज की पोस्ट के शब्द और फ़ोटो डालिए, फ़ोन नंबर के बिना।",
            "पोस्ट कीजिए और एक घंटे बाद देखिए कि Google उसे दिखा रहा है या नहीं।",
        ),
        why_not_automated="Google प्रोफ़ाइल जुड़ी नहीं है।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.UPDATE_INFO: TaskWords(
        title="देखिए कि Google पर समय और जानकारी सही है",
        steps=(
            "लिंक से प्रोफ़ाइल खोलिए।",
            "आज और कल का समय अपने समय से मिलाइए; त्योहार का समय अलग होता है।",
            "जो ग़लत हो उसे बदलिए, या Google का बदलाव मान लीजिए, और वापस आइए।",
        ),
        why_not_automated="प्लेटफ़ॉर्म अभी प्रोफ़ाइल ख़ुद नहीं बदलता।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.APPROVE_POST: TaskWords(
        title="{channel} की एक पोस्ट देख लीजिए",
        steps=(
            "तैयार पोस्ट पढ़िए।",
            "बात सही है और आपकी तरफ़ से ठीक लगती है? मंज़ूर कीजिए, या शब्द बदलकर मंज़ूर कीजिए।",
            "पोस्ट नहीं करनी हो तो मना कर दीजिए।",
        ),
        why_not_automated="आप हर पोस्ट डालने से पहले देखना चाहते हैं।",
        done_when="आप पोस्ट मंज़ूर या मना कर दें; उसका दिन निकल जाए तो यह अपने-आप हट जाएगा।",
    ),
    ManualTaskKind.POST_BY_HAND: TaskWords(
        title="{channel} पर एक पोस्ट डालिए",
        steps=(
            "तैयार पोस्ट कॉपी कीजिए।",
            "लिंक से {channel} खोलिए और नई पोस्ट शुरू कीजिए।",
            "पोस्ट पेस्ट कीजिए, तस्वीर जोड़िए (पता: {image}), एक बार पढ़कर डाल दीजिए।",
            "वापस आकर बताइए कि काम हो गया।",
        ),
        why_not_automated="अभी प्लेटफ़ॉर्म इसे ख़ुद नहीं डाल सकता; वजह साथ में लिखी है।",
        done_when="आप बता दें कि काम हो गया।",
    ),
    ManualTaskKind.CHECK_POST: TaskWords(
        title="देखिए कि पोस्ट {channel} पर है या नहीं",
        steps=(
            "लिंक से {channel} खोलिए और अपनी नई पोस्टों में तैयार पोस्ट ढूँढिए।",
            "पोस्ट वहाँ है? तो बता दीजिए कि काम हो गया; दोबारा मत डालिए।",
            "नहीं है तो तैयार पोस्ट ख़ुद डाल दीजिए और बता दीजिए कि काम हो गया।",
        ),
        why_not_automated="यह पता नहीं चला कि पोस्ट दिख रही है या नहीं।",
        done_when="आप बता दें कि आपने क्या देखा।",
    ),
    **ROUTINES,
}
