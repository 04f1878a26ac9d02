# Séisme, en français.
# État : proposé.
# Page: Que faire en cas de SÉISME ?
#   by Géorisques, ministère de la Transition écologique
#   at georisques.gouv.fr/minformer-sur-un-risque/seisme
#   read 2026-11-23
#   says s'abriter sous des meubles solides, s'éloigner des fenêtres
# Page: Test du dispositif FR-Alert
#   by Préfecture des Alpes-Maritimes
#   at alpes-maritimes.gouv.fr/index.php/Actualites/Espace-Presse/2023/OCTOBRE
#   read 2026-11-23
#   says éloignez-vous de tout ce qui peut s'effondrer, utilisez uniquement les escaliers

event = Séisme

## Le danger est là
headline = Séisme : { $place }. Baissez-vous et protégez votre tête.
what = { $authority } : La terre tremble : { $place }. C'est un séisme.
first = Baissez-vous. Mettez-vous sous une table et tenez-la.
next = Dehors, restez loin des murs et des fils.
until = Après les secousses, attendez le prochain message.
sms = SÉISME : { $place }. Baissez-vous sous une table. Ne prenez pas l'ascenseur. { $authority }, { $time }
push = Séisme : baissez-vous
display-1 = SEISME
display-2 = BAISSEZ-VOUS

## Il est possible
possible = Un séisme est possible.
prepare = Gardez chaussures et téléphone près de vous.

## Il continue
goes-on = Le séisme peut reprendre.
keep = Baissez-vous si la terre tremble encore.

## C'est fini, c'était faux, ou l'on ne sait plus
over = Le séisme est fini.
after = Vous pouvez rentrer si les murs n'ont pas de fissure.
none = Il n'y a pas de séisme.
unsure = Restez loin des murs fissurés et attendez des nouvelles.
