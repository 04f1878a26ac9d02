# Un barrage cède, en français.
# État : proposé.
# Page: L'alerte et les secours
#   by Préfecture de Vaucluse
#   at vaucluse.gouv.fr/l-alerte-et-les-secours-a10314.html
#   read 2026-11-23
#   says rejoindre immédiatement, à pied, les hauteurs

event = Rupture de barrage

## Le danger est là
headline = Rupture de barrage : { $place }. Gagnez les hauteurs.
what = { $authority } : Un barrage cède. L'eau va arriver : { $place }.
first = Gagnez les hauteurs maintenant. { say-minutes } { say-destination }
next = Allez à pied. Ne marchez pas et ne roulez pas dans l'eau.
until = Restez en haut jusqu'à la fin d'alerte.
sms = BARRAGE : { $place }. Gagnez les hauteurs à pied. L'eau arrive. { $authority }, { $time }
push = Barrage : gagnez les hauteurs
display-1 = BARRAGE CEDE
display-2 = MONTEZ VITE

## Il est possible
possible = Un barrage peut céder.
prepare = Préparez-vous à monter. N'approchez pas de la rivière.

## Il continue
goes-on = Le danger du barrage continue.
keep = Montez et restez en haut.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger du barrage est passé.
after = Vous pouvez rentrer. N'approchez pas de l'eau ni des fils.
none = Le barrage tient bon.
unsure = N'approchez pas de la rivière et attendez des nouvelles.
