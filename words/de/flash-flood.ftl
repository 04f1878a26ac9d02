# Sturzflut, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Katastrophenfall: wo im Haus ist es am sichersten
#   by BBK, zitiert von der Rhein-Zeitung
#   at rhein-zeitung.de/katastrophenfall-wo-im-haus-ist-es-am-sichersten_arid-4075477.html
#   read 2026-11-23
#   says höhere Stockwerke, nicht in Keller, Tiefgaragen oder Unterführungen

event = Sturzflut

## Die Gefahr ist da
headline = Sturzflut: { $place }. Gehen Sie sofort nach oben.
what = { $authority }: Eine Sturzflut kommt, das Wasser steigt sehr schnell: { $place }.
first = Gehen Sie sofort nach oben. Gehen Sie auf einen Hügel oder in ein oberes Stockwerk. { say-minutes } { say-destination }
next = Gehen und fahren Sie nie durch das Wasser. Gehen Sie nicht in den Keller.
until = Bleiben Sie oben bis zur Entwarnung.
sms = STURZFLUT: { $place }. Gehen Sie sofort nach oben, nicht in den Keller, nicht durchs Wasser. { $authority }, { $time }
push = Sturzflut: gehen Sie nach oben
display-1 = STURZFLUT
display-2 = NACH OBEN GEHEN

## Sie ist möglich
possible = Eine Sturzflut ist möglich.
prepare = Seien Sie bereit, nach oben zu gehen. Bleiben Sie weg von Bächen, Flüssen und Kellern.

## Sie dauert an
goes-on = Die Sturzflut dauert an.
keep = Gehen Sie nach oben und bleiben Sie dort.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Sturzflut ist vorbei.
after = Sie können zurück. Bleiben Sie weg von Wasser und Kabeln.
none = Es gibt keine Sturzflut.
unsure = Bleiben Sie weg von Bächen und Flüssen und warten Sie auf Nachrichten.
