"""Our own words of praise and blame in English, as customers in India write it.

A comma ends an entry; several words are a phrase. Written by us, copied from no list.
"""

VERY_GOOD = """
owsome, osm, superrb, supperb, lv u, lov u, lov you, lovly, lovley, ilove, fabulus, excelent,
amezing, beautifull, evergreen, amazing, awesome, awsome, awsm, excellent, exellent, outstanding,
superb, suberb, fantastic, fabulous, wonderful, wonderfull, brilliant, perfect, perfectly,
perfection, best, bestest, delicious, delecious, delicous, yummy, yumm, yum, yummiest,
mouthwatering, mouth watering, scrumptious, lovely, loved, love, loving, luv, luved, great, gr8,
grt, greatest, exceptional, exceptionally, extraordinary, magnificent, marvellous, marvelous,
mindblowing, mind blowing, stunning, heavenly, divine, finest, flawless, impeccable, splendid,
terrific, phenomenal, incredible, unbeatable, must visit, must try, must go, must have,
highly recommend, highly recommended, strongly recommend, definitely recommend,
worth every penny, worth every rupee, value for money, vfm, top notch, topnotch,
top class, world class, five stars, 5 stars, 5 star, 10 on 10, on point, to die for,
out of this world, second to none, blown away, lip smacking, lipsmacking, finger licking,
drool worthy, gem, hidden gem, bliss, will visit again, would visit again, visit again,
will come again, come again, come back again, will be back, will definitely,
would definitely, keep it up, kudos, hats off, salute, cheers to, thumbs up,
never disappoints, never disappoint, never disappointed, never fails, never failed,
never let down, can never go wrong, cant go wrong, no complaints, no complaint,
nothing to complain, cannot complain, cant complain, could not be better,
couldnt be better, cant get enough, happy customer, spot on, proud, legend, superhit,
blockbuster, adorable, exquisite, sumptuous
"""
GOOD = """
kewl, nce, nis, gudd, hpy, hppy, cutey, hottt, happy, fast, good, gud, goood, nice, nyc, nicely,
fine, decent, pleasant, pleasing, polite, courteous, curteous, friendly, helpful, attentive,
prompt, promptly, quick, quickly, fresh, freshly, tasty, tasteful, taste good, flavourful,
flavorful, flavoursome, juicy, crispy, crisp, tender, cozy, cosy, comfortable, comfy, clean,
hygienic, neat, tidy, well maintained, spacious, beautiful, beautifully, gorgeous, elegant,
classy, cool, fun, enjoy, enjoyed, enjoyable, enjoying, happily, glad, satisfied, satisfying,
satisfactory, impressed, impressive, recommend, recommended, recommending, worth, worthy,
reasonable, reasonably, affordable, economical, pocket friendly, budget friendly,
cost effective, inexpensive, generous, hospitable, welcoming, cooperative, accommodating,
professional, skilled, expert, favourite, favorite, fav, fave, liked, i like, really like,
i liked, superior, well done, well cooked, well prepared, well behaved, well mannered,
well trained, well served, well presented, soothing, soulful, vibrant, lively, peaceful,
serene, calm, relaxing, relaxed, charming, attractive, appealing, authentic, delight, delightful,
delighted, smile, smiling, humble, sweet gesture, kind, caring, punctual, on time, honest,
trustworthy, reliable, smooth, smoothly, hassle free, convenient, improved, much better,
far better, way better, upgrade, innovative, creative, super, suprb, supr, wow, bravo, success,
successful, beauty, cute, handsome, sexy, stylish, ample, plenty, good to go, huge fan,
big fan, sweet, scenic, aesthetic, mesmerising, mesmerizing, memorable, hearty, lavish,
aromatic, wholesome, yes yes, genuine, high quality, good work, gud work, gd, vibes, craving,
crave, exciting, excited
"""
BAD = """
used to be, used to love, used to like, used to enjoy, used to serve, used to have,
very late, so late, too late, late delivery, delivered late, came late, got late, bad,
badly, poor, poorly, slow, slowly, delay, delayed, cold, stale, bland, dry, soggy, oily, greasy,
salty, undercooked, under cooked, uncooked, overcooked, over cooked, raw, burnt, burned,
rubbery, chewy, hard to chew, tasteless, flavourless, flavorless, watery, smelly, smell,
smelling, stink, stinking, dirty, unclean, messy, filthy, sticky, noisy, loud, crowded,
congested, cramped, expensive, costly, pricey, overpriced, over priced, overhyped, over hyped,
overrated, over rated, rude, rudely, arrogant, ignorant, careless, unprofessional, impolite,
unfriendly, ill mannered, inattentive, unattentive, lazy, confused, clueless, disappointed,
disappointing, disappointment, disapointed, dissapointed, disappoint, disappoints, unhappy,
unsatisfied, dissatisfied, upset, annoyed, annoying, irritating, irritated, frustrated,
frustrating, boring, bored, dull, mediocre, average at best, below average, not up to,
nt up to, not upto, not worth, isnt worth, wasnt worth, nothing special, nothing great,
nothing much, not happy, missing, forgot, forgotten, ignored, ignore, ignoring, broken,
damaged, problem, problems, issue, issues, complaint, complain, complained, complaints, mistake,
mistakes, error, fail, failed, fails, failure, lack, lacks, lacked, lacking, worsened,
deteriorated, gone down, going down, went down, declined, degraded, could be better,
could have been better, should be better, can be better, could be improved,
can be improved, needs improvement, need improvement, needs to improve, need to improve,
needs to be improved, must improve, should improve, room for improvement,
scope for improvement, scope of improvement, expected better, expected more, wont visit,
wont recommend, wouldnt recommend, wont go, wont come, dont recommend, do not recommend,
not recommend, would not recommend, will not recommend, cannot recommend, not recommended,
not suggest, wont suggest, avoid, avoided, beware, refused, refuse, denied, cancelled,
canceled, no response, unavailable, not available, not cooked, not working, didnt work,
doesnt work, less quantity, quantity is less, quantity was less, had to wait,
had to ask, kept waiting, long time, waited, took forever, took ages, half an hour,
an hour, one hour, two hours, 45 min, 45 mins, 45 minutes, 30 mins, 30 minutes, 1 hour,
2 hours, 1 hr, overcharged, over charged, extra charge, hidden charges, cheated, loss, flop,
let down, letdown, turn off, put off, off putting, unwell, vomit, vomiting, poisoning,
stomach ache, upset stomach, stomach upset, indigestion, unhealthy, spoiled, spoilt, rotten,
artificial, lousy, shabby, suffocating, hot and humid, no ac, unbearable, unacceptable,
insufficient, inadequate, limited menu, mislead, misleading, false, lie, lied, liar, lies,
barely edible, difficult, regret, regretted, sorry state, unfair, harsh, hate, hated, useless,
wasted, wasting, shameful, stupid, idiot, leftover, leftovers, insects, insect, cockroach,
hair in, found hair, hair strand, worm, worms, sore, sour taste, weak, shit,
never responded, loot, corrupt, mess
"""
VERY_BAD = """
not coming, not going again, not visiting, not returning, worst, worse, terrible, horrible,
horribly, horrendous, awful, pathetic, patethic, disgusting, disgusted, disgrace, disgraceful,
ridiculous, nasty, yuck, yucky, trash, garbage, rubbish, crap, dreadful, appalling, atrocious,
abysmal, inedible, unhygienic, unhygenic, unhygeinic, food poisoning, waste of money,
waste of time, wastage of money, wastage, total waste, complete waste, never again,
never visit, never go, never order, never come, never ordering, never going,
never recommend, never visiting, dont go, do not go, dont visit, do not visit,
dont order, do not order, dont waste, do not waste, stay away, zero stars, zero star,
negative stars, no stars, fraud, scam, cheat, cheats, cheater, cheaters, cheating, robbery,
thieves, thief, nightmare, insult, insulted, insulting, hopeless, fed up, ruined, ruin,
spoiled our, spoiled my, hostile, misbehaved, misbehaving, misbehaviour, misbehavior, abusive,
abused, sucks, sucked, bullshit, fuck, bastard, murderer, highly disappointed, big no,
sick of, worthless, good for nothing
"""
# Alone these do not decide.
FAINTLY_GOOD = """
thank, thanks, thankyou, thnx, thnks, thanx, tnx, congrats, congratulations, congratulation, hit,
respect, strong, powerful, special, patient, rich, smart, easily, treat, easy, interesting,
likes, better than, win, winner, unique, warm
"""
FAINTLY_BAD = """
wrong, waiting, sick, ill, fool, no one, nobody, tough, sad, angry, limited options, late,
waste, shame
"""
# Neither praise nor blame, and it says so.
MIDDLING = """
okay, ok, okish, okayish, oky, average, avg, moderate, so so, soso, not bad not good, mixed,
neither good nor bad, passable, fair enough, one time visit, not great not bad, alright,
nothing extraordinary, usual
"""
# Would count if they were read word by word; they say nothing.
SAYS_NOTHING = """
no thanks, no thank, nhi thanks, nahi thanks, all the best, no doubt, no doubts,
without doubt, without a doubt, without any doubt, not only, nothing but, why not,
no wonder, no matter, good morning, good evening, good afternoon, good night, good day,
good amount of time, good luck, best of luck, best regards, happy birthday,
happy new year, happy diwali, happy holi, happy to, most of, at least, best way,
like to, fast food, chilli, cold coffee, cold drink, cold drinks, cold beer,
cold beverages, ice cold, cold stone, hot and sour, sweet and sour, fried rice,
dry fruits, dry fruit, late night, late nights, late lunch, late evening, late dinner,
sour soup, sweet corn, sweet dish, sweet dishes, sweet tooth, soft drinks, fine dine,
fine dining, happy hours, happy hour, fresh lime, raw mango, chicken dry, gobi dry,
manchurian dry, dry manchurian, hot n sour, not just, no need, no idea, special mention,
day special, special occasion, sunday special, house special, good food but,
was expecting good, for good, better service, for a change, smoke smell,
strong recommendation, well known, hit the, loud music, waiting area, waiting for,
warm up, hard rock, the issue was solved, good enough reason, would have been good,
would have been great, would be good, would be great, would be nice,
would have been nice, would have been better, would be better, expected good,
if you like, people who like, those who like, kind of, or something like, fair share
"""
