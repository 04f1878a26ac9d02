# Tir de roquettes ou de mortier, en français.
# État : proposé.
# Page: Vous vivez en Israël : que faire en cas de tirs de roquettes sur votre ville
#   by Tsahal, Commandement du front intérieur, repris par un blog
#   at cybersion.wordpress.com/2012/03/13/vous-vivez-en-israel-que-faire-en-cas-de-tirs-de-roquettes-sur-votre-ville/
#   read 2026-11-23
#   says rejoindre l'abri, loin des fenêtres ; sinon s'allonger, les mains sur la tête

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
