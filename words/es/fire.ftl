# Incendio, en español.
# Estado: propuesto.
# Page: Incendios
#   by Coordinación Nacional de Protección Civil de México
#   at cnpcinforma.sspc.gob.mx/Incendios.html
#   read 2026-11-23
#   says aléjate del fuego, cubre nariz y boca con un trapo húmedo, no vuelvas hasta que las autoridades lo indiquen

event = Incendio

## El peligro está ahí
headline = Incendio: { $place }. Salga ya.
what = { $authority }: Hay un incendio: { $place }.
first = Salga ya y aléjese del fuego. { say-direction } { say-destination }
next = No use el ascensor. Si hay humo, vaya a gatas. { say-drift }
until = No vuelva hasta el fin de la alerta.
sms = INCENDIO: { $place }. Salga ya. No use el ascensor. Con humo, vaya a gatas. No vuelva. { $authority }, { $time }
push = Incendio: salga ya
display-1 = INCENDIO
display-2 = SALGA YA

## Es posible
possible = Puede haber un incendio.
prepare = Prepárese para salir. Busque las salidas.

## Continúa
goes-on = El incendio continúa.
keep = Salga ya si todavía está allí.

## Terminó, era falso o no se sabe
over = El incendio está apagado.
after = Ya puede volver. No toque nada caliente ni quemado.
none = No hay ningún incendio.
unsure = No se acerque a la zona y espere noticias.
