"""How is each kind of task told in English?"""

from collections.abc import Mapping

from local.guidance.domain.manual_task import ManualTaskKind
from local.guidance.domain.words_routines_english import ROUTINES
from local.intelligence.domain.task_words import TaskWords

ENGLISH: Mapping[ManualTaskKind, TaskWords] = {
    ManualTaskKind.APPROVE_REVIEW_REPLY: TaskWords(
        title="Look at the reply to a review ({stars})",
        steps=(
            "Read the review of {written_on}, and the reply that is prepared for it.",
            "Is it true and does it sound like you? Approve it; or change the words and approve.",
            "If you would rather not answer, decline it.",
        ),
        why_not_automated="This review calls for a person: nobody but you knows what happened.",
        done_when="You approve or decline the reply; then this vanishes by itself.",
    ),
    ManualTaskKind.REPLY_TO_REVIEW: TaskWords(
        title="Answer a review on Google ({stars})",
        steps=(
            "Copy the prepared text.",
            "Open the reviews of your profile by the link, and look for the one of {written_on}.",
            "Tap Reply, paste the text, change what does not fit, and send it.",
            "Come back and say that it is done.",
        ),
        why_not_automated="The platform cannot send it by itself at present; see the reason.",
        done_when="You say that it is done, or the reply is seen on Google.",
    ),
    ManualTaskKind.CHECK_REVIEW_REPLY: TaskWords(
        title="See whether a reply can be read on Google ({stars})",
        steps=(
            "Open the reviews of your profile by the link, and look for the one of {written_on}.",
            "Is the reply there? Then say that it is done.",
            "If it is not, paste the prepared text once more, or write in your own words.",
        ),
        why_not_automated="Google has not told within a day whether it shows the reply.",
        done_when="You say what you saw.",
    ),
    ManualTaskKind.RECONNECT_GOOGLE: TaskWords(
        title="Connect the Google Business Profile again",
        steps=(
            "Google takes the present connection no longer, perhaps since a changed password.",
            "Sign in to Google with the account that owns the profile, and allow access again.",
            "Store the new connection; what waited goes on by itself.",
        ),
        why_not_automated="Only the owner can sign in there and allow it.",
        done_when="The connection is active again; then this vanishes by itself.",
    ),
    ManualTaskKind.RECONNECT_FACEBOOK: TaskWords(
        title="Connect the Facebook Page again",
        steps=(
            "Meta takes the present connection no longer, perhaps since a changed password.",
            "Sign in to Meta with the account that owns the Page, and allow access again.",
            "Store the new connection; what waited goes on by itself.",
        ),
        why_not_automated="Only the owner can sign in there and allow it.",
        done_when="The connection is active again; then say that it is done.",
    ),
    ManualTaskKind.RECONNECT_INSTAGRAM: TaskWords(
        title="Connect the Instagram account again",
        steps=(
            "Meta takes the present connection no longer, perhaps since a changed password.",
            "Sign in to Meta with the account that owns the account, and allow access again.",
            "Store the new connection; what waited goes on by itself.",
        ),
        why_not_automated="Only the owner can sign in there and allow it.",
        done_when="The connection is active again; then say that it is done.",
    ),
    ManualTaskKind.ANSWER_MESSAGE: TaskWords(
        title="Answer a customer on WhatsApp",
        steps=(
            "Open WhatsApp on the shop's phone, and look for the message of {written_at}.",
            "Read it to the end; a complaint, a refund or an allergy wants your own words.",
            "Answer, and come back to say that it is done.",
        ),
        why_not_automated="It could not be answered from the shop's facts, or calls for a person.",
        done_when="You say that it is done, or answer with the phone: then this closes by itself.",
    ),
    ManualTaskKind.SEND_MESSAGE: TaskWords(
        title="Send a message by hand that could not be sent",
        steps=(
            "Look up the message and its customer by the ids beside this task.",
            "Open WhatsApp on the shop's phone, or call: the customer waits for it.",
            "Send it in your own words, and come back to say that it is done.",
        ),
        why_not_automated="WhatsApp or a rule of the shop's did not let it go; see the reason.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.CHECK_MESSAGE: TaskWords(
        title="See whether a message has arrived",
        steps=(
            "Look up the message and its customer by the ids beside this task.",
            "Open the chat on the shop's phone: is the message there, with two ticks?",
            "If it is not, send it again; then say what you saw.",
        ),
        why_not_automated="WhatsApp never answered, and sending again might reach them twice.",
        done_when="You say what you saw, or WhatsApp tells after all.",
    ),
    ManualTaskKind.RECONNECT_WHATSAPP: TaskWords(
        title="Connect the WhatsApp number again",
        steps=(
            "WhatsApp takes the present token no longer.",
            "In Meta Business settings, make a new token for the system user.",
            "Store the new connection; messages go out again from then on.",
        ),
        why_not_automated="Only the owner of the account can make a token.",
        done_when="The connection is active again.",
    ),
    ManualTaskKind.LOOK_AT_REMOVED_REVIEWS: TaskWords(
        title="{count} reviews have disappeared from Google ({stars})",
        steps=(
            "Open the reviews of your profile by the link: two readings a day apart missed them.",
            "If they were true ones, ask Google for them under Help, and note what it says.",
            "If they were spam, nothing is to be done.",
        ),
        why_not_automated="Only you know whether they were true; only an owner may ask Google.",
        done_when="You have looked; then say that it is done.",
    ),
    ManualTaskKind.REPAIR_WEBHOOK: TaskWords(
        title="See why {host} takes no webhooks any more",
        steps=(
            "Ask whoever runs the program at {host}: its endpoint has failed for days, or is gone.",
            "The list of deliveries shows what it answered.",
            "Once it works, enable the endpoint, and send again what was missed.",
        ),
        why_not_automated="The program there belongs to somebody else.",
        done_when="The endpoint is enabled again, or removed; then say that it is done.",
    ),
    ManualTaskKind.LOOK_AT_TEMPLATE: TaskWords(
        title="Look at the WhatsApp template {template}",
        steps=(
            "Open the template in WhatsApp Manager by the link.",
            "Read why it was stopped, or what its new category costs.",
            "Change it and send it in again, or choose another template for the reminders.",
        ),
        why_not_automated="WhatsApp has changed its state or category; its words are yours.",
        done_when="The template is approved again, or another one is in use.",
    ),
    ManualTaskKind.CREATE_CONTENT: TaskWords(
        title="Write today's post",
        steps=(
            "Pick one true thing of today: a dish, a look, a new arrival, a free hour.",
            "Take a photo of it by daylight, without a customer's face unless they agreed.",
            "Write two sentences: what it is, and until when or how to get it.",
        ),
        why_not_automated="Nothing is written by itself while Google is not connected.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.PUBLISH_POST: TaskWords(
        title="Publish today's post on Facebook and Instagram",
        steps=(
            "Open Meta Business Suite by the link, and choose both accounts.",
            "Add the photo and the words; on Instagram up to five hashtags.",
            "Publish, and look at the post once as a customer sees it.",
        ),
        why_not_automated="Facebook and Instagram are not connected.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.ENGAGE: TaskWords(
        title="Answer comments on your own posts",
        steps=(
            "Open the inbox of Meta Business Suite by the link.",
            "Answer each comment and question under your own posts in one or two sentences.",
            "Hide what is rude; do not like, follow or comment elsewhere just to be seen.",
        ),
        why_not_automated="Facebook and Instagram are not connected.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.POST_UPDATE: TaskWords(
        title="Post an update on the Google profile",
        steps=(
            "Open the posts of your profile by the link, and tap Add update.",
            "Use the words and the photo of today's post, without a phone number.",
            "Publish, and look an hour later whether Google shows it.",
        ),
        why_not_automated="The Google profile is not connected.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.UPDATE_INFO: TaskWords(
        title="See that hours and details on Google are right",
        steps=(
            "Open the profile by the link.",
            "Compare today's and tomorrow's hours with yours; festivals have hours of their own.",
            "Change what is wrong, or accept what Google has changed, and come back.",
        ),
        why_not_automated="The platform does not change the profile by itself yet.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.APPROVE_POST: TaskWords(
        title="Look at a post for {channel}",
        steps=(
            "Read the text that is prepared.",
            "Is it true and does it sound like you? Approve it; or change the words and approve.",
            "If you would rather not post it, decline it.",
        ),
        why_not_automated="You want to see posts before they go out.",
        done_when="You approve or decline the post; when its day is over, this vanishes by itself.",
    ),
    ManualTaskKind.POST_BY_HAND: TaskWords(
        title="Put a post on {channel}",
        steps=(
            "Copy the prepared text.",
            "Open {channel} by the link, and begin a new post there.",
            "Paste the text, add the picture (address: {image}), read it once and post it.",
            "Come back and say that it is done.",
        ),
        why_not_automated="The platform cannot post it by itself at present; see the reason.",
        done_when="You say that it is done.",
    ),
    ManualTaskKind.CHECK_POST: TaskWords(
        title="See whether a post is there on {channel}",
        steps=(
            "Open {channel} by the link, and look through your latest posts for the prepared text.",
            "Is it there? Then say that it is done, and do not post it again.",
            "If it is not, post the prepared text by hand, and say that it is done.",
        ),
        why_not_automated="It is not known whether the post can be seen.",
        done_when="You say what you saw.",
    ),
    **ROUTINES,
}
