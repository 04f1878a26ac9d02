# Gas o productos químicos en el aire, en español.
# Estado: propuesto.
# Page: ¿Qué hacer ante un riesgo químico?
#   by Protecció Civil de Cataluña, citada por Diari de Tarragona
#   at diaridetarragona.com/costa/que-hacer-ante-un-riesgo-quimico-FL23930027
#   read 2026-11-23
#   says entrar en el edificio más cercano, cerrar puertas, ventanas y ventilación, no salir hasta el fin de la alerta

event = Gas tóxico

## El peligro está ahí
headline = Gas tóxico: { $place }. Entre ya en un edificio.
what = { $authority }: Hay un gas tóxico en el aire: { $place }.
first = Entre ya en un edificio. Cierre puertas y ventanas y apague la ventilación.
next = Suba a un piso alto. Tápese la nariz y la boca con un paño mojado. { say-drift }
until = Quédese dentro hasta el fin de la alerta.
sms = GAS TÓXICO: { $place }. Entre ya. Cierre puertas y ventanas. Apague el aire acondicionado. { $authority }, { $time }
push = Gas tóxico: entre ya en un edificio
display-1 = GAS TÓXICO
display-2 = ENTRE YA

## Es posible
possible = Puede llegar un gas tóxico.
prepare = Quédese cerca de un edificio. Busque una habitación fácil de cerrar.

## Continúa
goes-on = El gas sigue en el aire.
keep = Quédese dentro con las ventanas cerradas.

## Terminó, era falso o no se sabe
over = El gas ya no está en el aire.
after = Ya puede salir. Abra las ventanas durante una hora.
none = No hay gas tóxico.
unsure = Quédese dentro y espere noticias.
