# El teléfono de emergencias no funciona, en español.
# Estado: propuesto.
# Page: none found
#   looked 2026-11-23

event = Avería en emergencias

## El peligro está ahí
headline = Emergencias no responde: { $place }. Llame a otro número.
what = { $authority }: El teléfono de emergencias no funciona: { $place }.
first = Llame a la policía o a los bomberos de su ciudad. { say-phone }
next = Si no puede llamar, vaya a la policía o a los bomberos más cercanos.
until = Haga esto hasta que el teléfono vuelva a funcionar.
sms = EMERGENCIAS NO RESPONDE: { $place }. Llame a policía o bomberos. { say-phone } { $authority }, { $time }
push = Emergencias no responde: llame a otro
display-1 = AVERÍA TEL. SOS
display-2 = LLAME A OTRO

## Es posible
possible = El teléfono de emergencias puede fallar.
prepare = Guarde los números de la policía y del médico.

## Continúa
goes-on = El teléfono de emergencias todavía no funciona.
keep = Llame a la policía o a los bomberos de su ciudad.

## Terminó, era falso o no se sabe
over = El teléfono de emergencias ya funciona.
after = Ya puede llamar como siempre.
none = El teléfono de emergencias funciona.
unsure = Tenga a mano otro número y espere noticias.
