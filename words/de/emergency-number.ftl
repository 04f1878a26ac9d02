# Der Notruf geht nicht, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Notruf ausgefallen: was tun?
#   by Warnung der Stadt Stuttgart, zitiert von KOMMUNAL
#   at piano.kommunal.de/notruf-ausgefallen-was-tun
#   read 2026-11-23
#   says bei Notrufen jeglicher Art eine andere Nummer wählen

event = Ausfall des Notrufs

## Die Gefahr ist da
headline = Notruf ausgefallen: { $place }. Rufen Sie eine andere Nummer an.
what = { $authority }: Der Notruf funktioniert nicht: { $place }.
first = Rufen Sie die Polizei oder die Feuerwehr in Ihrem Ort an. { say-phone }
next = Wenn das nicht geht, gehen Sie zur nächsten Wache der Polizei oder Feuerwehr.
until = Tun Sie das, bis der Notruf wieder funktioniert.
sms = NOTRUF AUSGEFALLEN: { $place }. Rufen Sie Polizei oder Feuerwehr im Ort an. { say-phone } { $authority }, { $time }
push = Notruf gestört: andere Nummer wählen
display-1 = NOTRUFAUSFALL
display-2 = ANDERE NUMMER

## Sie ist möglich
possible = Der Notruf kann ausfallen.
prepare = Speichern Sie die Nummern von Polizei und Arzt.

## Sie dauert an
goes-on = Der Notruf funktioniert noch nicht.
keep = Rufen Sie die Polizei oder die Feuerwehr in Ihrem Ort an.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Notruf funktioniert wieder.
after = Sie können ihn wieder wählen.
none = Der Notruf funktioniert.
unsure = Halten Sie eine andere Nummer bereit und warten Sie auf Nachrichten.
