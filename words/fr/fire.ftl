# Incendie, en français.
# État : proposé.
# Page: Savoir réagir et alerter lors d'une crise majeure
#   by Commune de Plougonven
#   at plougonven.fr/demarches/article/savoir-reagir-et-alerter-lors
#   read 2026-11-23
#   says quittez immédiatement les lieux, ne prenez pas l'ascenseur, couvrez la bouche et le nez

event = Incendie

## Le danger est là
headline = Incendie : { $place }. Partez maintenant.
what = { $authority } : Un incendie a pris : { $place }.
first = Partez maintenant. { say-direction } { say-destination }
next = Marchez. Ne prenez pas l'ascenseur. Baissez-vous sous la fumée. { say-drift }
until = Ne revenez pas avant la fin d'alerte.
sms = INCENDIE : { $place }. Partez à pied, sans ascenseur, loin de la fumée. { $authority }, { $time }
push = Incendie : partez maintenant
display-1 = INCENDIE
display-2 = PARTEZ

## Il est possible
possible = Un incendie est possible.
prepare = Préparez votre départ. Repérez les sorties.

## Il continue
goes-on = L'incendie continue.
keep = Partez si vous n'avez pas pu partir.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'incendie est éteint.
after = Vous pouvez rentrer. Ne touchez pas ce qui est chaud.
none = Il n'y a pas d'incendie.
unsure = N'approchez pas et attendez des nouvelles.
