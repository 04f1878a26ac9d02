# Eine Person wird vermisst und ist in Gefahr, auf Deutsch.
# Stand: vorgeschlagen.
# Page: Prüfen. Nachdenken. Melden.
#   by AMBER Alert Europe
#   at amberalert.eu/check-think-report/at
#   read 2026-11-23
#   says in einem Schuppen, im Kofferraum eines Autos suchen (zu den Eltern eines Kindes gesagt)

event = Vermisste Person

## Die Gefahr ist da
headline = Vermisste Person: { $place }. Schauen Sie sich um.
what = { $authority }: Eine Person wird vermisst und ist in Gefahr: { $place }.
first = Schauen Sie sich um. Sehen Sie in Autos, Gärten und Schuppen nach.
next = Wenn Sie die Person sehen, rufen Sie die Polizei. { say-phone } Handeln Sie nicht allein.
until = Suchen Sie bis zur nächsten Meldung.
sms = VERMISSTE PERSON: { $place }. Schauen Sie sich um. Gesehen? Polizei rufen. { say-phone } { $authority }, { $time }
push = Vermisste Person: schauen Sie sich um
display-1 = VERMISSTE PERSON
display-2 = UMSCHAUEN

## Sie ist möglich
possible = Vielleicht wird eine Person vermisst.
prepare = Achten Sie auf Menschen, die Hilfe brauchen. Lassen Sie Ihr Handy an.

## Sie dauert an
goes-on = Die Person wird noch vermisst.
keep = Schauen Sie sich noch einmal um.

## Sie ist vorbei, es gab sie nicht, oder niemand weiß es
over = Die vermisste Person ist gefunden.
after = Sie können die Suche beenden. Vielen Dank.
none = Niemand wird vermisst.
unsure = Schauen Sie sich um und warten Sie auf Nachrichten.
