# Una persona armada ataca, en español.
# Estado: propuesto.
# Page: Sabrías cómo actuar en caso de atentado terrorista
#   by Ministerio del Interior, citado por Heraldo
#   at heraldo.es/noticias/nacional/2023/10/14/sabrias-como-actuar-en-caso-de-atentado-terrorista-1684132.html
#   read 2026-11-23
#   says aléjese si la ruta es segura, ocúltese y cierre la puerta, silencie el móvil, alerte

event = Atacante armado

## El peligro está ahí
headline = Atacante armado: { $place }. Corra si puede. Si no, escóndase.
what = { $authority }: Alguien dispara contra la gente: { $place }.
first = Corra si puede hacerlo sin peligro. Si no puede, escóndase y cierre con llave.
next = Quite el sonido del móvil. Llame a la policía cuando esté a salvo.
until = No salga hasta que llegue la policía.
sms = ATACANTE ARMADO: { $place }. Corra si puede. Si no, escóndase sin ruido y cierre con llave. { $authority }, { $time }
push = Atacante armado: corra o escóndase
display-1 = ATACANTE ARMADO
display-2 = CORRA, ESCÓNDASE

## Es posible
possible = Puede haber un atacante armado.
prepare = Busque las salidas. Tenga el móvil encendido.

## Continúa
goes-on = El atacante sigue ahí.
keep = Quédese en el escondite y cierre con llave.

## Terminó, era falso o no se sabe
over = El atacante ya no es un peligro.
after = Ya puede salir. Haga lo que diga la policía.
none = No hay ningún atacante.
unsure = Quédese dentro y espere noticias.
