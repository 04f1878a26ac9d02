# Un véhicule fonce sur les gens, en français.
# État : proposé.
# Page: Réagir en cas d'attaque terroriste
#   by Service d'information du Gouvernement
#   at gouvernement.fr/reagir-attaque-terroriste
#   read 2026-11-23
#   says s'échapper sans risques, sinon se barricader

event = Attaque à la voiture

## Le danger est là
headline = Attaque à la voiture : { $place }. Éloignez-vous de la rue.
what = { $authority } : Une voiture fonce sur les gens : { $place }.
first = Éloignez-vous de la rue. Entrez dans un bâtiment.
next = Sinon, mettez-vous derrière un mur ou un objet solide.
until = Attendez le prochain message.
sms = ATTAQUE EN VOITURE : { $place }. Éloignez-vous de la rue, entrez quelque part. { $authority }, { $time }
push = Attaque : éloignez-vous de la rue
display-1 = ATTAQUE VOITURE
display-2 = QUITTEZ LA RUE

## Il est possible
possible = Une attaque à la voiture est possible.
prepare = Restez à l'écart de la rue. Gardez votre téléphone allumé.

## Il continue
goes-on = L'attaque à la voiture continue.
keep = Restez à l'écart de la rue.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger de la voiture est passé.
after = Vous pouvez sortir. Laissez passer les secours.
none = Il n'y a pas d'attaque à la voiture.
unsure = Restez à l'écart de la rue et attendez des nouvelles.
