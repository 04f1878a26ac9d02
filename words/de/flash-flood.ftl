# Sturzflut, auf Deutsch.
# Stand: vorgeschlagen.
# Nach den üblichen Hinweisen von BBK und DWD: nach oben, nicht in Keller, nicht durch Wasser.

event = Sturzflut

## Die Gefahr ist da
headline = Sturzflut: { $place }. Gehen Sie sofort nach oben.
what = { $authority }: Eine Sturzflut kommt, das Wasser steigt sehr schnell: { $place }.
first = Gehen Sie sofort nach oben. Gehen Sie auf einen Hügel oder in ein oberes Stockwerk.
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
