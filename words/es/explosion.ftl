# Explosión, en español.
# Estado: propuesto.
# Page: Qué hacer en caso de atentado terrorista
#   by Ministerio del Interior, citado por La Sexta
#   at lasexta.com/noticias/sociedad/que-hacer-en-caso-de-atentado-terrorista-estos-son-los-pasos-que-debes-seguir-ante-un-ataque_201712185a37d49f0cf207cb8b931120.html
#   read 2026-11-23
#   says huir de la zona, no tocar bultos

event = Explosión

## El peligro está ahí
headline = Explosión: { $place }. Evite la zona.
what = { $authority }: Ha habido una explosión: { $place }.
first = Evite la zona. { say-distance }
next = Si está cerca, aléjese de los cristales, del humo y de los coches aparcados.
until = Espere el próximo mensaje.
sms = EXPLOSIÓN: { $place }. Evite la zona. Si está cerca, aléjese de cristales y humo. { $authority }, { $time }
push = Explosión: evite la zona
display-1 = EXPLOSIÓN
display-2 = EVITE LA ZONA

## Es posible
possible = Puede haber una explosión.
prepare = Prepárese para alejarse. Tenga el móvil encendido.

## Continúa
goes-on = Después de la explosión sigue el peligro.
keep = Evite la zona.

## Terminó, era falso o no se sabe
over = El peligro de la explosión ha pasado.
after = Ya puede volver. No toque nada que no conozca.
none = No ha habido ninguna explosión.
unsure = Evite la zona y espere noticias.
