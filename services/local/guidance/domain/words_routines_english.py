"""How is the routine work that is not of the nine told in English?"""

from collections.abc import Mapping

from local.guidance.domain.manual_task import ManualTaskKind
from local.intelligence.domain.task_words import TaskWords

_DONE_WHEN = "You say that it is done."
ROUTINES: Mapping[ManualTaskKind, TaskWords] = {
    ManualTaskKind.READ_REVIEWS: TaskWords(
        title="Look for new reviews on Google",
        steps=(
            "Open the reviews of your profile by the link.",
            "Sort them by the newest, and read what came since yesterday.",
            "Answer what wants an answer, and come back.",
        ),
        why_not_automated="Google is not connected or lets nobody read; see the reason.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_REMOVED_REVIEWS: TaskWords(
        title="See whether reviews have disappeared",
        steps=(
            "Open the reviews of your profile by the link, and note their number.",
            "Compare it with the number of last week; look for reviews that you remember.",
            "If true ones are gone, ask Google for them under Help, and note what it says.",
        ),
        why_not_automated="The platform cannot read the profile at present; see the reason.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.WATCH_COMPETITORS: TaskWords(
        title="See what changed around the shop",
        steps=(
            "Search on the map for your kind of shop around you by the link.",
            "Look at your five nearest rivals: hours, prices, photos, offers.",
            "Write down what changed, and the one thing that you will do about it.",
        ),
        why_not_automated="Much of what can be seen on the map must not be stored.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.PUBLISH_BRIEF: TaskWords(
        title="Put the day's figures together",
        steps=(
            "Read the brief of yesterday: GET /api/v2/local/insights/today.",
            "Look at today's appointments, open questions and new reviews.",
            "Choose the three things that you will do today.",
        ),
        why_not_automated="You have asked for it to stay with you, or it could not be computed.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.PLAN_FESTIVALS: TaskWords(
        title="Plan for the next festival",
        steps=(
            "Look at the next festivals of your state in the daily brief.",
            "Choose one: what will you offer, how much of it, from which day on?",
            "Order what is needed, and write its special hours into the Google profile.",
        ),
        why_not_automated="What a shop can and wants to offer, only its owner knows.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_CONNECTIONS: TaskWords(
        title="Connect a lost account again",
        steps=(
            "See which connection needs it: GET /api/v2/local/connections.",
            "Sign in at that vendor with the account that owns it, and allow access again.",
            "Store the new connection; what waited goes on by itself.",
        ),
        why_not_automated="Only the owner can sign in there and allow it.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.ADD_PHOTOS: TaskWords(
        title="Add fresh photos to the Google profile",
        steps=(
            "Take three photos by daylight: the front, the inside, one thing that you sell.",
            "Ask whoever can be recognised, or leave them out.",
            "Open the photos of your profile by the link, add them, and look how they show.",
        ),
        why_not_automated="Nobody but you can take the photos.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.THANK_VISITORS: TaskWords(
        title="Thank the visitors of yesterday",
        steps=(
            "Look at yesterday's appointments or bills: who came for the first time?",
            "Write one sentence to each who has agreed to messages: thanks, and for what.",
            "Leave out whoever complained; call them instead.",
        ),
        why_not_automated="The platform does not send thanks by itself yet.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.ASK_FOR_REVIEWS: TaskWords(
        title="Ask visitors for a review",
        steps=(
            "Open your profile by the link, and copy the address for asking for reviews.",
            "Send it to every visitor of yesterday who has agreed to messages, happy or not.",
            "Offer nothing for it, and ask nobody twice within 90 days.",
        ),
        why_not_automated="The platform does not ask for reviews by itself yet.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.WIN_BACK_CUSTOMERS: TaskWords(
        title="Write to customers who stay away",
        steps=(
            (
                "Find who used to come and has not for twice as long as usual: the daily brief "
                "names how many."
            ),
            "Choose up to ten who have agreed to offers.",
            "Write to each in one sentence why it is worth coming again, and note who answers.",
        ),
        why_not_automated="The platform does not write to them by itself yet.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.LIST_UNANSWERED: TaskWords(
        title="Answer the inquiries that still wait",
        steps=(
            "List the open tasks of the kind answer_message, the oldest first.",
            "Answer each on the shop's phone, or call; complaints first.",
            "Come back and say that it is done.",
        ),
        why_not_automated="They could not be answered from the shop's facts, or call for a person.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_MESSAGE_COSTS: TaskWords(
        title="Look at what messages have cost",
        steps=(
            "See the month by category: GET /api/v2/local/messages/costs.",
            "Is the cap reached? Then decide: raise it, or wait for the next month.",
            "Change it in the settings of messages, and come back.",
        ),
        why_not_automated="How much messages may cost, only the owner decides.",
        done_when=_DONE_WHEN,
    ),
    ManualTaskKind.CHECK_TEMPLATES: TaskWords(
        title="See whether the message templates are approved",
        steps=(
            "Open the templates at WhatsApp Manager by the link.",
            "Look for what is rejected, paused or in another category than before.",
            "Change its words there and send it in again, or choose another in the settings.",
        ),
        why_not_automated="WhatsApp is not connected or does not answer; see the reason.",
        done_when=_DONE_WHEN,
    ),
}
