# Tir de roquettes ou de mortier, en français.
# État : proposé.
# Page: none found
#   looked 2026-11-23

event = Tir de roquettes

## Le danger est là
headline = Tir de roquettes : { $place }. Abritez-vous immédiatement.
what = { $authority } : Des roquettes arrivent sur { $place }.
first = Abritez-vous immédiatement. Entrez dans un abri ou dans une pièce sans fenêtre. { say-minutes }
next = Si vous ne pouvez pas, couchez-vous et protégez votre tête avec vos bras.
until = Restez-y jusqu'à la fin d'alerte.
sms = ROQUETTES : { $place }. Abritez-vous vite, loin des vitres. Pas d'abri ? Couchez-vous, bras sur la nuque. { $authority }, { $time }
push = Roquettes : abritez-vous
display-1 = ROQUETTES
display-2 = ABRITEZ-VOUS

## Il est possible
possible = Un tir de roquettes est possible.
prepare = Restez près d'un abri. Gardez votre téléphone allumé.

## Il continue
goes-on = D'autres roquettes peuvent arriver.
keep = Restez à l'abri.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le tir de roquettes est fini.
after = Vous pouvez quitter l'abri. Ne touchez aucun débris.
none = Il n'y a pas de roquettes.
unsure = Restez près d'un abri et attendez des nouvelles.
