# Alle müssen das Gebiet verlassen, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Um auf eine Evakuierungssituation beispielweise aufgrund des Fundes einer Weltkriegsbombe
#   by Feuerwehr Tuttlingen
#   at feuerwehr-tuttlingen.de/notfallvorsorge/evakuierung
#   read 2026-11-23
#   says Personalausweis, persönliche Medikamente bereithalten

event = Evakuierung

## Die Gefahr ist da
headline = Evakuierung: { $place }. Verlassen Sie sofort das Gebiet.
what = { $authority }: Es ist gefährlich zu bleiben: { $place }.
first = Verlassen Sie sofort das Gebiet. { say-direction } { say-minutes } { say-destination }
next = Nehmen Sie Handy, Medikamente und Ausweis mit. Helfen Sie anderen.
until = Gehen Sie erst nach der Entwarnung zurück.
sms = EVAKUIERUNG: { $place }. Verlassen Sie sofort das Gebiet. Handy, Ausweis, Medikamente mitnehmen. { $authority }, { $time }
push = Evakuierung: Gebiet sofort verlassen
display-1 = EVAKUIERUNG
display-2 = SOFORT WEGGEHEN

## Sie ist möglich
possible = Eine Evakuierung ist möglich.
prepare = Machen Sie sich bereit zu gehen. Packen Sie Handy, Medikamente und Ausweis.

## Sie dauert an
goes-on = Die Evakuierung dauert an.
keep = Verlassen Sie das Gebiet, wenn Sie noch dort sind.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Evakuierung ist vorbei.
after = Sie können wieder nach Hause. Seien Sie vorsichtig auf den Straßen.
none = Es gibt keine Evakuierung.
unsure = Bleiben Sie weg vom Gebiet und warten Sie auf Nachrichten.
