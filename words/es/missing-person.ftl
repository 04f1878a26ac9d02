# Una persona ha desaparecido y está en peligro, en español.
# Estado: propuesto.
# Page: Comprobar. Pensar. Denunciar.
#   by AMBER Alert Europe
#   at amberalert.eu/check-think-report/es-2
#   read 2026-11-23
#   says buscar en un cobertizo, en el maletero de un coche (dicho a los padres de un niño)

event = Persona desaparecida

## El peligro está ahí
headline = Persona desaparecida: { $place }. Mire a su alrededor.
what = { $authority }: Una persona ha desaparecido y puede estar en peligro: { $place }.
first = Mire a su alrededor. Busque en coches, jardines y garajes.
next = Si ve a la persona, llame a la policía. { say-phone } No actúe por su cuenta.
until = Siga mirando hasta el próximo mensaje.
sms = PERSONA DESAPARECIDA: { $place }. Mire a su alrededor. Si la ve, llame. { say-phone } { $authority }, { $time }
push = Persona desaparecida: mire alrededor
display-1 = DESAPARICIÓN
display-2 = MIRE ALREDEDOR

## Es posible
possible = Quizá ha desaparecido una persona.
prepare = Fíjese en quien necesite ayuda. Tenga el móvil encendido.

## Continúa
goes-on = La persona sigue desaparecida.
keep = Mire otra vez a su alrededor.

## Terminó, era falso o no se sabe
over = La persona desaparecida ya ha aparecido.
after = Ya puede dejar de buscar. Gracias.
none = No ha desaparecido nadie.
unsure = Mire a su alrededor y espere noticias.
