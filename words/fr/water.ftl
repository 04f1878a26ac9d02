# L'eau du robinet n'est pas potable, en français.
# État : proposé.
# Page: Une contamination bactériologique a été constatée dans l'eau du réseau d'alimentation
#   by La préfecture, citée par infoNormandie
#   at infonormandie.com/Contamination-l-eau-du-robinet-impropre-a-la-consommation-dans-trois-communes-de-l-Eure_a32192.html
#   read 2026-11-23
#   says ni boisson, ni lavage des dents, ni préparation des aliments ; de l'eau embouteillée

event = Eau non potable

## Le danger est là
headline = Eau non potable : { $place }. Ne buvez pas l'eau du robinet.
what = { $authority } : L'eau du robinet n'est pas potable : { $place }.
first = Ne buvez pas l'eau du robinet. N'utilisez pas cette eau pour cuisiner ou pour vos dents.
next = Prenez de l'eau en bouteille. Prévenez vos voisins.
until = Faites ainsi jusqu'à notre prochain message.
sms = EAU NON POTABLE : { $place }. Ne buvez pas l'eau du robinet. Eau en bouteille. { $authority }, { $time }
push = Eau non potable : ne buvez pas
display-1 = EAU NON POTABLE
display-2 = NE PAS BOIRE

## Il est possible
possible = L'eau peut devenir non potable.
prepare = Remplissez des bouteilles maintenant.

## Il continue
goes-on = L'eau n'est toujours pas potable.
keep = Ne buvez pas l'eau du robinet.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'eau est de nouveau potable.
after = Vous pouvez la boire. Laissez d'abord couler cinq minutes.
all-clear-push = Fin d'alerte : l'eau est potable
all-clear-display =
    FIN D'ALERTE
    EAU POTABLE
none = L'eau est potable.
unsure = Ne buvez pas l'eau du robinet et attendez des nouvelles.
