# Ein Gebiet, das niemand betreten darf, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Verhalten bei Gefahr
#   by Feuerwehr Penzberg
#   at feuerwehr-penzberg.de/buergerinfo/warnung-der-bevoelkerung/gefahr
#   read 2026-11-23
#   says von der Gefahrenstelle fernhalten, keine Verkehrswege blockieren

event = Gefahrengebiet

## Die Gefahr ist da
headline = Gefahrengebiet: { $place }. Meiden Sie das Gebiet.
what = { $authority }: Dort besteht Gefahr: { $place }.
first = Meiden Sie das Gebiet. { say-distance }
next = Wenn Sie dort sind, gehen Sie ruhig weg. Lassen Sie Rettungskräfte durch.
until = Warten Sie auf die nächste Meldung.
sms = GEFAHRENGEBIET: { $place }. Meiden Sie das Gebiet. Sind Sie dort? Gehen Sie ruhig weg. { $authority }, { $time }
push = Gefahrengebiet: bleiben Sie weg
display-1 = GEFAHRENGEBIET
display-2 = BLEIBEN SIE WEG

## Sie ist möglich
possible = Dort kann bald Gefahr bestehen.
prepare = Seien Sie bereit, anders zu gehen. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Die Gefahr dauert an.
keep = Meiden Sie das Gebiet.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die Gefahr ist vorbei.
after = Sie können wieder dorthin.
none = Dort besteht keine Gefahr.
unsure = Meiden Sie das Gebiet und warten Sie auf Nachrichten.
