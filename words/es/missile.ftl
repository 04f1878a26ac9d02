# Ataque con misiles, en español.
# Estado: propuesto.
# Page: Embajada de México en Israel emite recomendaciones a connacionales ante un eventual ataque
#   by Embajada de México en Israel, citada por Quinta Fuerza
#   at quintafuerza.mx/mexico/embajada-de-mexico-en-israel-emite-recomendaciones-a-connacionales-ante-un-eventual-ataque
#   read 2026-11-23
#   says ir a la zona segura, lejos de las ventanas; al aire libre, tirarse al suelo y proteger la cabeza con las manos

event = Ataque con misiles

## El peligro está ahí
headline = Ataque con misiles: { $place }. Póngase a cubierto ya.
what = { $authority }: Se acercan misiles a la zona: { $place }.
first = Póngase a cubierto ya, en un sótano o en una habitación sin ventanas. { say-minutes }
next = Túmbese en el suelo y cúbrase la cabeza con los brazos.
until = Quédese ahí hasta el fin de la alerta.
sms = MISILES: { $place }. Póngase a cubierto ya, mejor en un sótano. { say-minutes } { $authority }, { $time }
push = Misiles: póngase a cubierto ya
display-1 = MISILES
display-2 = A CUBIERTO

## Es posible
possible = Puede haber un ataque con misiles.
prepare = Quédese cerca de un lugar seguro. Tenga el móvil encendido.

## Continúa
goes-on = Pueden llegar más misiles.
keep = Siga a cubierto.

## Terminó, era falso o no se sabe
over = El ataque con misiles ha terminado.
after = Ya puede salir. No toque restos de misiles.
none = No hay ningún ataque con misiles.
unsure = Quédese cerca de un lugar seguro y espere noticias.
