# Un vehículo atropella a la gente, en español.
# Estado: propuesto.
# Page: Atentado: escóndete, no te hagas el muerto
#   by Ministerio del Interior, citado por La Opinión de Málaga
#   at laopiniondemalaga.es/nacional/2017/12/18/atentado-escondete-hagas-muerto/975018.html
#   read 2026-11-23
#   says si no podemos alejarnos, protegernos tras un muro u obstáculo resistente

event = Ataque con vehículo

## El peligro está ahí
headline = Ataque con vehículo: { $place }. Apártese de la calle ya.
what = { $authority }: Un vehículo atropella a la gente: { $place }.
first = Apártese de la calle ya. Entre en un edificio.
next = Si no puede, póngase detrás de un muro o de algo fuerte.
until = Espere el próximo mensaje.
sms = ATAQUE CON COCHE: { $place }. Apártese de la calle. Entre en un edificio o tras un muro. { $authority }, { $time }
push = Ataque con coche: apártese de la calle
display-1 = ATAQUE CON COCHE
display-2 = DEJE LA CALLE

## Es posible
possible = Puede haber un ataque con un vehículo.
prepare = No se acerque a la calle. Tenga el móvil encendido.

## Continúa
goes-on = El ataque con vehículo continúa.
keep = No se acerque a la calle.

## Terminó, era falso o no se sabe
over = El ataque con vehículo ha terminado.
after = Ya puede salir. Deje pasar a las ambulancias.
none = No hay ningún ataque con vehículo.
unsure = No se acerque a la calle y espere noticias.
