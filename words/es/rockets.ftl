# Ataque con cohetes o morteros, en español.
# Estado: propuesto.
# Page: Embajada de México en Israel emite recomendaciones a connacionales ante un eventual ataque
#   by Embajada de México en Israel, citada por Quinta Fuerza
#   at quintafuerza.mx/mexico/embajada-de-mexico-en-israel-emite-recomendaciones-a-connacionales-ante-un-eventual-ataque
#   read 2026-11-23
#   says ir a la zona segura, lejos de las ventanas; al aire libre, tirarse al suelo y proteger la cabeza con las manos

event = Ataque con cohetes

## El peligro está ahí
headline = Ataque con cohetes: { $place }. Póngase a cubierto ya.
what = { $authority }: Se acercan cohetes a la zona: { $place }.
first = Póngase a cubierto ya. Entre en un sótano o en una habitación sin ventanas. { say-minutes }
next = Si no puede, túmbese en el suelo y cúbrase la cabeza con los brazos.
until = Quédese ahí hasta el fin de la alerta.
sms = COHETES: { $place }. Póngase a cubierto ya, lejos de las ventanas. Si no puede, túmbese. { $authority }, { $time }
push = Cohetes: póngase a cubierto ya
display-1 = COHETES
display-2 = A CUBIERTO

## Es posible
possible = Puede haber un ataque con cohetes.
prepare = Quédese cerca de un lugar seguro. Tenga el móvil encendido.

## Continúa
goes-on = Pueden llegar más cohetes.
keep = Siga a cubierto.

## Terminó, era falso o no se sabe
over = El ataque con cohetes ha terminado.
after = Ya puede salir. No toque restos de cohetes.
none = No hay ningún ataque con cohetes.
unsure = Quédese cerca de un lugar seguro y espere noticias.
