# Ein bewaffneter Mensch greift an, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Run, hide, fight: Verhaltensrichtlinien bei einem Angriff
#   by Direktion für Spezialeinheiten (EKO Cobra), zitiert von Die Presse
#   at diepresse.com/5891762/run-hide-fight-verhaltensrichtlinien-bei-einem-angriff
#   read 2026-11-23
#   says flüchten, sonst Türen versperren und sich verschanzen

event = Bewaffneter Angreifer

## Die Gefahr ist da
headline = Bewaffneter Angreifer: { $place }. Laufen Sie weg oder verstecken Sie sich.
what = { $authority }: Jemand schießt auf Menschen: { $place }.
first = Laufen Sie weg, wenn der Weg sicher ist. Sonst verstecken Sie sich und schließen Sie die Tür ab.
next = Stellen Sie das Handy auf lautlos. Rufen Sie die Polizei, wenn Sie in Sicherheit sind.
until = Bleiben Sie versteckt, bis die Polizei kommt.
sms = ANGREIFER MIT WAFFE: { $place }. Laufen Sie weg. Sonst verstecken, Tür abschließen, leise sein. { $authority }, { $time }
push = Angreifer: weglaufen oder verstecken
display-1 = ANGREIFER
display-2 = WEG / VERSTECKEN

## Sie ist möglich
possible = Ein bewaffneter Angreifer ist vielleicht unterwegs.
prepare = Merken Sie sich die Ausgänge. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Der Angreifer ist noch da.
keep = Bleiben Sie versteckt und schließen Sie die Tür ab.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Der Angreifer ist keine Gefahr mehr.
after = Sie können wieder hinaus. Tun Sie, was die Polizei sagt.
none = Es gibt keinen Angreifer.
unsure = Bleiben Sie im Gebäude und warten Sie auf Nachrichten.
