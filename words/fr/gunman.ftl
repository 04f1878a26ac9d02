# Un homme armé attaque, en français.
# État : proposé.
# Page: Réagir en cas d'attaque terroriste
#   by Service d'information du Gouvernement
#   at gouvernement.fr/reagir-attaque-terroriste
#   read 2026-11-23
#   says s'échapper sans risques, sinon se barricader, une fois caché appeler les secours
# Page: Réagir en cas d'attaque terroriste
#   by Préfecture du Cher
#   at cher.pref.gouv.fr/index.php/Politiques-publiques/Securite/Comment-reagir-en-cas-d-attaque-terroriste
#   read 2026-11-23
#   says « S'échapper, se cacher, alerter »

event = Homme armé

## Le danger est là
headline = Homme armé : { $place }. Échappez-vous ou cachez-vous.
what = { $authority } : Un homme armé tire : { $place }.
first = Échappez-vous si c'est sans danger. Sinon, cachez-vous et fermez à clé.
next = Coupez le son du téléphone. À l'abri, appelez la police.
until = Restez cachés jusqu'à l'arrivée de la police.
sms = HOMME ARME : { $place }. Échappez-vous ou cachez-vous. Fermez à clé, sans bruit. { $authority }, { $time }
push = Homme armé : fuyez ou cachez-vous
display-1 = HOMME ARME
display-2 = FUIR, SE CACHER

## Il est possible
possible = Un homme armé peut attaquer.
prepare = Repérez les sorties. Gardez votre téléphone allumé.

## Il continue
goes-on = L'homme armé est toujours là.
keep = Cachez-vous et fermez à clé.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'homme armé n'est plus un danger.
after = Vous pouvez sortir. Suivez les consignes de la police.
all-clear-push = Fin d'alerte : plus d'homme armé
all-clear-display =
    FIN D'ALERTE
    DANGER PASSE
none = Il n'y a pas d'homme armé.
unsure = Restez chez vous et attendez des nouvelles.
