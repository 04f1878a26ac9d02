# Tout le monde doit rentrer, en français.
# État : proposé.
# Page: La mise à l'abri
#   by Préfecture d'Indre-et-Loire
#   at indre-et-loire.gouv.fr/Politiques-publiques/Securite-et-protection-des-personnes/Securite-civile/L-alerte/La-mise-a-l-abri
#   read 2026-11-23
#   says mise à l'abri, ne sortir qu'en fin d'alerte
# Page: Reconnaître le signal national
#   by SDIS 77
#   at sdis77.fr/gestes-qui-sauvent/les-bons-comportements/reconnaitre-le-signal-national
#   read 2026-11-23
#   says « Mettez-vous immédiatement à l'abri dans un local », « Fermez tout »

event = Danger dehors

## Le danger est là
headline = Danger dehors : { $place }. Rentrez immédiatement.
what = { $authority } : Il est dangereux d'être dehors : { $place }.
first = Rentrez immédiatement. Fermez portes et fenêtres.
next = Restez loin des vitres. Faites entrer les autres.
until = Restez à l'intérieur jusqu'à la fin d'alerte.
sms = DANGER DEHORS : { $place }. Rentrez vite. Fermez les portes et les volets. { $authority }, { $time }
push = Danger dehors : rentrez
display-1 = DANGER DEHORS
display-2 = RENTREZ

## Il est possible
possible = Il peut y avoir un danger dehors.
prepare = Restez près d'un lieu couvert. Gardez votre téléphone allumé.

## Il continue
goes-on = Le danger dehors continue.
keep = Restez à l'intérieur.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger dehors est passé.
after = Vous pouvez sortir.
all-clear-push = Fin d'alerte : danger dehors passé
all-clear-display =
    FIN D'ALERTE
    DANGER PASSE
none = Il n'y a pas de danger dehors.
unsure = Restez à l'intérieur et attendez des nouvelles.
