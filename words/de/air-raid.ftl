# Luftangriff, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Im Kriegsfall: wo gibt es Schutzräume
#   by BBK, zitiert von mittelhessen.de
#   at mittelhessen.de/lokales/dillenburg/dillenburg/im-kriegsfall-wo-gibt-es-schutzraume-im-lahn-dill-kreis_25440780
#   read 2026-11-23
#   says in ein Gebäude, am besten in den Keller; innenliegender Raum mit wenigen Außenwänden und Fenstern

event = Luftangriff

## Die Gefahr ist da
headline = Luftangriff: { $place }. Suchen Sie sofort Schutz.
what = { $authority }: Ein Angriff aus der Luft droht: { $place }.
first = Suchen Sie sofort Schutz. Gehen Sie in den nächsten Schutzraum oder Keller. { say-minutes }
next = Wenn es keinen gibt, gehen Sie in einen Raum ohne Fenster in der Mitte des Hauses.
until = Bleiben Sie dort bis zur Entwarnung.
sms = LUFTANGRIFF: { $place }. Suchen Sie sofort Schutz im Keller oder in einem Raum ohne Fenster. { $authority }, { $time }
push = Luftangriff: sofort Schutz suchen
display-1 = LUFTANGRIFF
display-2 = SCHUTZ SUCHEN

## Sie ist möglich
possible = Ein Luftangriff ist möglich.
prepare = Bleiben Sie nahe an einem Schutzraum. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Der Luftangriff dauert an.
keep = Bleiben Sie im Schutzraum oder im Keller.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Luftangriff ist vorbei.
after = Sie können wieder hinaus. Berühren Sie nichts, was vom Himmel gefallen ist.
none = Es gibt keinen Luftangriff.
unsure = Bleiben Sie nahe an einem Schutzraum und warten Sie auf Nachrichten.
