# Alle müssen in ein Gebäude, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Verhalten im Haus bei Gefahrstofffreisetzung
#   by Landkreis Mecklenburgische Seenplatte nach dem BBK
#   at kat-mse.de/index.php?La=1&object=tx,3122.75.1&kuo=2&sub=0
#   read 2026-11-23
#   says im Gebäude bleiben, Passanten aufnehmen, auf Entwarnung warten

event = Gefahr im Freien

## Die Gefahr ist da
headline = Gefahr im Freien: { $place }. Gehen Sie sofort in ein Gebäude.
what = { $authority }: Im Freien ist es gefährlich: { $place }.
first = Gehen Sie sofort in ein Gebäude. Schließen Sie Fenster und Türen.
next = Bleiben Sie weg von Fenstern. Lassen Sie andere herein.
until = Bleiben Sie im Gebäude bis zur Entwarnung.
sms = GEFAHR IM FREIEN: { $place }. Gehen Sie sofort in ein Gebäude. Schließen Sie Fenster und Türen. { $authority }, { $time }
push = Gefahr im Freien: gehen Sie hinein
display-1 = GEFAHR IM FREIEN
display-2 = IN EIN GEBÄUDE

## Sie ist möglich
possible = Im Freien kann bald Gefahr bestehen.
prepare = Bleiben Sie nahe an einem Gebäude. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Im Freien ist noch Gefahr.
keep = Bleiben Sie im Gebäude.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Gefahr im Freien ist vorbei.
after = Sie können wieder hinaus.
none = Im Freien besteht keine Gefahr.
unsure = Bleiben Sie im Gebäude und warten Sie auf Nachrichten.
