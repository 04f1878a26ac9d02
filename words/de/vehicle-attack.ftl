# Ein Fahrzeug fährt in Menschen, auf Deutsch.
# Stand: vorgeschlagen.
# Page: none found
#   looked 2026-11-23

event = Angriff mit Fahrzeug

## Die Gefahr ist da
headline = Angriff mit Fahrzeug: { $place }. Gehen Sie sofort von der Straße.
what = { $authority }: Ein Fahrzeug fährt in Menschen: { $place }.
first = Gehen Sie sofort von der Straße. Gehen Sie in ein Gebäude.
next = Wenn das nicht geht, stellen Sie sich hinter eine Mauer oder etwas Festes.
until = Warten Sie auf die nächste Meldung.
sms = ANGRIFF MIT FAHRZEUG: { $place }. Gehen Sie von der Straße, in ein Haus oder hinter eine Mauer. { $authority }, { $time }
push = Angriff mit Auto: weg von der Straße
display-1 = ANGRIFF MIT AUTO
display-2 = STRASSE MEIDEN

## Sie ist möglich
possible = Ein Angriff mit einem Fahrzeug ist möglich.
prepare = Bleiben Sie weg von der Straße. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Der Angriff mit dem Fahrzeug dauert an.
keep = Bleiben Sie weg von der Straße.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Angriff mit dem Fahrzeug ist vorbei.
after = Sie können wieder hinaus. Lassen Sie Rettungswagen durch.
none = Es gibt keinen Angriff mit einem Fahrzeug.
unsure = Bleiben Sie weg von der Straße und warten Sie auf Nachrichten.
