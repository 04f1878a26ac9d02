# Todos deben entrar en un edificio, en español.
# Estado: propuesto.
# Page: ¡Atención, emergencia! Lo que debes saber como ciudadano
#   by Protección Civil de Aragón, citada por Heraldo
#   at heraldo.es/noticias/aragon/2019/09/01/atencion-emergencia-lo-que-debes-saber-como-ciudadano-1331955.html
#   read 2026-11-23
#   says confinamiento: permanecer en el interior

event = Peligro en el exterior

## El peligro está ahí
headline = Peligro en el exterior: { $place }. Entre ya en un edificio.
what = { $authority }: Es peligroso estar en la calle: { $place }.
first = Entre ya en un edificio. Cierre puertas y ventanas.
next = Aléjese de las ventanas. Ayude a otros a entrar.
until = Quédese dentro hasta el fin de la alerta.
sms = PELIGRO EN EL EXTERIOR: { $place }. Entre ya en un edificio. Cierre puertas y ventanas. { $authority }, { $time }
push = Peligro en el exterior: entre ya
display-1 = PELIGRO EXTERIOR
display-2 = ENTRE YA

## Es posible
possible = Puede haber peligro en el exterior.
prepare = Quédese cerca de un edificio. Tenga el móvil encendido.

## Continúa
goes-on = El peligro en el exterior continúa.
keep = Quédese dentro.

## Terminó, era falso o no se sabe
over = El peligro en el exterior ha pasado.
after = Ya puede salir.
none = No hay peligro en el exterior.
unsure = Quédese dentro y espere noticias.
