"""Our own words of praise and blame in Hindi as it is typed in Latin letters.
One spelling each: `spelling` finds the others. `~` stands for the endings a, e, i. A comma ends
an entry. Written by us; learned from no file.
"""
VERY_GOOD = """
shandar, shaandar, lajawab, lajavab, lajawaab, zabardast, jabardast, jabrdast, jbrdst, kamal ka, kamal ki, kamaal, gazab, gajab, ghazab,
behtareen, behtarin, bemisal, badhiya, badiya, bdiya, bdhiya, badhia, badia, ekdum mast, mazedar, mazedaar, majedar,
swadisht, swadist, lazeez, paisa vasool, paisa wasool, paise vasool, paisa wasul, full paisa vasool,
ati uttam, uttam, sarvottam, sarvashreshth, anmol, dil khush, dil jeet, dil jit, maza aa gaya, mza aa gya, maja aa gaya, mja aa gya, maza aaya,
majja aa gaya, mast, mst, dhansu, jhakas, jhakkas, dhamakedar, superhit, sabse accha, sabse acche, sabse acchi, sabse badhiya,
wah wah, shabash, shabaash, naman, koti koti,
garv, gaurav, gourav, fakr, proud hai, zindabad, jindabad, mahan, masha allah, mashallah, subhan allah, mashaallah,
tarif, taarif, tareef, tariif, salaam karta, bahut pyar, sher, pyara, pyari, pyare, khubsurat, khoobsurat, chaa gaye, cha gaye, cha gye
"""
GOOD = """
zinda bad, bina kisi dikkat, bina kisi pareshani, bina kisi problem, koi dikkat nahi, koi pareshani nahi, dhasu,
acch~, accha hai, achh~, ach~, achcha laga, shi hai, sahi hai, sach~, sundar, sunder, sundr, saaf, saf, saaf suthra, saf sutra, swachh, sasta, saste, sasti, fayda, faida, fayde,
pasand, psand, pasnd, khushi hui, meetha bolte, vinamra, izzat, ijjat, izzat se, imandar,
imaandar, eemandar, mehnati, mehnat, mehant, kabil, kaabil, bharosa, bharose, vishwas, vishwaas, visvas, visvash, taza, tazi, taaza, garma garam, narm, 
safalta, jit gaye, unnati, vikas kiya, badhiya kaam,
behtar, theek se, hamdardi, madad ki, madad karte, umda, dum hai, dam hai, nayab, nek, rahat, aage badho, 
salamat, duaein, aashirwad, ashirwad, ashirvad, sabhya, bindas, bindaas, chahate, chahte hai aapko, gajab ka,
gyani, mahaan, sahas
"""
BAD = """
koi staff nahi, umeed nahi thi, ummeed nahi thi, kanjus, dil tod diya, sharminda,
bura, bure, buri, bur~, kharab, khrab, khraab, kharaab, ganda, gnda, gand~, gandagi, gndgi, mehenga, mahanga, mehng~, mahang~, mehanga, mahnga, bekar, bekaar, bkar,
bkwas, bakvas, bekar hai, faltu, fltu, phaltu, dheema, dhima, dhim~, der se, deri, der lagi, thanda khana, thandi roti, basi, baasi, kachcha, kacch~, jala hua, jali hui, jal~ hua,
badbu, badboo, bdbu, dikkat, dikat, dikkt, taklif, takleef, takliif, musibat, nuksan, nuqsan, nuksaan,
galti, glti, galtiya, kami, kamzor, kamjor, dukhi, ro rahe, udas, nirash, niraash, nirasha, afsos, besharm, besaram,
jhut~, jhoothe, jhuthi, dhoka, dhokha, dhokebaz, dhokhebaz, thag, thagi, loot, loot rahe, lut, lutere, looter, chor, berojgar, berozgar, berojgari, berozgari, bhukh~, gareebi, garibi,
bura laga, bhuk se, mar rahe, marta hai, mar gaye, mar rhe, barbad, barbaad, brbad, barbadi, tabah, khatra, khatarnak, dar lag, badtameez, badtamiz, batameez, batamiz, badtamizi, ghamand, ghamandi, akad, akd,
lapar wah, laparwah, laparwahi, aalsi, kanjoos, koi fayda nahi, koi faida nahi, fayda nahi, koi kaam nahi, koi kam nahi, kisi kaam ka nahi, kuch nahi kiya, kuch nahi kar, kuch nahi karoge, kuch nhi kiya, kuch nhi hua,
kuch nahi hota, kuch nahi hua, kuch nhi hota, kuch nahi mila, bekaar gaya, paise barbad, paisa barbad, paise waste, time waste, mood kharab, mat jao, mat jana, mat lena, mt lena, mat kharid, mat aana, mat khana,
dobara nahi, dubara nahi, phir kabhi nahi, kabhi nahi jau, kabhi nahi aau, acche din kab, achhe din kab, ghoomte, ghumte, ghumta, ghumna, ghum rahe, ghum rhe, bhrasht, bhrastachar, bhrashtachar, rishwat, mehngai, mahangai, mehangai, mahngai,
atyachar, anyay, gadha, gadhe, gdha, naatak, natak, nautanki, notanki, dikhawa, dikhava, dramebaz, feku, pappu, gaddar, gaddari, gunda, gunde, gundagardi, 
ghatia kaam, nafrat, nafarat, nafrt, sadak par, dub mar, doob mar, sharm karo, band karo, bnd kro, bnd karo, kalank, kala dhan kaha, mansik
"""
VERY_BAD = """
ghatiya, ghtiya, ghatia, gatiya, bakwas, bakwaas, wahiyat, vahiyat, bahiyat, waahiyat, bekaar se bekaar, sabse bura, sabse kharab, sabse ganda, sabse ghatiya,
chutiya, chutia, chutiye, chutye, chutiyapa, kutta, kutte, kutto, kute, kuta, kuttey, kutti, harami, haraami, hrami, haramkhor, haramzada, haramzade, kamina, kamine, kaminey, kamini, suar, suwar, suvar, saala, sala, madarchod, behenchod, bhenchod,
madar chod, bhosdi, bhosdike, bhosdiwale, gandu, gaandu, gaand, randi, rand, jahannam, jahannami, jahanami, nalayak, nalayk, nikamma, nikamme, nikamm~, zaleel, jaleel, jalil, laanat, lanat, lanat hai, dajjal, shaitan, shaitaan,
saitan, kafir, dhoka diya, bc, mc, bsdk, aukat, aukaat, katil, qatil, hatyara, hatyare, deshdrohi, murda
"""
# Alone these do not decide.
FAINTLY_GOOD = """
shukriya, dhanyawad, dhanyavad, dhanywad, dhanyvad, badhai, badhaai, bdhai, pyar, pyaar, pyr, mohabbat, jaan hai, pranam, parnam, subhkamna, shubh kamna, shubhkamnaye, subhkamnaye, abhinandan, fan hu, fan hun, fan hoon, fan hn, fan hai, bada fan, badi fan, sukoon, sukun,
dil, dua, maza, mza, majaa, maze, maje, sahi, himmat, josh, jalwa, hero, tez, aasan, asan, aaram, khush, khus, khushi, khusi, dost, jeet, sath hai, saath hai, saath he, kamyab, tarakki, swagat, taqat, safal, jai ho, jay ho, mubarak ho, dil se
"""
FAINTLY_BAD = """
pagal, pagl, galat, glat, gussa, naraz, naraaz, chori, choro, pareshan, preshan, pareshaan, preshaan, pareshani, presani, sharam, sarm, sharm, shrm, dard, dukh, mushkil, mushqil, chup, andha, andhe, dhyan nahi, kab tak, kaala, rona, virodh, bewakoof, bewkuf, bevkuf, bewkoof, ullu, dushman, bhul gaye, bhul gye, bhool gaye, jhooth, jhoot, jhut, jhuth
"""
MIDDLING = """
thik thak, theek thaak, thik hai, theek hai, tik hai, thik he, thik h, theek h, thik tha, theek tha, chalega, chal jayega, kaam chalau, kam chalau, na accha na bura, itna khas nahi, utna khas nahi, aam hai
"""
SAYS_NOTHING = """
eid mubarak, eid mobarak, jumma mubarak, ke bad, k bad, ke baad, bad me, bad mein, bad mai, kamal karte ho, kamal kartay ho,
ke waste, k waste, kya haal, kya hal hai, kaise ho, kese ho, kese hai, mera dil, dil kahta, dil kehta, dost bano, dosti karo, frd, kab sahi, sahi baat batao, sach batao, sach bolo, sach me, sach mein, sahi me, sahi mein, acha to, accha to, acha moka, accha mauka, khush raho, khush rho, khus raho
"""
# Names and words of other kinds that the folding of spellings takes for one of the above.
OTHER_WORDS = frozenset(
("gandhi", "gandhiji", "ghandhi", "sale", "jeet", "dear", "cher", "same", "share", "ache", "dilli", "sit", "land", "grand", "juta", "mast kalandar")
)
