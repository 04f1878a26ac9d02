# Feuer, von dem alle weg müssen, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Verhalten im Brandfall
#   by Feuerwehr Gärtringen
#   at feuerwehr-gaertringen.de/index.php?option=com_content&view=article&id=46&Itemid=137
#   read 2026-11-23
#   says umgehend verlassen, bei Rauch in Bodennähe, niemals zurückkehren

event = Feuer

## Die Gefahr ist da
headline = Feuer: { $place }. Gehen Sie sofort weg.
what = { $authority }: Es brennt: { $place }.
first = Gehen Sie sofort weg vom Feuer. { say-direction } { say-destination }
next = Nehmen Sie nicht den Aufzug. Bei Rauch gehen Sie gebückt. { say-drift }
until = Gehen Sie erst nach der Entwarnung zurück.
sms = FEUER: { $place }. Gehen Sie sofort weg. Kein Aufzug. Bei Rauch gebückt gehen. { $authority }, { $time }
push = Feuer: gehen Sie sofort weg
display-1 = FEUER
display-2 = SOFORT WEGGEHEN

## Sie ist möglich
possible = Ein Feuer ist möglich.
prepare = Machen Sie sich bereit zu gehen. Merken Sie sich die Ausgänge.

## Sie dauert an
goes-on = Das Feuer brennt noch.
keep = Gehen Sie sofort weg, wenn Sie noch dort sind.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Das Feuer ist aus.
after = Sie können zurück. Berühren Sie nichts, was heiß oder verbrannt ist.
none = Es gibt kein Feuer.
unsure = Bleiben Sie weg vom Gebiet und warten Sie auf Nachrichten.
