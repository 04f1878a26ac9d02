# Sturm, Tornado, Hagel, Blitz, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Vorbereitung: Stürme und Unwetter
#   by Landkreis Cham mit dem BBK
#   at landkreis-cham.de/service-beratung/katastrophenschutz-neu/vorbereitung
#   read 2026-11-23
#   says daheim bleiben, Fenster schließen, innenliegende Räume

event = Schweres Unwetter

## Die Gefahr ist da
headline = Schweres Unwetter: { $place }. Gehen Sie sofort in ein Gebäude.
what = { $authority }: Ein schweres Unwetter kommt: { $place }.
first = Gehen Sie sofort in ein Gebäude. Bleiben Sie weg von Fenstern. { say-minutes }
next = Sind Sie im Auto? Halten Sie weg von Bäumen an und bleiben Sie im Auto.
until = Bleiben Sie im Gebäude bis zur Entwarnung.
sms = UNWETTER: { $place }. Gehen Sie sofort in ein Gebäude. Bleiben Sie weg von Fenstern und Bäumen. { $authority }, { $time }
push = Unwetter: gehen Sie in ein Gebäude
display-1 = UNWETTER
display-2 = IN EIN GEBÄUDE

## Sie ist möglich
possible = Ein schweres Unwetter ist möglich.
prepare = Bringen Sie hinein, was der Wind mitnehmen kann. Bleiben Sie nahe am Haus.

## Sie dauert an
goes-on = Das Unwetter dauert an.
keep = Bleiben Sie im Gebäude.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Das Unwetter ist vorbei.
after = Sie können wieder hinaus. Berühren Sie keine Kabel am Boden.
none = Es gibt kein Unwetter.
unsure = Bleiben Sie im Gebäude und warten Sie auf Nachrichten.
