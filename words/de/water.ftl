# Das Trinkwasser ist nicht sicher, auf Deutsch.
# Stand: vorgeschlagen.
# Page: none found
#   looked 2026-11-23

event = Verschmutztes Trinkwasser

## Die Gefahr ist da
headline = Trinkwasser verschmutzt: { $place }. Trinken Sie kein Leitungswasser.
what = { $authority }: Das Trinkwasser ist nicht sauber: { $place }.
first = Trinken Sie kein Leitungswasser. Nehmen Sie es nicht zum Kochen und nicht zum Zähneputzen.
next = Nehmen Sie Wasser aus Flaschen. Sagen Sie es Ihren Nachbarn.
until = Tun Sie das bis zur Entwarnung.
sms = TRINKWASSER VERSCHMUTZT: { $place }. Trinken Sie kein Leitungswasser, auch nicht gekocht. { $authority }, { $time }
push = Trinkwasser: nicht trinken
display-1 = TRINKWASSER
display-2 = NICHT TRINKEN

## Sie ist möglich
possible = Das Trinkwasser ist vielleicht bald nicht mehr sauber.
prepare = Füllen Sie jetzt Flaschen mit Wasser.

## Sie dauert an
goes-on = Das Trinkwasser ist noch nicht sauber.
keep = Trinken Sie kein Leitungswasser.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Das Trinkwasser ist wieder sauber.
after = Sie können es trinken. Lassen Sie es vorher fünf Minuten laufen.
none = Das Trinkwasser ist sauber.
unsure = Trinken Sie kein Leitungswasser und warten Sie auf Nachrichten.
