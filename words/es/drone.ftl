# Ataque con drones, en español.
# Estado: propuesto.
# Page: Embajada de México en Israel emite recomendaciones a connacionales ante un eventual ataque
#   by Embajada de México en Israel, citada por Quinta Fuerza
#   at quintafuerza.mx/mexico/embajada-de-mexico-en-israel-emite-recomendaciones-a-connacionales-ante-un-eventual-ataque
#   read 2026-11-23
#   says alarma: ir a la zona segura, lejos de las ventanas

event = Ataque con drones

## El peligro está ahí
headline = Ataque con drones: { $place }. Póngase a cubierto ya.
what = { $authority }: Se acercan drones a la zona: { $place }.
first = Póngase a cubierto ya. Entre en un sótano o en una habitación sin ventanas. { say-minutes }
next = Aléjese de las ventanas. No salga a mirar ni a grabar.
until = Quédese ahí hasta el fin de la alerta.
sms = DRONES: { $place }. Póngase a cubierto ya, lejos de las ventanas. No salga a mirar. { $authority }, { $time }
push = Drones: póngase a cubierto ya
display-1 = DRONES
display-2 = A CUBIERTO

## Es posible
possible = Puede haber un ataque con drones.
prepare = Quédese cerca de un lugar seguro. Tenga el móvil encendido.

## Continúa
goes-on = Pueden llegar más drones.
keep = Siga a cubierto.

## Terminó, era falso o no se sabe
over = El ataque con drones ha terminado.
after = Ya puede salir. No toque restos de drones.
none = No hay drones.
unsure = Quédese cerca de un lugar seguro y espere noticias.
