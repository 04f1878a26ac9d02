# Le numéro d'urgence ne répond pas, en français.
# État : proposé.
# Page: Appels d'urgence : les numéros de substitution
#   by Préfecture de la Haute-Loire, citée par France 3
#   at france3-regions.francetvinfo.fr/auvergne-rhone-alpes/appels-d-urgence-les-numeros-de-substitution-dans-l-allier-le-cantal-le-puy-de-dome-et-la-haute-loire-2119468.html
#   read 2026-11-23
#   says si votre appel n'aboutit pas, composez un autre numéro

event = Numéro d'urgence coupé

## Le danger est là
headline = Numéro d'urgence en panne : { $place }. Appelez un autre numéro.
what = { $authority } : Le numéro d'urgence est en panne : { $place }.
first = Appelez la police ou les pompiers de votre ville. { say-phone }
next = Si vous ne pouvez pas, allez au poste de police ou chez les pompiers.
until = Faites ainsi jusqu'à notre prochain message.
sms = NUMERO D'URGENCE EN PANNE : { $place }. Appelez police ou pompiers. { say-phone } { $authority }, { $time }
push = Urgences en panne : appelez ailleurs
display-1 = URGENCE EN PANNE
display-2 = AUTRE NUMERO

## Il est possible
possible = Le numéro d'urgence peut tomber en panne.
prepare = Notez le numéro de la police et du médecin.

## Il continue
goes-on = Le numéro d'urgence est toujours en panne.
keep = Appelez la police ou les pompiers de votre ville.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le numéro d'urgence marche de nouveau.
after = Vous pouvez l'appeler.
all-clear-push = Fin d'alerte : le numéro marche
all-clear-display =
    FIN D'ALERTE
    LE NUMERO MARCHE
none = Le numéro d'urgence marche.
unsure = Gardez un autre numéro et attendez des nouvelles.
