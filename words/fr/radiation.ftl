# Rejet radioactif, en français.
# État : proposé.
# Page: La mise à l'abri
#   by Préfecture d'Indre-et-Loire
#   at indre-et-loire.gouv.fr/Politiques-publiques/Securite-et-protection-des-personnes/Securite-civile/L-alerte/La-mise-a-l-abri
#   read 2026-11-23
#   says se confiner dans un local clos, arrêter ventilation et climatisation, ne sortir qu'en fin d'alerte

event = Rejet radioactif

## Le danger est là
headline = Rejet radioactif : { $place }. Rentrez immédiatement.
what = { $authority } : De l'air radioactif touche { $place }.
first = Rentrez immédiatement. Allez à la cave ou au centre du bâtiment.
next = Si vous étiez dehors, ôtez vos vêtements et lavez-vous. { say-drift }
until = Restez à l'intérieur jusqu'à la fin d'alerte.
sms = RADIOACTIF : { $place }. Rentrez, fermez tout. Vous étiez dehors ? Lavez-vous. { $authority }, { $time }
push = Rejet radioactif : rentrez
display-1 = RADIOACTIF
display-2 = RENTREZ

## Il est possible
possible = Un rejet radioactif est possible.
prepare = Restez près de chez vous. Repérez une cave.

## Il continue
goes-on = L'air est toujours radioactif.
keep = Restez à l'intérieur, tout fermé.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le rejet radioactif est fini.
after = Vous pouvez sortir. Mangez seulement ce qui est permis.
none = Il n'y a pas de rejet radioactif.
unsure = Restez à l'intérieur et attendez des nouvelles.
