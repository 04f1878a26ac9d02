# Tsunami o maremoto, en español.
# Estado: propuesto.
# Page: El aviso del Instituto Geográfico Nacional en caso de tsunami
#   by Instituto Geográfico Nacional, citado por La Voz de Cádiz
#   at lavozdigital.es/provincia/aviso-instituto-geografico-nacional-tsunami-debemos-20221020113427-ntv_amp.html
#   read 2026-11-23
#   says dirigirse a lo más elevado y tierra adentro
# Page: Tsunami
#   by Defensa Civil de la República Dominicana
#   at defensacivil.gob.do/index.php/publicaciones/medidas-preventivas/tsunami
#   read 2026-11-23
#   says evacuar a pie de forma inmediata, quedarse hasta que las autoridades indiquen que es seguro

event = Tsunami

## El peligro está ahí
headline = Tsunami: { $place }. Suba ya a un lugar alto.
what = { $authority }: Un tsunami llega a la costa: { $place }.
first = Suba ya a pie a un lugar alto, lejos de la costa. { say-minutes } { say-destination }
next = Si no puede, suba al tercer piso o más arriba.
until = Llegarán varias olas. Quédese arriba hasta el fin de la alerta.
sms = TSUNAMI: { $place }. Suba ya a pie a un lugar alto, lejos del mar. Llegan varias olas. { $authority }, { $time }
push = Tsunami: suba ya a un lugar alto
display-1 = TSUNAMI
display-2 = SUBA YA

## Es posible
possible = Puede haber un tsunami.
prepare = Prepárese para subir. No se acerque al mar.

## Continúa
goes-on = Llegan más olas del tsunami.
keep = Suba a un lugar alto y no baje.

## Terminó, era falso o no se sabe
over = El peligro de tsunami ha pasado.
after = Ya puede volver. No se acerque a casas dañadas.
none = No hay ningún tsunami.
unsure = No se acerque al mar y espere noticias.
