# Ein Staudamm bricht, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Wasseralarm
#   by Kanton Glarus
#   at gl.ch/verwaltung/sicherheit-und-justiz/militaer-und-zivilschutz/bevoelkerungsschutz/alarmierung-der-bevoelkerung/wasseralarm.html/6919
#   read 2026-11-23
#   says das gefährdete Gebiet sofort verlassen, die nächstgelegene Anhöhe aufsuchen

event = Staudammbruch

## Die Gefahr ist da
headline = Staudammbruch: { $place }. Gehen Sie sofort nach oben.
what = { $authority }: Ein Staudamm bricht, das Wasser kommt: { $place }.
first = Gehen Sie sofort nach oben, auf einen Hügel oder Berg. { say-minutes } { say-destination }
next = Gehen Sie zu Fuß. Gehen und fahren Sie nie durch das Wasser.
until = Bleiben Sie oben bis zur Entwarnung.
sms = STAUDAMM BRICHT: { $place }. Gehen Sie sofort nach oben, zu Fuß. Das Wasser kommt. { $authority }, { $time }
push = Staudamm bricht: gehen Sie nach oben
display-1 = STAUDAMMBRUCH
display-2 = NACH OBEN GEHEN

## Sie ist möglich
possible = Ein Staudamm kann brechen.
prepare = Seien Sie bereit, nach oben zu gehen. Bleiben Sie weg vom Fluss.

## Sie dauert an
goes-on = Die Gefahr durch den Staudamm dauert an.
keep = Gehen Sie nach oben und bleiben Sie dort.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Gefahr durch den Staudamm ist vorbei.
after = Sie können zurück. Bleiben Sie weg von Wasser und Kabeln.
none = Der Staudamm ist sicher.
unsure = Bleiben Sie weg vom Fluss und warten Sie auf Nachrichten.
