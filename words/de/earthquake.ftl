# Erdbeben, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Verhalten bei Erdbeben
#   by Freiwillige Feuerwehr Puchberg
#   at ff-puchberg.at/erdbeben.html
#   read 2026-11-23
#   says unter einen schweren Tisch; im Freien bleiben, weg von Gebäuden und Leitungen

event = Erdbeben

## Die Gefahr ist da
headline = Erdbeben: { $place }. Gehen Sie in Deckung und halten Sie sich fest.
what = { $authority }: Die Erde bebt: { $place }.
first = Gehen Sie in Deckung, unter einem festen Tisch. Halten Sie sich fest.
next = Sind Sie draußen? Bleiben Sie im Freien, weg von Mauern und Kabeln.
until = Wenn die Erde nicht mehr bebt, warten Sie auf die nächste Meldung.
sms = ERDBEBEN: { $place }. In Deckung gehen, Kopf schützen, festhalten. Danach ruhig hinaus, kein Aufzug. { $authority }, { $time }
push = Erdbeben: in Deckung gehen
display-1 = ERDBEBEN
display-2 = IN DECKUNG GEHEN

## Sie ist möglich
possible = Ein Erdbeben ist möglich.
prepare = Halten Sie Schuhe und Handy bereit. Suchen Sie einen festen Tisch.

## Sie dauert an
goes-on = Weitere Erdbeben können kommen.
keep = Gehen Sie in Deckung, wenn es wieder bebt.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Das Erdbeben ist vorbei.
after = Sie können zurück, aber nur in Häuser ohne Risse.
none = Es gibt kein Erdbeben.
unsure = Bleiben Sie weg von Mauern mit Rissen und warten Sie auf Nachrichten.
