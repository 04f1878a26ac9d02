# Disturbios cerca, en español.
# Estado: propuesto.
# Page: Recomendaciones en situaciones de riesgo
#   by Protección Civil de Molina de Segura
#   at proteccioncivil.molinadesegura.es/recomendaciones-en-situaciones-de-riesgo/
#   read 2026-11-23
#   says en altercados violentos, separarse del lugar

event = Disturbios violentos

## El peligro está ahí
headline = Disturbios violentos: { $place }. Aléjese de la multitud.
what = { $authority }: Hay disturbios violentos: { $place }.
first = Aléjese de la multitud. No vaya a la zona.
next = Si está allí, váyase por una calle lateral. Si no puede, entre en un edificio.
until = Espere el próximo mensaje.
sms = DISTURBIOS: { $place }. Aléjese de la multitud. Si está allí, váyase por una calle lateral. { $authority }, { $time }
push = Disturbios: aléjese de la multitud
display-1 = DISTURBIOS
display-2 = EVITE LA ZONA

## Es posible
possible = Puede haber disturbios violentos.
prepare = Quédese cerca de casa. Tenga el móvil encendido.

## Continúa
goes-on = Los disturbios continúan.
keep = Aléjese de la multitud.

## Terminó, era falso o no se sabe
over = Los disturbios han terminado.
after = Ya puede salir. Haga lo que diga la policía.
none = No hay disturbios.
unsure = Aléjese de la multitud y espere noticias.
