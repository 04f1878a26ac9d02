# El agua del grifo no es segura, en español.
# Estado: propuesto.
# Page: Restricciones consumo de agua
#   by Ayuntamiento de Pedroche
#   at pedroche.es/restricciones-consumo-de-agua
#   read 2026-11-23
#   says no apta, no beber ni preparar alimentos; sirve para limpieza y aseo

event = Agua no potable

## El peligro está ahí
headline = Agua no potable: { $place }. No beba agua del grifo.
what = { $authority }: El agua del grifo no es segura: { $place }.
first = No beba agua del grifo. No la use para cocinar ni para lavarse los dientes.
next = Use agua embotellada. Avise a sus vecinos.
until = Haga esto hasta el fin de la alerta.
sms = AGUA NO POTABLE: { $place }. No beba agua del grifo. No cocine con ella. Use agua embotellada. { $authority }, { $time }
push = Agua no potable: no beba del grifo
display-1 = AGUA NO POTABLE
display-2 = NO LA BEBA

## Es posible
possible = El agua puede dejar de ser potable.
prepare = Llene botellas de agua ahora.

## Continúa
goes-on = El agua todavía no es potable.
keep = No beba agua del grifo.

## Terminó, era falso o no se sabe
over = El agua del grifo ya es segura.
after = Ya puede beberla. Antes deje el grifo abierto cinco minutos.
none = El agua del grifo es segura.
unsure = No beba agua del grifo y espere noticias.
