# Zone interdite, en français.
# État : proposé.
# Page: Un périmètre de sécurité de 250 mètres a été établi autour de ce hangar
#   by La préfecture, citée par infoNormandie
#   at infonormandie.com/Incendie-d-un-hangar-agricole-pres-de-Gisors-les-secours-face-a-un-risque-d-explosion_a33861.html
#   read 2026-11-23
#   says éviter le secteur, faciliter l'intervention des secours

event = Zone de danger

## Le danger est là
headline = Zone de danger : { $place }. N'approchez pas.
what = { $authority } : Il y a un danger : { $place }.
first = N'approchez pas. { say-distance }
next = Sur place, partez dans le calme. Laissez passer les secours.
until = Attendez le prochain message.
sms = ZONE DE DANGER : { $place }. N'approchez pas. Sur place, partez dans le calme. { $authority }, { $time }
push = Zone de danger : n'approchez pas
display-1 = ZONE DE DANGER
display-2 = N'APPROCHEZ PAS

## Il est possible
possible = Un danger est possible ici.
prepare = Préparez un autre chemin. Gardez votre téléphone allumé.

## Il continue
goes-on = Le danger continue.
keep = N'approchez pas.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger est passé.
after = Vous pouvez y aller de nouveau.
all-clear-push = Fin d'alerte : le danger est passé
all-clear-display =
    FIN D'ALERTE
    DANGER PASSE
none = Il n'y a pas de danger.
unsure = N'approchez pas et attendez des nouvelles.
