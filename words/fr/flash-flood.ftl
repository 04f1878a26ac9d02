# Crue soudaine, en français.
# État : proposé.
# Page: Pluies intenses : adoptez les bons comportements
#   by Commune de Prunelli-di-Fiumorbu, d'après le ministère de la Transition écologique
#   at prunellidifiumorbu.fr/pluies-intenses-adoptez-les-bons-comportements/
#   read 2026-11-23
#   says s'éloigner des cours d'eau, se réfugier en hauteur, en étage, ne pas s'engager sur une route inondée

event = Crue soudaine

## Le danger est là
headline = Crue soudaine : { $place }. Montez vite en hauteur.
what = { $authority } : L'eau monte très vite : { $place }. C'est une crue.
first = Montez vite en hauteur ou à l'étage. { say-minutes } { say-destination }
next = Ne marchez pas et ne roulez pas dans l'eau. Ne descendez pas à la cave.
until = Restez en haut jusqu'à la fin d'alerte.
sms = CRUE SOUDAINE : { $place }. Montez vite. Pas de voiture, pas de cave. { $authority }, { $time }
push = Crue soudaine : montez vite
display-1 = CRUE SOUDAINE
display-2 = MONTEZ VITE

## Il est possible
possible = Une crue soudaine est possible.
prepare = Préparez-vous à monter. N'approchez pas des rivières.

## Il continue
goes-on = La crue continue.
keep = Montez et restez en haut.

## C'est fini, c'était faux, ou l'on ne sait plus
over = La crue est finie.
after = Vous pouvez rentrer. N'approchez pas de l'eau ni des fils.
none = Il n'y a pas de crue.
unsure = N'approchez pas des rivières et attendez des nouvelles.
