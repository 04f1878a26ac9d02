# Una presa se rompe, en español.
# Estado: propuesto.
# Page: Cómo actuar en caso de inundación si vives cerca de una presa
#   by Comunidad de Madrid, Emergencias 112, citada por la Cadena SER
#   at cadenaser.com/emisora/2018/03/02/ser_madrid_norte/1519997395_384644.html
#   read 2026-11-23
#   says alejarse del cauce, acudir a sitios elevados, no cruzar ríos ni torrentes

event = Rotura de presa

## El peligro está ahí
headline = Rotura de presa: { $place }. Suba ya a un lugar alto.
what = { $authority }: Una presa se rompe y llega el agua: { $place }.
first = Suba ya a un lugar alto. { say-minutes } { say-destination }
next = Vaya a pie. No cruce el agua a pie ni en coche.
until = Quédese arriba hasta el fin de la alerta.
sms = ROTURA DE PRESA: { $place }. Suba ya a pie a un lugar alto. Llega mucha agua. { $authority }, { $time }
push = Rotura de presa: suba a un lugar alto
display-1 = ROTURA DE PRESA
display-2 = SUBA YA

## Es posible
possible = Una presa puede romperse.
prepare = Prepárese para subir. No se acerque al río.

## Continúa
goes-on = El peligro de la presa continúa.
keep = Suba a un lugar alto y no baje.

## Terminó, era falso o no se sabe
over = El peligro de la presa ha pasado.
after = Ya puede volver. No se acerque al agua ni a los cables.
none = La presa es segura.
unsure = No se acerque al río y espere noticias.
