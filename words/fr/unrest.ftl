# Émeute à proximité, en français.
# État : proposé.
# Page: Manifestations : prudence aux voyageurs
#   by Ministère des Affaires étrangères, cité par Europe 1
#   at europe1.fr/international/manifestations-prudence-aux-voyageurs-1244297
#   read 2026-11-23
#   says se tenir éloigné de tout rassemblement

event = Émeute

## Le danger est là
headline = Émeute : { $place }. Évitez les foules.
what = { $authority } : Des gens violents sont dans la rue : { $place }.
first = Évitez les foules. N'allez pas sur place.
next = Sur place, partez par une petite rue. Sinon, entrez dans un bâtiment.
until = Attendez le prochain message.
sms = ÉMEUTE : { $place }. Évitez les foules. Sur place, partez par une petite rue. { $authority }, { $time }
push = Émeute : évitez les foules
display-1 = EMEUTE
display-2 = RESTEZ LOIN

## Il est possible
possible = Une émeute est possible.
prepare = Restez près de chez vous. Gardez votre téléphone allumé.

## Il continue
goes-on = L'émeute continue.
keep = Évitez les foules.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'émeute est finie.
after = Vous pouvez sortir. Suivez les consignes de la police.
none = Il n'y a pas d'émeute.
unsure = Évitez les foules et attendez des nouvelles.
