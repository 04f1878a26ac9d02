# Explosion, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Explosionen: Hier finden Sie Schutz
#   by Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)
#   at bbk.bund.de/DE/Warnung-Vorsorge/Vorsorge/Schutz-suchen/Schutz-vor-Explosion/schutz-vor-explosion_node.html
#   read 2026-11-23
#   says Abstand zu Fenstern, Trümmern und Glassplittern

event = Explosion

## Die Gefahr ist da
headline = Explosion: { $place }. Meiden Sie das Gebiet.
what = { $authority }: Es gab eine Explosion: { $place }.
first = Meiden Sie das Gebiet. { say-distance }
next = Wenn Sie nahe sind, gehen Sie weg von Glas, Rauch und geparkten Autos.
until = Warten Sie auf die nächste Meldung.
sms = EXPLOSION: { $place }. Meiden Sie das Gebiet. Sind Sie nahe? Gehen Sie weg von Glas und Rauch. { $authority }, { $time }
push = Explosion: Gebiet meiden
display-1 = EXPLOSION
display-2 = GEBIET MEIDEN

## Sie ist möglich
possible = Eine Explosion ist möglich.
prepare = Seien Sie bereit wegzugehen. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Nach der Explosion ist es noch gefährlich.
keep = Meiden Sie das Gebiet.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Nach der Explosion besteht keine Gefahr mehr.
after = Sie können zurück. Berühren Sie nichts, was Sie nicht kennen.
none = Es gab keine Explosion.
unsure = Meiden Sie das Gebiet und warten Sie auf Nachrichten.
