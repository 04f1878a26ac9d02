# Explosión, en español.
# Estado: propuesto.
# Según las frases habituales de los servicios de emergencias en España: «Evite la zona», «Aléjese».

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
