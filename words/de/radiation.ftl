# Radioaktive Strahlung, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Richtiges Verhalten bei einer Gefahrstofffreisetzung
#   by Stadt Nürnberg
#   at nuernberg.de/internet/hinweis_zum_selbstschutz_fuer_die_bevoelkerung/gefahrstoffe.html
#   read 2026-11-23
#   says Kellerraum, Fenster und Türen schließen, Lüftungen aus, auf Entwarnung warten

event = Radioaktive Strahlung

## Die Gefahr ist da
headline = Radioaktive Strahlung: { $place }. Gehen Sie sofort in ein Gebäude.
what = { $authority }: In der Luft ist radioaktive Strahlung: { $place }.
first = Gehen Sie sofort in ein Gebäude. Gehen Sie in den Keller oder in die Mitte des Hauses.
next = Waren Sie draußen? Ziehen Sie Jacke, Hose und Schuhe aus und waschen Sie sich. { say-drift }
until = Bleiben Sie im Gebäude bis zur Entwarnung.
sms = STRAHLUNG: { $place }. Gehen Sie sofort in ein Gebäude. Fenster zu. Waren Sie draußen? Umziehen, waschen. { $authority }, { $time }
push = Strahlung: gehen Sie in ein Gebäude
display-1 = STRAHLUNG
display-2 = IN EIN GEBÄUDE

## Sie ist möglich
possible = Radioaktive Strahlung ist möglich.
prepare = Bleiben Sie nahe an einem Gebäude. Suchen Sie einen Keller.

## Sie dauert an
goes-on = Draußen ist noch radioaktive Strahlung.
keep = Bleiben Sie im Gebäude und lassen Sie die Fenster zu.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Gefahr durch Strahlung ist vorbei.
after = Sie können wieder hinaus. Essen und trinken Sie nur, was wir erlauben.
none = Es gibt keine radioaktive Strahlung.
unsure = Bleiben Sie im Gebäude und warten Sie auf Nachrichten.
