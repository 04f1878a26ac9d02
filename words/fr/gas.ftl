# Gaz ou produit chimique dans l'air, en français.
# État : proposé.
# Page: Que faire en cas d'accident industriel
#   by Géorisques, ministère de la Transition écologique
#   at georisques.gouv.fr/me-preparer-me-proteger/que-faire-en-cas-d-accident-industriel
#   read 2026-11-23
#   says se mettre à l'abri, fermer portes et fenêtres, arrêter la ventilation, respirer à travers un linge humide

event = Gaz dangereux

## Le danger est là
headline = Gaz dangereux : { $place }. Rentrez immédiatement.
what = { $authority } : Un gaz dangereux est dans l'air : { $place }.
first = Rentrez immédiatement. Fermez portes et fenêtres et coupez la ventilation.
next = Montez dans les étages. Mettez un linge mouillé sur le nez et la bouche. { say-drift }
until = Restez à l'intérieur jusqu'à la fin d'alerte.
sms = GAZ DANGEREUX : { $place }. Rentrez, fermez tout, coupez la ventilation. { $authority }, { $time }
push = Gaz dangereux : rentrez
display-1 = GAZ DANGEREUX
display-2 = RENTREZ

## Il est possible
possible = Un gaz dangereux peut arriver.
prepare = Restez près de chez vous. Repérez une salle facile à fermer.

## Il continue
goes-on = Le gaz est toujours dans l'air.
keep = Restez à l'intérieur, tout fermé.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le gaz est parti.
after = Vous pouvez sortir. Aérez pendant une heure.
none = Il n'y a pas de gaz.
unsure = Restez à l'intérieur et attendez des nouvelles.
