"""How is each kind of task told in English?"""

from collections.abc import Mapping

from local.intelligence.domain.task_words import TaskWords

_YOUR_ACCOUNT = "Only the owner can sign in there and agree to the terms."
_ONLY_YOU_KNOW = "Only you know it; we do not guess."
_YOUR_SHOP = "It happens in the shop, where no program can reach."
_FIELD = "The field {field} is set; then this vanishes by itself."
_SAY_DONE = "You say that it is done; it then stays away for 90 days."


def _profile(field: str, title: str, *steps: str, why: str = _ONLY_YOU_KNOW) -> TaskWords:
    done = _FIELD.format(field=field)
    return TaskWords(title=title, steps=steps, why_not_automated=why, done_when=done)


ENGLISH: Mapping[str, TaskWords] = {
    "profile:google_business_id": _profile(
        "google_business_id",
        "Connect the Google Business Profile",
        "Open business.google.com and sign in with the shop's Google account.",
        "Search for your shop by name and address; claim it, or add it if it is not there.",
        "Prove that it is yours, by the way that Google offers: phone, post or video.",
        "Copy the profile's id from its settings and set google_business_id.",
        why=_YOUR_ACCOUNT,
    ),
    "profile:opening_hours": _profile(
        "opening_hours",
        "State the opening hours",
        "Write down from when to when you are open, for each day of the week.",
        "Leave out the days on which you are closed; write a lunch break as two stretches.",
        "Set opening_hours, and look whether the door says the same.",
    ),
    "profile:whatsapp_phone_number_id": _profile(
        "whatsapp_phone_number_id",
        "Connect a WhatsApp Business number",
        "Open business.facebook.com and sign in; create a business account if there is none.",
        "Under WhatsApp accounts add the shop's number, and confirm it by the code that is sent.",
        "Copy the phone number id from there and set whatsapp_phone_number_id.",
        why=_YOUR_ACCOUNT,
    ),
    "profile:instagram_business_id": _profile(
        "instagram_business_id",
        "Connect the Instagram business account",
        "In the Instagram app open Settings, and turn the account into a business account.",
        "Connect it there with the shop's Facebook page.",
        "Copy its id from business.facebook.com, under accounts, and set instagram_business_id.",
        why=_YOUR_ACCOUNT,
    ),
    "profile:facebook_page_id": _profile(
        "facebook_page_id",
        "Connect the Facebook page",
        "Open facebook.com/pages/create, or the page that you have.",
        "Fill in name, trade, address, phone and hours.",
        "Copy the page id from the page's About section and set facebook_page_id.",
        why=_YOUR_ACCOUNT,
    ),
    "profile:monthly_budget": _profile(
        "monthly_budget",
        "State the monthly budget",
        "Look at what you spent on advertising in each of the last three months.",
        "Settle what you can spend in a month without worry; 0 is an answer too.",
        "Set monthly_budget, in rupees.",
    ),
    "profile:latitude": _profile(
        "latitude and longitude",
        "Give the shop's own coordinates",
        "Open a map on the phone and stand at the shop's door.",
        "Press long on the spot until the map shows two numbers, such as 28.6315, 77.2167.",
        "Set latitude to the first number and longitude to the second.",
    ),
    "profile:state": _profile(
        "state",
        "State in which state of India the shop stands",
        "Look at the address on a bill or on the GST certificate.",
        "Note the state, such as Karnataka or KA.",
        "Set state; the festivals of that state then follow.",
    ),
    "profile:places": TaskWords(
        title="Have the places around the shop looked up",
        steps=(
            "See that the shop's coordinates are right; the search begins there.",
            "Ask OpenStreetMap with POST /api/v2/local/places/fetches.",
            "Enter the five rivals that you know best with POST /api/v2/local/rivals.",
            "Look at the list of competitors, and enter who is missing.",
        ),
        why_not_automated="You choose whom to ask, and only you know which rivals matter.",
        done_when="A place within your radius is stored; then this vanishes by itself.",
    ),
    "gap:trade": TaskWords(
        title="Let the area know you",
        steps=(
            "Walk 500 metres in each direction, and note where people wait or pass by.",
            "Write one sentence that says what you offer, where you are and when you are open.",
            "Put it on the profile, at your door, and where you saw people wait.",
            "Ask new customers for four weeks how they found you, and note the answers.",
        ),
        why_not_automated=_YOUR_SHOP,
        done_when=_SAY_DONE,
    ),
    "gap:daypart": TaskWords(
        title="Be open when others are not: {name}",
        steps=(
            "Settle who opens the shop and who stays, and what that costs in a week.",
            "Try it for four weeks; state the new hours on the door and wherever you are listed.",
            "Count each day who comes in these hours, and what they spend.",
            "Keep the hours if that pays for the wages and the light; else drop them.",
        ),
        why_not_automated=_YOUR_SHOP,
        done_when="These hours are in opening_hours on four days a week; then this vanishes.",
    ),
    "gap:amenity": TaskWords(
        title="Offer what is rare around, or say that you do: {name}",
        steps=(
            "Ask yourself first whether you offer it already: {name}.",
            "If you do, say so on the profile, on the map and at the door.",
            "If you do not, ask ten customers whether they want it, and find out what it costs.",
        ),
        why_not_automated=_YOUR_SHOP,
        done_when=_SAY_DONE,
    ),
    "season": TaskWords(
        title="Prepare for {name}",
        steps=(
            "Look at what you sold and who asked around {name} last year.",
            "Order stock, and settle who works on which day.",
            "Settle one offer, and the opening hours of these days.",
            "Announce both on the profile, at the door and to customers who agreed to get offers.",
        ),
        why_not_automated="Stock, staff and offers are your decision and your money.",
        done_when="You say that it is done; on the day it vanishes by itself.",
    ),
    "missed_demand": TaskWords(
        title="Answer inquiries in time: {name}",
        steps=(
            "Look through phone and chat: what was asked at these times, and what got no answer?",
            "Settle by name who answers then, and who stands in.",
            "Write three short answers ready to send: price, hours, how to book.",
            "Let a greeting say when you answer, wherever nobody can within the hour.",
            "Send the inquiries of the next four weeks, and see whether fewer are missed.",
        ),
        why_not_automated="No connection answers for you yet, and some questions need a person.",
        done_when="Newer records show most of these inquiries answered within the hour, or you say "
        "that it is done.",
    ),
    "lapsing": TaskWords(
        title="Invite back the customers who have stopped coming",
        steps=(
            "Open the list of customers who stay away; the most valuable stand first.",
            "Strike out everybody who did not agree to get offers from you: do not write to them.",
            "Write to the others by hand and by name, with one reason to come; once, not again.",
            "Speak to the rest when you meet them, and ask what was missing.",
        ),
        why_not_automated="Only those who agreed may be written to, and a personal word is yours.",
        done_when=_SAY_DONE,
    ),
    "no_shows:remind": TaskWords(
        title="Remind every customer who booked ahead",
        steps=(
            "Each evening list the appointments of the next day that were booked well ahead.",
            "Call each, or write to those who agreed to it: day, hour, and how to cancel.",
            "Give a freed appointment to whoever waits.",
            "Note each reminder, and send it with the appointments in the column reminded.",
        ),
        why_not_automated="No connection sends reminders for you yet.",
        done_when=_SAY_DONE,
    ),
    "no_shows:record_reminders": TaskWords(
        title="Find out whether reminders help",
        steps=(
            "Add a column reminded to your appointment book.",
            "Remind every second customer who booked well ahead, and write yes or no for each.",
            "Send the appointments once a month; 30 of each show the difference.",
        ),
        why_not_automated="Whether somebody was reminded is known in the shop alone.",
        done_when="Most appointments on record say whether the customer was reminded.",
    ),
    "reviews:mend": TaskWords(
        title="Mend what reviews blame: {name}",
        steps=(
            "Read the newest reviews that speak of it: {name}.",
            "Write down the three complaints that come most often.",
            "Change one thing within a week, and tell the team why.",
            "Answer these reviews: say what you changed, and do not argue.",
        ),
        why_not_automated=_YOUR_SHOP,
        done_when="Newer reviews praise it as often as they blame it; import them to see it.",
    ),
    "reviews:tell": TaskWords(
        title="Say in the profile what reviews praise: {name}",
        steps=(
            "Read five reviews that praise it: {name}.",
            "Put it in one sentence, in your customers' words and without naming any of them.",
            "Set this sentence first in the description of your profile.",
        ),
        why_not_automated="How your shop presents itself is your word.",
        done_when=_SAY_DONE,
    ),
    "reviews:conflicts": TaskWords(
        title="Read the reviews whose words contradict their stars",
        steps=(
            "Open the summary of your reviews; the conflicts are listed with the words that count.",
            "Read each in full: is it a slip of the finger, irony, or a real complaint?",
            "Answer real complaints as you would answer one star.",
        ),
        why_not_automated="Every second of them may be a misreading of ours; a person sees it.",
        done_when=_SAY_DONE,
    ),
}
