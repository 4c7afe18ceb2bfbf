"""Our own words of praise and blame in Hindi as it is typed in Latin letters.

One spelling each: `spelling` finds the others. `~` stands for the endings a, e, i. A comma ends
an entry. Written by us, copied from no list.
"""

VERY_GOOD = """
shandar, lajawab, zabardast, jabrdast, jbrdst, kamal ka, kamal ki, kamaal, gazab, behtareen,
bemisal, badhiya, bdiya, badhia, ekdum mast, mazedar, swadisht, lazeez, paisa vasool,
paise vasool, full paisa vasool, ati uttam, uttam, sarvottam, sarvashreshth, anmol,
dil khush, dil jeet, maza aa gaya, mza aa gya, maza aaya, mast, mst, dhansu, jhakas,
dhamakedar, superhit, sabse accha, sabse acche, sabse acchi, sabse badhiya, wah wah,
shabash, naman, koti koti, garv, gaurav, gourav, fakr, proud hai, zindabad, mahan,
masha allah, mashallah, subhan allah, tarif, salaam karta, bahut pyar, sher, pyara, pyari,
pyare, khubsurat, chaa gaye, cha gye
"""
GOOD = """
zinda bad, bina kisi dikkat, bina kisi pareshani, bina kisi problem, koi dikkat nahi,
koi pareshani nahi, dhasu, acch~, achcha laga, sach~, sundar, sunder, sundr, saaf,
saaf suthra, swachh, sasta, saste, sasti, fayda, faida, fayde, pasand, psand, pasnd,
khushi hui, meetha bolte, vinamra, izzat, izzat se, imandar, mehnati, mehnat, mehant, kabil,
bharosa, bharose, vishwas, taza, tazi, garma garam, narm, safalta, jit gaye, badhiya kaam,
behtar, theek se, hamdardi, madad ki, madad karte, umda, dum hai, dam hai, nayab, nek,
rahat, salamat, duaein, aashirwad, sabhya, bindas, chahate, gajab ka, gyani, sahas
"""
BAD = """
thik nahi, thik nahin, thik nhi, thik nai, thik se nahi, thik se nhi,
koi staff nahi, umeed nahi thi, kanjus, dil tod diya, sharminda, bura, bure, buri, bur~,
kharab, khrab, ganda, gnda, gand~, gandagi, gndgi, mehenga, mahanga, mehng~, mahang~, mehanga,
mahnga, bekar, bkar, bekar hai, faltu, fltu, dheema, dhim~, der se, deri, der lagi,
thanda khana, thandi roti, basi, kachcha, kacch~, jala hua, jali hui, jale hue, badbu, bdbu,
dikkat, dikkt, taklif, musibat, nuksan, galti, glti, galtiya, kami, kamzor, dukhi, ro rahe,
udas, nirash, nirasha, afsos, besharm, besaram, jhut~, jhoothe, jhuthi, dhoka, dhokebaz, thag,
thagi, loot, loot rahe, lutere, looter, chor, bura laga, bhuk se, mar rahe, marta hai,
mar gaye, mar rhe, barbad, brbad, barbadi, tabah, khatra, khatarnak, dar lag, badtameez,
batameez, badtamizi, ghamand, ghamandi, akad, akd, lapar wah, laparwah, laparwahi, aalsi,
koi fayda nahi, koi faida nahi, fayda nahi, koi kaam nahi, kisi kaam ka nahi,
kuch nahi kiya, kuch nahi kar, kuch nahi karoge, kuch nhi kiya, kuch nhi hua,
kuch nahi hota, kuch nahi hua, kuch nhi hota, kuch nahi mila, bekaar gaya,
paise barbad, paisa barbad, paise waste, time waste, mood kharab, mat jao, mat jana,
mat lena, mt lena, mat kharid, mat aana, mat khana, dobara nahi, dubara nahi,
phir kabhi nahi, kabhi nahi jau, kabhi nahi aau, bhrasht, bhrastachar, rishwat, mehngai,
mahangai, mehangai, mahngai, atyachar, anyay, gadha, gadhe, gdha, naatak, nautanki, notanki,
dikhawa, dramebaz, gaddar, gaddari, gunda, gunde, gundagardi, ghatia kaam, nafrat, nafarat,
nafrt, dub mar, sharm karo, band karo, bnd kro, bnd karo, kalank
"""
VERY_BAD = """
bakwas, bkwas, ghatiya, ghtiya, ghatia, wahiyat, bahiyat, bekaar se bekaar, sabse bura,
sabse kharab, sabse ganda, sabse ghatiya, chutiya, chutia, chutiye, chutye, chutiyapa, kutta,
kutte, kutto, kuttey, kutti, harami, hrami, haramkhor, haramzada, haramzade, kamina, kamine,
kaminey, kamini, suar, suwar, saala, madarchod, behenchod, bhenchod, madar chod, bhosdi,
bhosdike, bhosdiwale, gandu, gaand, randi, rand, jahannam, jahannami, nalayak, nalayk, nikamma,
nikamme, nikamm~, zaleel, laanat, lanat hai, shaitan, dhoka diya, bc, mc, bsdk, katil, hatyara,
hatyare
"""
# Alone these do not decide.
FAINTLY_GOOD = """
shukriya, dhanyawad, dhanywad, badhai, bdhai, pyar, pyr, mohabbat, jaan hai, pranam, parnam,
subhkamna, shubh kamna, shubhkamnaye, abhinandan, fan hu, fan hun, fan hn, fan hai,
bada fan, badi fan, sukoon, dil, dua, maza, mza, maze, sahi, himmat, josh, jalwa, hero, tez,
aasan, aaram, khush, khushi, dost, jeet, sath hai, saath he, kamyab, swagat, taqat, safal,
jai ho, mubarak ho, dil se
"""
FAINTLY_BAD = """
pagal, pagl, galat, glat, gussa, naraz, chori, choro, pareshan, preshan, pareshani, presani,
sharam, sarm, shrm, dard, dukh, mushkil, chup, andha, andhe, dhyan nahi, kab tak, rona, virodh,
bewakoof, bewkuf, ullu, dushman, bhul gaye, bhul gye, jhooth
"""
MIDDLING = """
thik thak, thik hai, thik he, thik h, thik tha, chalega, chal jayega, kaam chalau,
na accha na bura, itna khas nahi, utna khas nahi, aam hai
"""
SAYS_NOTHING = """
eid mubarak, eid mobarak, jumma mubarak, ke bad, k bad, bad me, bad mein, bad mai,
kamal karte ho, kamal kartay ho, ke waste, k waste, kya haal, kya hal hai, kaise ho,
kese ho, kese hai, mera dil, dil kahta, dil kehta, dost bano, dosti karo, frd, kab sahi,
sahi baat batao, sach batao, sach bolo, sach me, sach mein, sahi me, sahi mein, acha to,
acha moka, accha mauka, khush raho, khush rho
"""
# Names and words of other kinds that the folding of spellings takes for one of the above.
OTHER_WORDS = frozenset({"ache", "gandhi", "gandhiji", "ghandhi", "juta", "sale", "share", "sit"})
