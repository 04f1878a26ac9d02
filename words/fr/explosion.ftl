# Une explosion a eu lieu, en français.
# État : proposé.
# Page: Un périmètre de sécurité de 250 mètres a été établi autour de ce hangar
#   by La préfecture, citée par infoNormandie
#   at infonormandie.com/Incendie-d-un-hangar-agricole-pres-de-Gisors-les-secours-face-a-un-risque-d-explosion_a33861.html
#   read 2026-11-23
#   says éviter le secteur

event = Explosion

## Le danger est là
headline = Explosion : { $place }. Évitez le secteur.
what = { $authority } : Une explosion a eu lieu : { $place }.
first = Évitez le secteur. { say-distance }
next = Si vous êtes près, éloignez-vous des vitres, de la fumée et des voitures.
until = Attendez le prochain message.
sms = EXPLOSION : { $place }. Évitez le secteur. Sur place, éloignez-vous des vitres. { $authority }, { $time }
push = Explosion : évitez le secteur
display-1 = EXPLOSION
display-2 = ELOIGNEZ-VOUS

## Il est possible
possible = Une explosion est possible.
prepare = Préparez-vous à partir. Gardez votre téléphone allumé.

## Il continue
goes-on = Après l'explosion, le danger continue.
keep = Évitez le secteur.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger de l'explosion est passé.
after = Vous pouvez revenir. Ne touchez pas un objet inconnu.
none = Il n'y a pas eu d'explosion.
unsure = Évitez le secteur et attendez des nouvelles.
