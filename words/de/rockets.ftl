# Beschuss mit Raketen oder Granaten, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Explosionen: Hier finden Sie Schutz
#   by Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)
#   at bbk.bund.de/DE/Warnung-Vorsorge/Vorsorge/Schutz-suchen/Schutz-vor-Explosion/schutz-vor-explosion_node.html
#   read 2026-11-23
#   says fensterlose Kellerräume, innenliegende Räume, weg von Fenstern

event = Raketenbeschuss

## Die Gefahr ist da
headline = Raketenbeschuss: { $place }. Suchen Sie sofort Schutz.
what = { $authority }: Raketen sind im Anflug: { $place }.
first = Suchen Sie sofort Schutz. Gehen Sie in einen Schutzraum, in einen Keller oder in einen Raum ohne Fenster. { say-minutes }
next = Wenn das nicht geht, legen Sie sich flach hin. Schützen Sie den Kopf mit den Armen.
until = Bleiben Sie dort bis zur Entwarnung.
sms = RAKETEN: { $place }. Suchen Sie sofort Schutz, weg von Fenstern. Sonst flach hinlegen, Kopf schützen. { $authority }, { $time }
push = Raketen: sofort Schutz suchen
display-1 = RAKETEN
display-2 = SCHUTZ SUCHEN

## Sie ist möglich
possible = Raketenbeschuss ist möglich.
prepare = Bleiben Sie nahe an einem Schutzraum. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Weitere Raketen können kommen.
keep = Bleiben Sie im Schutzraum oder im Keller.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Raketenbeschuss ist vorbei.
after = Sie können wieder hinaus. Berühren Sie keine Teile von Raketen.
none = Es gibt keinen Raketenbeschuss.
unsure = Bleiben Sie nahe an einem Schutzraum und warten Sie auf Nachrichten.
