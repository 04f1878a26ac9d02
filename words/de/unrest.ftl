# Gewalt auf der Straße, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Auswärtiges Amt warnt vor Unruhen in Bahrain
#   by Auswärtiges Amt, zitiert von der Westdeutschen Zeitung
#   at wz.de/reise/auswaertiges-amt-warnt-vor-unruhen-in-bahrain_aid-30463271
#   read 2026-11-23
#   says Demonstrationen und Menschenansammlungen meiden

event = Gewalttätige Unruhen

## Die Gefahr ist da
headline = Gewalttätige Unruhen: { $place }. Meiden Sie Menschenmengen.
what = { $authority }: Es gibt Unruhen mit Gewalt: { $place }.
first = Meiden Sie Menschenmengen. Gehen Sie nicht dorthin.
next = Wenn Sie dort sind, gehen Sie durch eine Seitenstraße weg. Geht das nicht, gehen Sie in ein Haus.
until = Warten Sie auf die nächste Meldung.
sms = UNRUHEN: { $place }. Meiden Sie Menschenmengen. Sind Sie dort? Gehen Sie durch eine Seitenstraße weg. { $authority }, { $time }
push = Unruhen: Menschenmengen meiden
display-1 = UNRUHEN
display-2 = GEBIET MEIDEN

## Sie ist möglich
possible = Gewalttätige Unruhen sind möglich.
prepare = Bleiben Sie nahe bei Ihrer Wohnung. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Die Unruhen dauern an.
keep = Meiden Sie Menschenmengen.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Unruhen sind vorbei.
after = Sie können wieder hinaus. Tun Sie, was die Polizei sagt.
none = Es gibt keine Unruhen.
unsure = Meiden Sie Menschenmengen und warten Sie auf Nachrichten.
