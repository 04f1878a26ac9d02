# Attaque de drones, en français.
# État : proposé.
# Page: Les agresseurs russes ciblent fréquemment les secouristes, les volontaires et les civils
#   by Administration militaire régionale de Zaporijia, citée par Nenka
#   at nenka.info/fr/ryatuvalnyky-rozpovily-yak-ubezpechyty-sebe-vid-udariv-droniv
#   read 2026-11-23
#   says mettez-vous immédiatement à couvert

event = Attaque de drones

## Le danger est là
headline = Attaque de drones : { $place }. Abritez-vous immédiatement.
what = { $authority } : Des drones volent vers { $place }.
first = Abritez-vous immédiatement. Entrez dans un abri ou dans une pièce sans fenêtre. { say-minutes }
next = Restez loin des vitres. Ne sortez pas pour regarder ou filmer.
until = Restez-y jusqu'à la fin d'alerte.
sms = DRONES : { $place }. Abritez-vous vite, loin des vitres. Ne sortez pas regarder. { $authority }, { $time }
push = Drones : abritez-vous
display-1 = DRONES
display-2 = ABRITEZ-VOUS

## Il est possible
possible = Une attaque de drones est possible.
prepare = Restez près d'un abri. Gardez votre téléphone allumé.

## Il continue
goes-on = D'autres drones peuvent arriver.
keep = Restez à l'abri.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'attaque de drones est finie.
after = Vous pouvez quitter l'abri. Ne touchez aucun débris.
none = Il n'y a pas de drone.
unsure = Restez près d'un abri et attendez des nouvelles.
