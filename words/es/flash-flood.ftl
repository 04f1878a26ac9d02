# Inundación repentina, en español.
# Estado: propuesto.
# Page: Ante la alerta por el riesgo de desbordamiento de ríos en las cuencas del Duero evite conducir en áreas inundadas
#   by Dirección General de Protección Civil y Emergencias, citada por la Gaceta de Castilla y León
#   at gacetadecastillayleon.com/regional/2014/04/02/aviso-por-riesgo-de-desbordamiento-de-rios-en-las-cuencas-del-duero/
#   read 2026-11-23
#   says no conducir en áreas inundadas, buscar un terreno más alto, no atravesar a pie corrientes de agua

event = Inundación repentina

## El peligro está ahí
headline = Inundación repentina: { $place }. Suba ya a un lugar alto.
what = { $authority }: El agua sube muy deprisa: { $place }.
first = Suba ya a un lugar alto. { say-minutes } { say-destination } Si no puede, suba al último piso.
next = No cruce el agua a pie ni en coche. No baje a sótanos ni garajes.
until = Quédese arriba hasta el fin de la alerta.
sms = INUNDACIÓN: { $place }. Suba ya a un lugar alto. No cruce el agua. No baje a sótanos. { $authority }, { $time }
push = Inundación: suba ya a un lugar alto
display-1 = INUNDACIÓN
display-2 = SUBA YA

## Es posible
possible = Puede haber una inundación repentina.
prepare = Prepárese para subir. No se acerque a ríos, ramblas ni sótanos.

## Continúa
goes-on = La inundación continúa.
keep = Suba a un lugar alto y no baje.

## Terminó, era falso o no se sabe
over = La inundación ha terminado.
after = Ya puede volver. No se acerque al agua ni a los cables.
none = No hay ninguna inundación.
unsure = No se acerque a los ríos y espere noticias.
