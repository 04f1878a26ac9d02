# Angriff mit großen Raketen, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Explosionen: Hier finden Sie Schutz
#   by Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)
#   at bbk.bund.de/DE/Warnung-Vorsorge/Vorsorge/Schutz-suchen/Schutz-vor-Explosion/schutz-vor-explosion_node.html
#   read 2026-11-23
#   says fensterlose Kellerräume, innenliegende Räume, weg von Fenstern

event = Raketenangriff

## Die Gefahr ist da
headline = Raketenangriff: { $place }. Suchen Sie sofort Schutz.
what = { $authority }: Raketen sind im Anflug: { $place }.
first = Suchen Sie sofort Schutz, in einem Keller oder in einem Raum ohne Fenster. { say-minutes }
next = Legen Sie sich auf den Boden. Schützen Sie den Kopf mit den Armen.
until = Bleiben Sie dort bis zur Entwarnung.
sms = RAKETENANGRIFF: { $place }. Suchen Sie sofort Schutz, am besten im Keller. { say-minutes } { $authority }, { $time }
push = Raketenangriff: sofort Schutz suchen
display-1 = RAKETENANGRIFF
display-2 = SCHUTZ SUCHEN

## Sie ist möglich
possible = Ein Raketenangriff ist möglich.
prepare = Bleiben Sie nahe an einem Schutzraum. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Weitere Raketen können kommen.
keep = Bleiben Sie im Schutzraum oder im Keller.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Raketenangriff ist vorbei.
after = Sie können wieder hinaus. Berühren Sie keine Teile von Raketen.
none = Es gibt keinen Raketenangriff.
unsure = Bleiben Sie nahe an einem Schutzraum und warten Sie auf Nachrichten.
