"""Of which sentences are posts in English made?"""

from local.businesses.domain.category import BusinessCategory
from local.execution.domain.post_tips_english import TIPS
from local.execution.domain.post_words import PostWords
from local.reviews.domain.topics import Topic

ENGLISH = PostWords(
    closings=(
        "See you soon at {name}.",
        "Everybody at {name} sends warm regards.",
        "Look in on us when you pass by: {name}.",
        "Until next time, your team at {name}.",
        "Have a good day, says {name}.",
        "A warm hello from {name}.",
        "Take care, and think of {name} when you are nearby.",
    ),
    closings_open=(
        "Today {name} is open {hours}.",
        "You will find us at {name}, today {hours}.",
        "Come by when it suits you: {name} is open {hours} today.",
        "{name} is there for you {hours} today.",
        "Our doors are open {hours} today. Your team at {name}",
        "Drop in at {name}, we are here {hours} today.",
        "Today we are here {hours}, and happy to see you. {name}",
    ),
    closings_closed=(
        "{name} is closed today; we are back on {weekday}, {hours}.",
        "Today is our day off. On {weekday} {name} is open again {hours}.",
        "We rest today, and see you on {weekday}: {name}, {hours}.",
    ),
    wishes=(
        "We wish you and your family a bright and happy day.",
        "May your home be full of laughter and good company today.",
        "Enjoy the day with the people you love.",
        "May the day bring joy to you and to everybody around you.",
        "Here is to a peaceful and joyful day for your family.",
    ),
    ahead=(
        "Only {days} days until {festival}.",
        "{festival} is {days} days away.",
        "In {days} days it is {festival}.",
    ),
    get_ready={
        BusinessCategory.SALON: "Do you want to look festive? Then this is the week to think of "
        "your appointment.",
        BusinessCategory.RESTAURANT: "Where will your family sit down together? A plan made early "
        "leaves more time to enjoy the day.",
        BusinessCategory.GROCERY: "Is the list for sweets, snacks and guests ready? Written early, "
        "it saves the last-minute run.",
    },
    open_on_sunday=(
        "Is Sunday your free day? We are open then as well, {hours}.",
        "No time during the week? On Sunday we are open {hours}.",
    ),
    weekly_off=(
        "A small reminder: {weekday} is our weekly day off.",
        "Please note that we are closed on {weekday}s, as every week.",
    ),
    open_late=(
        "After work is early enough: today we are open until {time}.",
        "A long day? No hurry, we stay open until {time} today.",
    ),
    open_early=(
        "For early risers: today we open at {time}.",
        "Up with the birds? So are we: our day begins at {time}.",
    ),
    at_home=(
        "{city} is our home, and we are glad of every neighbour who looks in.",
        "Greetings to everybody in {city}, old friends and new neighbours alike.",
    ),
    offer=(
        "Our offer “{title}” runs until {day}.",
        "Have you seen it? “{title}” is on until {day}.",
    ),
    offer_ends_today=(
        "Last day today for our offer “{title}”.",
        "Today is the last chance for “{title}”.",
    ),
    praised=(
        "Many of you praise our {topic} in your reviews. Thank you, it keeps us going.",
        "Your reviews often have a kind word for our {topic}. That means a lot to us.",
    ),
    topics={
        Topic.AMBIENCE: "atmosphere",
        Topic.CLEANLINESS: "cleanliness",
        Topic.DELIVERY: "delivery",
        Topic.FOOD: "food",
        Topic.HAIR: "hair work",
        Topic.PRODUCT: "products",
        Topic.SERVICE: "service",
        Topic.STAFF: "staff",
        Topic.VARIETY: "choice",
    },
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    tips=TIPS,
)
