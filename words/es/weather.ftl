# Tormenta, tornado, granizo o rayos, en español.
# Estado: propuesto.
# Page: MEDIDAS URGENTES ANTE EL RIESGO DE TORMENTAS
#   by Ayuntamiento de Valladolid, Protección Civil
#   at valladolid.es/fr/gente/visitantes/utilidad/servicios/proteccion-civil/riesgo-tormentas
#   read 2026-11-23
#   says evitar salir a la calle; no protegerse cerca de muros o árboles; no tocar cables caídos

event = Tormenta peligrosa

## El peligro está ahí
headline = Tormenta peligrosa: { $place }. Entre ya en un edificio.
what = { $authority }: Llega una tormenta peligrosa: { $place }.
first = Entre ya en un edificio. Aléjese de las ventanas. { say-minutes }
next = Si va en coche, pare lejos de los árboles y quédese dentro.
until = Quédese dentro hasta el fin de la alerta.
sms = TORMENTA PELIGROSA: { $place }. Entre ya en un edificio, lejos de ventanas y árboles. { $authority }, { $time }
push = Tormenta peligrosa: entre ya
display-1 = TORMENTA
display-2 = ENTRE YA

## Es posible
possible = Puede haber una tormenta peligrosa.
prepare = Meta en casa lo que el viento pueda llevarse. Quédese cerca de casa.

## Continúa
goes-on = La tormenta continúa.
keep = Quédese dentro.

## Terminó, era falso o no se sabe
over = La tormenta ha pasado.
after = Ya puede salir. No toque los cables caídos.
none = No hay ninguna tormenta peligrosa.
unsure = Quédese dentro y espere noticias.
