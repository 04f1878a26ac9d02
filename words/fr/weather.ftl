# Orage, tornade, vent violent, en français.
# État : proposé.
# Page: Les consignes : risque tempête
#   by Préfecture du Rhône
#   at rhone.gouv.fr/Politiques-publiques/Securite-et-protection-de-la-population/La-securite-civile/Les-risques-majeurs/Les-risques-majeurs-dans-le-Rhone/Le-Dossier-Departemental-sur-les-Risques-Majeurs/Risque-tempete/Les-consignes
#   read 2026-11-23
#   says restez chez vous, ne pas toucher aux fils tombés au sol

event = Orage dangereux

## Le danger est là
headline = Orage dangereux : { $place }. Rentrez immédiatement.
what = { $authority } : Un orage dangereux arrive : { $place }.
first = Rentrez immédiatement. Restez loin des vitres. { say-minutes }
next = En voiture, arrêtez-vous loin des arbres et restez dedans.
until = Restez à l'intérieur jusqu'à la fin d'alerte.
sms = ORAGE DANGEREUX : { $place }. Rentrez vite. Restez loin des arbres et des vitres. { $authority }, { $time }
push = Orage dangereux : rentrez
display-1 = ORAGE DANGEREUX
display-2 = RENTREZ

## Il est possible
possible = Un orage dangereux est possible.
prepare = Rentrez ce que le vent peut emporter. Restez près de chez vous.

## Il continue
goes-on = L'orage dangereux continue.
keep = Restez à l'intérieur.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'orage est fini.
after = Vous pouvez sortir. Ne touchez pas les fils au sol.
none = Il n'y a pas d'orage dangereux.
unsure = Restez à l'intérieur et attendez des nouvelles.
