# Was allen Gefahren gemeinsam ist, auf Deutsch.
# Stand: vorgeschlagen.
# Stil: nach den üblichen Sätzen von NINA und BBK, KATWARN und Alertswiss („Gehen Sie in ein Gebäude“,
# „Schließen Sie Fenster und Türen“, „Meiden Sie das Gebiet“). „Entwarnung“ und „Probewarnung“ sind die
# Wörter des bundesweiten Warntags. Anrede: Sie.
# Page: Bundesweiter Warntag
#   by Feuerwehr Unterthingau nach dem BBK
#   at unterthingau.feuerwehren.bayern/nachrichten/bundesweiter-warntag
#   read 2026-11-23
#   says „Probewarnung“, „Entwarnung“
# Page: Warntag: was in einem echten Katastrophenfall zu tun ist
#   by BBK, zitiert von upday
#   at upday.com/de/warntag-was-in-einem-echten-katastrophenfall-zu-tun-ist
#   read 2026-11-23
#   says „Probewarnung“, nichts tun müssen

## Zeichen: Das Programm setzt sie, niemand tippt sie.

exercise-mark = ÜBUNG ÜBUNG ÜBUNG —
exercise-mark-short = ÜBUNG:
exercise-mark-display = ÜBUNG
exercise-voice = Übung, Übung, Übung. Das ist keine echte Gefahr.

## Werte

say-minutes = { $minutes ->
    [none] {""}
    [one] Sie haben etwa { $minutes } Minute.
   *[other] Sie haben etwa { $minutes } Minuten.
}
say-distance = { $unit ->
    [m] Bleiben Sie mindestens { $distance } Meter weg.
    [km] { $distance ->
        [one] Bleiben Sie mindestens { $distance } Kilometer weg.
       *[other] Bleiben Sie mindestens { $distance } Kilometer weg.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Gehen Sie nach Norden.
    [north-east] Gehen Sie nach Nordosten.
    [east] Gehen Sie nach Osten.
    [south-east] Gehen Sie nach Südosten.
    [south] Gehen Sie nach Süden.
    [south-west] Gehen Sie nach Südwesten.
    [west] Gehen Sie nach Westen.
    [north-west] Gehen Sie nach Nordwesten.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Wählen Sie { $phone }.
}
say-drift = { $drift ->
    [north] Der Wind weht nach Norden.
    [north-east] Der Wind weht nach Nordosten.
    [east] Der Wind weht nach Osten.
    [south-east] Der Wind weht nach Südosten.
    [south] Der Wind weht nach Süden.
    [south-west] Der Wind weht nach Südwesten.
    [west] Der Wind weht nach Westen.
    [north-west] Der Wind weht nach Nordwesten.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Gehen Sie hierhin: { $destination }.
}

## Gemeinsame Formen

where = Ort: { $place }.
source = { $authority }, { $time }.
voice-open = Achtung.
voice-again = Ich wiederhole.

## Vorwarnung: Die Gefahr ist möglich

pre-alert-headline = Vorwarnung: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Warten Sie auf die nächste Meldung.
pre-alert-sms = VORWARNUNG: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Vorwarnung: { event }
pre-alert-display =
    VORWARNUNG
    { display-1 }

## Warnung: Die Gefahr ist da

alert-headline = { headline }
alert-what = { what }
alert-first = { first }
alert-next = { next }
alert-until = { until }
alert-sms = { sms }
alert-push = { push }
alert-display =
    { display-1 }
    { display-2 }

## Neuer Stand: Die Gefahr dauert an

update-headline = Neuer Stand: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = NEUER STAND: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Neuer Stand: { event }
update-display =
    GEFAHR DAUERT AN
    { display-2 }

## Entwarnung: Die Gefahr ist vorbei

all-clear-headline = Entwarnung: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = ENTWARNUNG: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Entwarnung: { event }
all-clear-display =
    ENTWARNUNG
    { display-1 }

## Fehlalarm: Die Gefahr gab es nicht

retraction-headline = Fehlalarm: { $place }. { none }
retraction-what = { $authority }: Unsere Warnung war ein Fehler. { none }
retraction-first = Sie sind nicht in Gefahr. Sie müssen nichts tun.
retraction-sms = FEHLALARM: { $place }. { none } Sie sind nicht in Gefahr. Wir bitten um Entschuldigung. { $authority }, { $time }
retraction-push = Fehlalarm: { event }
retraction-display =
    FEHLALARM
    { display-1 }

## Nicht mehr bestätigt. Das ist keine Entwarnung.

expiry-headline = { event }: { $place }. Nicht mehr bestätigt. Das ist keine Entwarnung.
expiry-what = { $authority }: Wir wissen nicht, ob die Gefahr vorbei ist. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Nicht mehr bestätigt, aber keine Entwarnung. { unsure } { $authority }, { $time }
expiry-push = Unklar: { event }
expiry-display =
    NICHT BESTÄTIGT
    { display-1 }

## Probewarnung, Übung, Nachfrage: für alle Gefahren gleich

test-headline = Das ist eine Probewarnung: { $place }. Sie müssen nichts tun.
test-what = { $authority }: Wir testen dieses Warnsystem.
test-first = Sie müssen nichts tun.
test-sms = PROBEWARNUNG: { $place }. Wir testen dieses Warnsystem. Sie müssen nichts tun. { $authority }, { $time }
test-push = Probewarnung: Sie müssen nichts tun
test-display =
    PROBEWARNUNG
    KEINE GEFAHR

exercise-headline = Übung: { $place }. Es gibt keine echte Gefahr.
exercise-what = { $authority }: Eine Übung findet statt.
exercise-first = Tun Sie, was Ihre Leitung sagt. Wählen Sie nicht den Notruf.
exercise-sms = ÜBUNG: { $place }. Es gibt keine echte Gefahr. Wählen Sie nicht den Notruf. { $authority }, { $time }
exercise-push = Übung: Es gibt keine echte Gefahr
exercise-display =
    ÜBUNG
    KEINE GEFAHR

headcount-headline = Sind Sie in Sicherheit? { $place }. Antworten Sie jetzt.
headcount-what = { $authority }: Wir müssen wissen, wer in Sicherheit ist und wer Hilfe braucht.
headcount-first = Antworten Sie jetzt: „Ich bin in Sicherheit“ oder „Ich brauche Hilfe“.
headcount-sms = SIND SIE IN SICHERHEIT? { $place }. Antworten Sie jetzt auf diese SMS: JA oder HILFE. { $authority }, { $time }
headcount-push = Sind Sie in Sicherheit? Antworten Sie
headcount-display =
    IN SICHERHEIT?
    JETZT ANTWORTEN

## Was der Dienst hinzugefügt hat, und warum eine Warnung falsch war

note-here = Hinweis vom Bereitschaftsdienst: { $note }
note-in = Es gibt auch einen Hinweis vom Bereitschaftsdienst { $language ->
    [en] auf Englisch
    [fr] auf Französisch
    [ar] auf Arabisch
    [ckb] auf Kurdisch (Sorani)
    [fa] auf Persisch
    [tr] auf Türkisch
    [uk] auf Ukrainisch
    [ru] auf Russisch
    [he] auf Hebräisch
    [es] auf Spanisch
    [pt] auf Portugiesisch
    [de] auf Deutsch
   *[other] in einer anderen Sprache
}.
cause-machine = Ein Gerät hat sie irrtümlich gemeldet.
cause-mistake = Sie wurde versehentlich gesendet.
cause-exercise = Sie war Teil einer Probe.
cause-forged = Sie wurde ohne Befugnis gesendet.
cause-no-danger = Wir haben nachgesehen: Es besteht keine Gefahr.
