# Terremoto, en español.
# Estado: propuesto.
# Page: Tsunami
#   by Defensa Civil de la República Dominicana
#   at defensacivil.gob.do/index.php/publicaciones/medidas-preventivas/tsunami
#   read 2026-11-23
#   says agacharse, cubrirse y afirmarse hasta que el terremoto termine

event = Terremoto

## El peligro está ahí
headline = Terremoto: { $place }. Agáchese, cúbrase y agárrese.
what = { $authority }: La tierra tiembla: { $place }.
first = Agáchese. Métase debajo de una mesa y agárrese a ella.
next = Si está en la calle, aléjese de las paredes y de los cables.
until = Cuando pare el temblor, espere el próximo mensaje.
sms = TERREMOTO: { $place }. Agáchese, cúbrase la cabeza y agárrese. No use el ascensor. { $authority }, { $time }
push = Terremoto: agáchese y cúbrase
display-1 = TERREMOTO
display-2 = AGÁCHESE

## Es posible
possible = Puede haber un terremoto.
prepare = Tenga cerca los zapatos y el móvil. Busque una mesa fuerte.

## Continúa
goes-on = Puede haber más terremotos.
keep = Agáchese y cúbrase si vuelve a temblar.

## Terminó, era falso o no se sabe
over = El terremoto ha pasado.
after = Ya puede volver, pero solo a edificios sin grietas.
none = No hay ningún terremoto.
unsure = Aléjese de las paredes con grietas y espere noticias.
