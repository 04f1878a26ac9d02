# Tout le monde doit partir, en français.
# État : proposé.
# Page: FAQ
#   by Les bons réflexes
#   at lesbonsreflexes.com/categoriefaq/consignes-de-securite-en-cas-dalerte/page/3/
#   read 2026-11-23
#   says emporter médicaments et papiers d'identité ; attendre l'autorisation de rentrer

event = Évacuation

## Le danger est là
headline = Évacuation : { $place }. Partez maintenant.
what = { $authority } : Il est dangereux de rester : { $place }.
first = Partez maintenant. { say-direction } { say-minutes } { say-destination }
next = Prenez téléphone, médicaments et papiers. Aidez vos voisins.
until = Ne revenez pas avant la fin d'alerte.
sms = ÉVACUATION : { $place }. Partez maintenant avec papiers et médicaments. { $authority }, { $time }
push = Évacuation : partez maintenant
display-1 = EVACUATION
display-2 = PARTEZ

## Il est possible
possible = Une évacuation est possible.
prepare = Préparez vos affaires : téléphone, médicaments, papiers.

## Il continue
goes-on = L'évacuation continue.
keep = Partez si vous n'avez pas pu partir.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'évacuation est finie.
after = Vous pouvez rentrer. Soyez prudents sur la route.
none = Il n'y a pas d'évacuation.
unsure = N'approchez pas et attendez des nouvelles.
