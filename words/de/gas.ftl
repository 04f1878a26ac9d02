# Gas oder Chemie in der Luft, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Verhalten im Haus bei Gefahrenstoff-Freisetzung
#   by Kreis Schleswig-Flensburg nach dem BBK
#   at schleswig-flensburg.de/Navigation-/Krisen-Vorsorge/Verhalten-bei-Gefahrstoff-Freisetzung/Verhalten-im-Haus-bei-Gefahrenstoff-Freisetzung/
#   read 2026-11-23
#   says Fenster und Türen schließen, Ventilatoren und Klimaanlagen aus, auf Entwarnung warten
# Page: Verhaltenshinweise bei CBRN-Ereignissen
#   by Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)
#   at bbk.bund.de/DE/AufgabenundAusstattung/CBRNSchutz/VerhhwCBRN-Gef/verhhwcbrng_node.html
#   read 2026-11-23
#   says quer zur Windrichtung bewegen, das nächste Gebäude aufsuchen
# Page: Sirenenalarm – Wie verhalte ich mich richtig?
#   by Stadt Bedburg nach dem BBK
#   at bedburg.de
#   read 2026-11-23
#   says Fenster und Türen schließen, Lüftung ausschalten, hoch gelegene Stockwerke

event = Gefährliches Gas

## Die Gefahr ist da
headline = Gefährliches Gas: { $place }. Gehen Sie sofort in ein Gebäude.
what = { $authority }: Gefährliches Gas ist in der Luft: { $place }.
first = Gehen Sie sofort in ein Gebäude. Schließen Sie Fenster und Türen und schalten Sie die Lüftung aus.
next = Gehen Sie in ein oberes Stockwerk. Halten Sie ein nasses Tuch vor Mund und Nase. { say-drift }
until = Bleiben Sie im Gebäude bis zur Entwarnung.
sms = GAS: { $place }. Gehen Sie sofort in ein Gebäude. Fenster und Türen schließen, Lüftung aus. { $authority }, { $time }
push = Gas: gehen Sie sofort in ein Gebäude
display-1 = GEFAHR DURCH GAS
display-2 = IN EIN GEBÄUDE

## Sie ist möglich
possible = Gefährliches Gas kann kommen.
prepare = Bleiben Sie nahe an einem Gebäude. Suchen Sie einen Raum, den Sie gut schließen können.

## Sie dauert an
goes-on = Das Gas ist noch in der Luft.
keep = Bleiben Sie im Gebäude und lassen Sie die Fenster zu.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Das Gas ist weg.
after = Sie können wieder hinaus. Lüften Sie eine Stunde lang.
none = Es gibt kein gefährliches Gas.
unsure = Bleiben Sie im Gebäude und warten Sie auf Nachrichten.
