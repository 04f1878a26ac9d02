# Angriff mit Drohnen, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Explosionen: Hier finden Sie Schutz
#   by Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)
#   at bbk.bund.de/DE/Warnung-Vorsorge/Vorsorge/Schutz-suchen/Schutz-vor-Explosion/schutz-vor-explosion_node.html
#   read 2026-11-23
#   says fensterlose Kellerräume, innenliegende Räume

event = Drohnenangriff

## Die Gefahr ist da
headline = Drohnenangriff: { $place }. Suchen Sie sofort Schutz.
what = { $authority }: Drohnen sind im Anflug: { $place }.
first = Suchen Sie sofort Schutz. Gehen Sie in einen Schutzraum, in einen Keller oder in einen Raum ohne Fenster. { say-minutes }
next = Bleiben Sie weg von Fenstern. Gehen Sie nicht hinaus, um zu schauen oder zu filmen.
until = Bleiben Sie dort bis zur Entwarnung.
sms = DROHNEN: { $place }. Suchen Sie sofort Schutz, weg von Fenstern. Gehen Sie nicht hinaus. { $authority }, { $time }
push = Drohnen: sofort Schutz suchen
display-1 = DROHNEN
display-2 = SCHUTZ SUCHEN

## Sie ist möglich
possible = Ein Drohnenangriff ist möglich.
prepare = Bleiben Sie nahe an einem Schutzraum. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Weitere Drohnen können kommen.
keep = Bleiben Sie im Schutzraum oder im Keller.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Drohnenangriff ist vorbei.
after = Sie können wieder hinaus. Berühren Sie keine Teile von Drohnen.
none = Es gibt keine Drohnen.
unsure = Bleiben Sie nahe an einem Schutzraum und warten Sie auf Nachrichten.
