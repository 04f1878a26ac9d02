# Una zona en la que nadie debe entrar, en español.
# Estado: propuesto.
# Page: El 112 Galicia demanda evitar desplazamientos ante el avance de los fuegos en la provincia
#   by 112 Galicia, citado por Europa Press
#   at europapress.es/galicia/agro-00246/noticia-lanzan-alerta-empeorar-condiciones-ourense-piden-ciudadanos-no-acercarse-incendios-20250815164930.html
#   read 2026-11-23
#   says evitar acercarse a las inmediaciones; alejarse de los lugares afectados

event = Zona de peligro

## El peligro está ahí
headline = Zona de peligro: { $place }. No se acerque.
what = { $authority }: Hay un peligro en la zona: { $place }.
first = No se acerque a la zona. { say-distance }
next = Si está allí, váyase con calma. Deje pasar a los equipos de rescate.
until = Espere el próximo mensaje.
sms = ZONA DE PELIGRO: { $place }. No se acerque. Si está allí, váyase con calma. { $authority }, { $time }
push = Zona de peligro: no se acerque
display-1 = ZONA DE PELIGRO
display-2 = NO SE ACERQUE

## Es posible
possible = Puede haber peligro en esta zona.
prepare = Prepárese para ir por otro camino. Tenga el móvil encendido.

## Continúa
goes-on = El peligro continúa en la zona.
keep = No se acerque a la zona.

## Terminó, era falso o no se sabe
over = El peligro ha pasado.
after = Ya puede volver a la zona.
none = No hay peligro en la zona.
unsure = No se acerque a la zona y espere noticias.
