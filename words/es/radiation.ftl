# Radiación en el aire, en español.
# Estado: propuesto.
# Page: Qué hacer durante una emergencia por radiación: Quédese adentro
#   by Centros para el Control y la Prevención de Enfermedades de Estados Unidos
#   at cdc.gov/nceh/radiation/emergencies/es/stayinside.htm
#   read 2026-11-23
#   says entrar a un edificio y quedarse adentro; descontaminarse quien estuvo afuera

event = Radiación

## El peligro está ahí
headline = Radiación: { $place }. Entre ya en un edificio.
what = { $authority }: Hay radiación en el aire: { $place }.
first = Entre ya en un edificio. Vaya al sótano o al centro del edificio.
next = Si estaba en la calle, quítese la ropa de fuera y lávese. { say-drift }
until = Quédese dentro hasta el fin de la alerta.
sms = RADIACIÓN: { $place }. Entre ya y cierre las ventanas. Si estaba fuera, lávese y cambie de ropa. { $authority }, { $time }
push = Radiación: entre ya en un edificio
display-1 = RADIACIÓN
display-2 = ENTRE YA

## Es posible
possible = Puede haber radiación.
prepare = Quédese cerca de un edificio. Busque un sótano.

## Continúa
goes-on = Todavía hay radiación en la calle.
keep = Quédese dentro con las ventanas cerradas.

## Terminó, era falso o no se sabe
over = El peligro de radiación ha pasado.
after = Ya puede salir. Coma y beba solo lo que digamos que es seguro.
none = No hay radiación.
unsure = Quédese dentro y espere noticias.
