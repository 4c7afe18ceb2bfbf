"""What do people write to a shop that is no inquiry? Our own lines, for a model to tell them by.

They were written before any message that the model is measured on was looked at.
"""

STRANGE_MESSAGES = """
how are you
i am fine and you
what is your name
who made you
are you a robot
are you real
tell me a joke
sing a song for me
do you love me
i love you
you are so cute
i am bored
good job
lol
haha
hmm
hmmm ok
oh
really
nothing
never mind
just checking
testing
test message
wrong number
sorry wrong number
who is this
who are you
do i know you
where did you get my number from
happy diwali to you and your family
happy new year
merry christmas
happy birthday bhai
good night sweet dreams
god bless you
jai shri ram
what is the weather today
will it rain tomorrow
what is the time now
who is the prime minister of india
who won the match yesterday
what is the score
india vs pakistan kab hai
tell me about history of india
what is the capital of france
translate this into hindi
solve this question for me
what is 25 plus 37
how to lose weight fast
how to make biryani
suggest a good movie
which phone should i buy
how to learn english
what is the meaning of life
can you write an essay
i want a job
any vacancy in your company
are you hiring
please send my resume to hr
i am a student looking for internship
we offer seo services for your website
we can increase your followers
do you need a personal loan
congratulations you have won a lottery
click this link and win a prize
invest with us and double your money
join my group
subscribe to my channel
forwarded as received
please share with ten friends
my mother is not well
i am going to my village
my train is late
i am in a meeting will talk later
i am driving
my exam is next week
my son goes to school
traffic is very bad today
i had lunch
my phone battery is low
my wifi is not working
recharge my mobile
book a flight to goa
call me a cab
play some music
set an alarm for six
turn on the lights
what is my account balance
how do i reset my password
open the app
which bus goes to the station
is the bank open today
when is the next holiday
petrol price today
gold rate today
share market update
what is bitcoin
are you single
send me your photo
let us be friends
what are you doing
did you eat
what do you think
i do not understand
say that again
you did not get me
that is not what i asked
something else
other
no
yes
maybe
i will think about it
i will tell you tomorrow
let me ask my wife
one minute
wait
coming
on the way
reached home
kya haal hai
kaise ho bhai
kya kar rahe ho
khana khaya kya
aap kaun ho
kaun bol raha hai
galat number hai
mujhe job chahiye
koi kaam milega kya
aaj mausam kaisa hai
match kaun jeeta
mazaak mat karo
pagal ho kya
chal jhoota
theek hai baad mein baat karte hain
main abhi bahar hoon
ghar pe koi nahi hai
bhai party kab de raha hai
shaadi mubarak ho
shubh ratri
ram ram ji
jai mata di
kuch nahi
rehne do
pata nahi
mera naam rahul hai
main delhi se hoon
papa ghar par nahi hain
gana sunao
chutkula sunao
aap insaan ho ya machine
क्या हाल है
आप कौन हैं
आज मौसम कैसा है
मुझे नौकरी चाहिए
शुभ रात्रि
गलत नंबर है
कुछ नहीं
मैं बाद में बात करूँगा
""".strip().splitlines()
