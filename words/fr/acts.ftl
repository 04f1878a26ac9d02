# Ce qui est commun à tous les dangers, en français.
# État : proposé.
# Style : FR-Alert (« Si vous êtes… », « Abritez-vous », « Suivez les consignes des autorités »), Be-Alert,
# Alertswiss ; « Fin d'alerte » est le terme du signal national d'alerte (SAIP).
# Les SMS évitent ê, â, î, ô, û, ç : ces lettres ne sont pas dans l'alphabet court des SMS.
# Page: Reconnaître le signal national
#   by SDIS 77
#   at sdis77.fr/gestes-qui-sauvent/les-bons-comportements/reconnaitre-le-signal-national
#   read 2026-11-23
#   says « La fin d'alerte »
# Page: Exercice : feu industriel (SFDM)
#   by Préfecture de l'Essonne, FR-Alert
#   at fr-alert.gouv.fr/les-alertes/FR-ALERT.1731066303.90000.0
#   read 2026-11-23
#   says « EXERCICE EXERCICE EXERCICE », « la fin de l'alerte »

## Marques : la machine les pose, personne ne les tape.

exercise-mark = EXERCICE EXERCICE EXERCICE —
exercise-mark-short = EXERCICE :
exercise-mark-display = EXERCICE
exercise-voice = Exercice, exercice, exercice. Ce n'est pas un danger réel.

## Valeurs

say-minutes = { $minutes ->
    [none] {""}
    [one] Vous avez environ { $minutes } minute.
   *[other] Vous avez environ { $minutes } minutes.
}
say-distance = { $unit ->
    [m] Restez à plus de { $distance } mètres.
    [km] { $distance ->
        [one] Restez à plus de { $distance } kilomètre.
       *[other] Restez à plus de { $distance } kilomètres.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Allez vers le nord.
    [north-east] Allez vers le nord-est.
    [east] Allez vers l'est.
    [south-east] Allez vers le sud-est.
    [south] Allez vers le sud.
    [south-west] Allez vers le sud-ouest.
    [west] Allez vers l'ouest.
    [north-west] Allez vers le nord-ouest.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Appelez le { $phone }.
}
say-drift = { $drift ->
    [north] Le vent souffle vers le nord.
    [north-east] Le vent souffle vers le nord-est.
    [east] Le vent souffle vers l'est.
    [south-east] Le vent souffle vers le sud-est.
    [south] Le vent souffle vers le sud.
    [south-west] Le vent souffle vers le sud-ouest.
    [west] Le vent souffle vers l'ouest.
    [north-west] Le vent souffle vers le nord-ouest.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Allez à cet endroit : { $destination }.
}

## Formes communes

where = Lieu : { $place }.
source = { $authority }, { $time }.
voice-open = Attention.
voice-again = Je répète.

## Pré-alerte : le danger est possible

pre-alert-headline = Tenez-vous prêts : { $place }. { possible }
pre-alert-what = { $authority } : { possible }
pre-alert-first = { prepare }
pre-alert-until = Attendez le prochain message.
pre-alert-sms = PREPAREZ-VOUS : { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Préparez-vous : { event }
pre-alert-display =
    PREPAREZ-VOUS
    { display-1 }

## Alerte : le danger est là

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

## Suite : le danger continue

update-headline = Suite de l'alerte : { $place }. { goes-on } { keep }
update-what = { $authority } : { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = SUITE DE L'ALERTE : { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Suite : { event }
update-display =
    DANGER CONTINUE
    { display-2 }

## Fin d'alerte : c'est fini

all-clear-headline = Fin d'alerte : { $place }. { over }
all-clear-what = { $authority } : { over }
all-clear-first = { after }
all-clear-sms = FIN D'ALERTE : { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Fin d'alerte : { event }
all-clear-display =
    FIN D'ALERTE
    { display-1 }

## Fausse alerte : c'était faux

retraction-headline = Fausse alerte : { $place }. { none }
retraction-what = { $authority } : L'alerte précédente était une erreur. { none }
retraction-first = Vous n'êtes pas en danger. Vous n'avez rien à faire.
retraction-sms = FAUSSE ALERTE : { $place }. { none } Il n'y a aucun danger. Veuillez nous excuser. { $authority }, { $time }
retraction-push = Fausse alerte : { event }
retraction-display =
    FAUSSE ALERTE
    { display-1 }

## Alerte qui n'est plus confirmée. Ce n'est pas une fin d'alerte.

expiry-headline = { event } : { $place }. Alerte non confirmée. Ce n'est pas une fin d'alerte.
expiry-what = { $authority } : Nous ne savons pas si le danger est passé. { event }.
expiry-first = { unsure }
expiry-sms = { event } : { $place }. Alerte non confirmée, mais ce n'est pas la fin d'alerte. { unsure } { $authority }, { $time }
expiry-push = Non confirmé : { event }
expiry-display =
    NON CONFIRME
    { display-1 }

## Essai, exercice, appel : pareils pour tous les dangers

test-headline = Ceci est un essai : { $place }. Vous n'avez rien à faire.
test-what = { $authority } : Nous essayons ce système d'alerte.
test-first = Vous n'avez rien à faire.
test-sms = ESSAI : { $place }. Nous essayons l'alerte par SMS. Vous n'avez rien à faire. { $authority }, { $time }
test-push = Essai : vous n'avez rien à faire
test-display =
    ESSAI
    AUCUN DANGER

exercise-headline = Exercice : { $place }. Il n'y a pas de vrai danger.
exercise-what = { $authority } : Un exercice est en cours.
exercise-first = Suivez les consignes de votre responsable. N'appelez pas les secours.
exercise-sms = EXERCICE : { $place }. Il n'y a pas de vrai danger. N'appelez pas les secours. { $authority }, { $time }
exercise-push = Exercice : pas de vrai danger
exercise-display =
    EXERCICE
    AUCUN DANGER

headcount-headline = Êtes-vous en sécurité ? { $place }. Répondez maintenant.
headcount-what = { $authority } : Nous devons savoir qui est en sécurité et qui a besoin d'aide.
headcount-first = Répondez maintenant : « Je suis en sécurité » ou « J'ai besoin d'aide ».
headcount-sms = TOUT VA BIEN POUR VOUS ? { $place }. Répondez maintenant à ce message : OUI ou AIDE. { $authority }, { $time }
headcount-push = Êtes-vous en sécurité ? Répondez
headcount-display =
    EN SECURITE ?
    REPONDEZ

## Ce qu'un officier a ajouté, et pourquoi une alerte était fausse

note-here = Ajouté par l'officier de service : { $note }
note-in = L'officier de service a aussi écrit une note { $language ->
    [en] en anglais
    [fr] en français
    [ar] en arabe
    [ckb] en kurde (sorani)
    [fa] en persan
    [tr] en turc
    [uk] en ukrainien
    [ru] en russe
    [he] en hébreu
    [es] en espagnol
    [pt] en portugais
    [de] en allemand
   *[other] dans une autre langue
}.
cause-machine = Un appareil l'a signalé par erreur.
cause-mistake = Elle a été envoyée par erreur.
cause-exercise = Elle faisait partie d'un entraînement.
cause-forged = Elle a été envoyée par une personne non autorisée.
cause-no-danger = Vérification faite, il n'y a pas de danger.
