# Ataque aéreo, en español.
# Estado: propuesto.
# Page: Embajada de México en Israel emite recomendaciones a connacionales ante un eventual ataque
#   by Embajada de México en Israel, citada por Quinta Fuerza
#   at quintafuerza.mx/mexico/embajada-de-mexico-en-israel-emite-recomendaciones-a-connacionales-ante-un-eventual-ataque
#   read 2026-11-23
#   says ir a la zona segura, lejos de las ventanas; al aire libre, tirarse al suelo y proteger la cabeza con las manos

event = Ataque aéreo

## El peligro está ahí
headline = Ataque aéreo: { $place }. Póngase a cubierto ya.
what = { $authority }: Puede llegar un ataque desde el aire: { $place }.
first = Póngase a cubierto ya. Entre en el sótano más cercano. { say-minutes }
next = Si no lo hay, vaya a una habitación sin ventanas, en el centro del edificio.
until = Quédese ahí hasta el fin de la alerta.
sms = ATAQUE AÉREO: { $place }. Póngase a cubierto ya, en un sótano o lejos de las ventanas. { $authority }, { $time }
push = Ataque aéreo: póngase a cubierto ya
display-1 = ATAQUE AÉREO
display-2 = A CUBIERTO

## Es posible
possible = Puede haber un ataque aéreo.
prepare = Quédese cerca de un lugar seguro. Tenga el móvil encendido.

## Continúa
goes-on = El ataque aéreo continúa.
keep = Siga a cubierto.

## Terminó, era falso o no se sabe
over = El ataque aéreo ha terminado.
after = Ya puede salir. No toque nada que haya caído del cielo.
none = No hay ningún ataque aéreo.
unsure = Quédese cerca de un lugar seguro y espere noticias.
