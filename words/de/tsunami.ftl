# Tsunami, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Tipps für Reisen in Tsunami- und Erdbebenregionen
#   by Bundesministerium für Bildung und Forschung, nach dem GFZ
#   at fona.de/de/tipps-fuer-reisen-in-tsunami-und-erdbebenregionen
#   read 2026-11-23
#   says sofort zu einem hochgelegenen Zufluchtsort; dort ausharren, weitere Wellen können folgen

event = Tsunami

## Die Gefahr ist da
headline = Tsunami: { $place }. Gehen Sie sofort nach oben.
what = { $authority }: Ein Tsunami kommt auf die Küste zu: { $place }.
first = Gehen Sie sofort nach oben, zu Fuß, weg vom Meer. { say-minutes } { say-destination }
next = Wenn Sie keinen Hügel finden, gehen Sie in den dritten Stock oder höher.
until = Es kommen viele Wellen. Bleiben Sie oben bis zur Entwarnung.
sms = TSUNAMI: { $place }. Gehen Sie sofort nach oben, zu Fuß, weg vom Meer. Es kommen viele Wellen. { $authority }, { $time }
push = Tsunami: gehen Sie sofort nach oben
display-1 = TSUNAMI
display-2 = NACH OBEN GEHEN

## Sie ist möglich
possible = Ein Tsunami ist möglich.
prepare = Seien Sie bereit, nach oben zu gehen. Bleiben Sie weg vom Meer.

## Sie dauert an
goes-on = Der Tsunami bringt noch mehr Wellen.
keep = Gehen Sie nach oben und bleiben Sie dort.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Tsunami ist vorbei.
after = Sie können zurück. Bleiben Sie weg von kaputten Häusern.
none = Es gibt keinen Tsunami.
unsure = Bleiben Sie weg vom Meer und warten Sie auf Nachrichten.
