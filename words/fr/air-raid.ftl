# Attaque aérienne, en français.
# État : proposé.
# Page: Reconnaître le signal national
#   by SDIS 77
#   at sdis77.fr/gestes-qui-sauvent/les-bons-comportements/reconnaitre-le-signal-national
#   read 2026-11-23
#   says « Mettez-vous immédiatement à l'abri »

event = Attaque aérienne

## Le danger est là
headline = Attaque aérienne : { $place }. Abritez-vous immédiatement.
what = { $authority } : Une attaque aérienne menace { $place }.
first = Abritez-vous immédiatement. Entrez dans un abri ou dans une cave. { say-minutes }
next = Sinon, allez dans une pièce sans fenêtre, au centre du bâtiment.
until = Restez-y jusqu'à la fin d'alerte.
sms = ATTAQUE AERIENNE : { $place }. Abritez-vous vite, en cave ou loin des vitres. { $authority }, { $time }
push = Attaque aérienne : abritez-vous
display-1 = ATTAQUE AERIENNE
display-2 = ABRITEZ-VOUS

## Il est possible
possible = Une attaque aérienne est possible.
prepare = Restez près d'un abri. Gardez votre téléphone allumé.

## Il continue
goes-on = L'attaque aérienne continue.
keep = Restez à l'abri.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'attaque aérienne est finie.
after = Vous pouvez quitter l'abri. Ne touchez rien de ce qui est tombé.
none = Il n'y a pas d'attaque aérienne.
unsure = Restez près d'un abri et attendez des nouvelles.
