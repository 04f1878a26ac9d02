# Todos deben irse, en español.
# Estado: propuesto.
# Page: Incendios
#   by Coordinación Nacional de Protección Civil de México
#   at cnpcinforma.sspc.gob.mx/Incendios.html
#   read 2026-11-23
#   says evacuar, ir a zonas seguras; no volver hasta que las autoridades lo indiquen

event = Evacuación

## El peligro está ahí
headline = Evacuación: { $place }. Salga ya de la zona.
what = { $authority }: Es peligroso quedarse: { $place }.
first = Salga ya de la zona. { say-direction } { say-minutes } { say-destination }
next = Lleve el móvil, las medicinas y los documentos. Ayude a quien lo necesite.
until = No vuelva hasta el fin de la alerta.
sms = EVACUACIÓN: { $place }. Salga ya de la zona con documentos y medicinas. Ayude a otros. { $authority }, { $time }
push = Evacuación: salga ya de la zona
display-1 = EVACUACIÓN
display-2 = SALGA YA

## Es posible
possible = Puede haber una evacuación.
prepare = Prepárese para salir. Recoja el móvil, las medicinas y los documentos.

## Continúa
goes-on = La evacuación continúa.
keep = Salga ya si todavía está en la zona.

## Terminó, era falso o no se sabe
over = La evacuación ha terminado.
after = Ya puede volver a casa. Tenga cuidado en la carretera.
none = No hay ninguna evacuación.
unsure = No se acerque a la zona y espere noticias.
