# Attaque de missile, en français.
# État : proposé.
# Page: Sécurité civile. En Israël, lorsque vous entendez une alarme, que faire?
#   by Sécurité civile israélienne, reprise par Israel Valley
#   at israelvalley.com/2018/11/israel-lorsque-entendez-alarme-faire/
#   read 2026-11-23
#   says un abri ou une pièce intérieure ; sinon s'allonger au sol et protéger sa tête avec les mains

event = Attaque de missile

## Le danger est là
headline = Attaque de missile : { $place }. Abritez-vous immédiatement.
what = { $authority } : Des missiles volent vers { $place }.
first = Abritez-vous immédiatement, dans un sous-sol ou dans une pièce sans fenêtre. { say-minutes }
next = Couchez-vous et protégez votre tête avec vos bras.
until = Restez-y jusqu'à la fin d'alerte.
sms = MISSILE : { $place }. Abritez-vous vite, au sous-sol, loin des vitres. { say-minutes } { $authority }, { $time }
push = Missile : abritez-vous
display-1 = MISSILE
display-2 = ABRITEZ-VOUS

## Il est possible
possible = Une attaque de missile est possible.
prepare = Restez près d'un abri. Gardez votre téléphone allumé.

## Il continue
goes-on = D'autres missiles peuvent arriver.
keep = Restez à l'abri.

## C'est fini, c'était faux, ou l'on ne sait plus
over = L'attaque de missile est finie.
after = Vous pouvez quitter l'abri. Ne touchez aucun débris.
none = Il n'y a pas de missile.
unsure = Restez près d'un abri et attendez des nouvelles.
