# Tsunami, en français.
# État : proposé.
# Page: Conseils en cas de houle, marée de tempête, tsunami
#   by Risques naturels à La Réunion
#   at risquesnaturels.re/conseils/conseil-houle/
#   read 2026-11-23
#   says à l'intérieur des terres ou sur les hauteurs, ne pas retourner au bord de l'eau sans autorisation

event = Tsunami

## Le danger est là
headline = Tsunami : { $place }. Gagnez les hauteurs.
what = { $authority } : Un tsunami arrive sur la côte : { $place }.
first = Gagnez les hauteurs maintenant, à pied. { say-minutes } { say-destination }
next = Sinon, montez au troisième étage ou plus haut.
until = Il y a plusieurs vagues. Restez en haut jusqu'à la fin d'alerte.
sms = TSUNAMI : { $place }. Gagnez les hauteurs à pied. Plusieurs vagues arrivent. { $authority }, { $time }
push = Tsunami : gagnez les hauteurs
display-1 = TSUNAMI
display-2 = MONTEZ VITE

## Il est possible
possible = Un tsunami est possible.
prepare = Préparez-vous à monter. N'approchez pas de la mer.

## Il continue
goes-on = D'autres vagues du tsunami arrivent.
keep = Montez et restez en haut.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le danger de tsunami est passé.
after = Vous pouvez rentrer. N'approchez pas des maisons touchées.
none = Il n'y a pas de tsunami.
unsure = N'approchez pas de la mer et attendez des nouvelles.
