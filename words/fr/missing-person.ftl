# Une personne a disparu et est en danger, en français.
# État : proposé.
# Page: Disparition inquiétante d'une personne
#   by Ministère de l'Intérieur, Ma Sécurité
#   at masecurite.interieur.gouv.fr/fr/fiches-pratiques/famille-et-aides-aux-victimes/que-faire-disparition-inquietante-mineur-adulte
#   read 2026-11-23
#   says disparition inquiétante, contactez un policier ou un gendarme

event = Personne disparue

## Le danger est là
headline = Personne disparue : { $place }. Regardez autour de vous.
what = { $authority } : Une personne a disparu : { $place }. Elle est en danger.
first = Regardez autour de vous. Cherchez dans les voitures, les jardins, les caves.
next = Si vous voyez la personne, appelez la police. { say-phone } N'agissez pas seuls.
until = Continuez jusqu'au prochain message.
sms = PERSONNE DISPARUE : { $place }. Regardez autour de vous. Appelez. { say-phone } { $authority }, { $time }
push = Personne disparue : regardez
display-1 = DISPARITION
display-2 = REGARDEZ

## Il est possible
possible = Une personne est recherchée.
prepare = Surveillez autour de vous. Gardez votre téléphone allumé.

## Il continue
goes-on = La personne est toujours disparue.
keep = Regardez encore autour de vous.

## C'est fini, c'était faux, ou l'on ne sait plus
over = La personne disparue est retrouvée.
after = Vous pouvez cesser de chercher. Merci.
all-clear-push = Fin d'alerte : personne retrouvée
all-clear-display =
    FIN D'ALERTE
    PERSONNE TROUVEE
none = Aucune personne n'a disparu.
unsure = Regardez autour de vous et attendez des nouvelles.
