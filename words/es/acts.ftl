# Lo común a todos los peligros, en español.
# Estado: propuesto.
# Estilo: según las frases habituales de ES-Alert y de Protección Civil («Evite la zona», «Cierre puertas
# y ventanas»). «Simulacro» y «fin de la alerta» son sus palabras. Trato: usted.
# Page: El 19 de septiembre a las 12:00 h se hará la segunda prueba nacional de la alerta sísmica en celulares
#   by Gobierno de México, citado por Info 7
#   at info7.mx/nacional/habra-alerta-sismica-nacional-en-celulares-el-19-de-septiembre/6517350181
#   read 2026-11-23
#   says «Esto es un simulacro»
# Page: Todas las presas de Asturias, en alerta y evacuación
#   by Servicio de Emergencias del Principado de Asturias, citado por La Razón
#   at larazon.es/asturias/todas-presas-asturias-alerta-evacuacion_2024102967208f79d8f8950001d3ca7a.html
#   read 2026-11-23
#   says «fin de la alerta»

## Marcas: las pone el programa, nadie las escribe.

exercise-mark = SIMULACRO SIMULACRO SIMULACRO —
exercise-mark-short = SIMULACRO:
exercise-mark-display = SIMULACRO
exercise-voice = Simulacro, simulacro, simulacro. No es un peligro real.

## Valores

say-minutes = { $minutes ->
    [none] {""}
    [one] Tiene alrededor de { $minutes } minuto.
   *[other] Tiene unos { $minutes } minutos.
}
say-distance = { $unit ->
    [m] Quédese al menos a { $distance } metros.
    [km] { $distance ->
        [one] Quédese al menos a { $distance } kilómetro.
       *[other] Quédese al menos a { $distance } kilómetros.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Vaya hacia el norte.
    [north-east] Vaya hacia el noreste.
    [east] Vaya hacia el este.
    [south-east] Vaya hacia el sureste.
    [south] Vaya hacia el sur.
    [south-west] Vaya hacia el suroeste.
    [west] Vaya hacia el oeste.
    [north-west] Vaya hacia el noroeste.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Llame al { $phone }.
}
say-drift = { $drift ->
    [north] El viento sopla hacia el norte.
    [north-east] El viento sopla hacia el noreste.
    [east] El viento sopla hacia el este.
    [south-east] El viento sopla hacia el sureste.
    [south] El viento sopla hacia el sur.
    [south-west] El viento sopla hacia el suroeste.
    [west] El viento sopla hacia el oeste.
    [north-west] El viento sopla hacia el noroeste.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Vaya a este lugar: { $destination }.
}

## Formas comunes

where = Lugar: { $place }.
source = { $authority }, { $time }.
voice-open = Atención.
voice-again = Repito.

## Aviso previo: el peligro es posible

pre-alert-headline = Prepárese: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Espere el próximo mensaje.
pre-alert-sms = PREPÁRESE: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Prepárese: { event }
pre-alert-display =
    PREPÁRESE
    { display-1 }

## Alerta: el peligro está ahí

alert-headline = { headline }
alert-what = { what }
alert-first = { first }
alert-next = { next }
alert-until = { until }
alert-sms = { sms }
alert-push = { push }
alert-display =
    { display-1 }
    { display-2 }

## Novedad: el peligro continúa

update-headline = La alerta sigue: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = LA ALERTA SIGUE: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Sigue: { event }
update-display =
    SIGUE EL PELIGRO
    { display-2 }

## Fin de la alerta: ha terminado

all-clear-headline = Fin de la alerta: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = FIN DE LA ALERTA: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Fin de alerta: { event }
all-clear-display =
    FIN DE LA ALERTA
    { display-1 }

## Falsa alarma: no era verdad

retraction-headline = Falsa alarma: { $place }. { none }
retraction-what = { $authority }: La alerta anterior fue un error. { none }
retraction-first = No está en peligro. No tiene que hacer nada.
retraction-sms = FALSA ALARMA: { $place }. { none } No está en peligro. Pedimos disculpas. { $authority }, { $time }
retraction-push = Falsa alarma: { event }
retraction-display =
    FALSA ALARMA
    { display-1 }

## Ya no está confirmado. No es el fin de la alerta.

expiry-headline = { event }: { $place }. Alerta sin confirmar. No es el fin de la alerta.
expiry-what = { $authority }: No sabemos si el peligro ha pasado. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Alerta sin confirmar, pero no es el fin de la alerta. { unsure } { $authority }, { $time }
expiry-push = Sin confirmar: { event }
expiry-display =
    SIN CONFIRMAR
    { display-1 }

## Prueba, simulacro, recuento: iguales para todos los peligros

test-headline = Esto es una prueba: { $place }. No tiene que hacer nada.
test-what = { $authority }: Estamos probando este sistema de alertas.
test-first = No tiene que hacer nada.
test-sms = PRUEBA: { $place }. Estamos probando este sistema de alertas. No tiene que hacer nada. { $authority }, { $time }
test-push = Prueba: no tiene que hacer nada
test-display =
    PRUEBA
    NO HAY PELIGRO

exercise-headline = Simulacro: { $place }. No hay peligro real.
exercise-what = { $authority }: Se está haciendo un simulacro.
exercise-first = Haga lo que diga su responsable. No llame a emergencias.
exercise-sms = SIMULACRO: { $place }. No hay peligro real. No llame a emergencias. { $authority }, { $time }
exercise-push = Simulacro: no hay peligro real
exercise-display =
    SIMULACRO
    NO HAY PELIGRO

headcount-headline = ¿Está a salvo? { $place }. Responda ahora.
headcount-what = { $authority }: Tenemos que saber quién está a salvo y quién necesita ayuda.
headcount-first = Responda ahora: «Estoy a salvo» o «Necesito ayuda».
headcount-sms = ¿ESTÁ A SALVO? { $place }. Responda ahora a este mensaje: BIEN o AYUDA. { $authority }, { $time }
headcount-push = ¿Está a salvo? Responda ahora
headcount-display =
    ¿ESTÁ A SALVO?
    RESPONDA AHORA

## Lo que añadió la persona de guardia, y por qué la alerta era falsa

note-here = Nota de la persona de guardia: { $note }
note-in = Hay también una nota de la persona de guardia en { $language ->
    [en] inglés
    [fr] francés
    [ar] árabe
    [ckb] kurdo (sorani)
    [fa] persa
    [tr] turco
    [uk] ucraniano
    [ru] ruso
    [he] hebreo
    [es] español
    [pt] portugués
    [de] alemán
   *[other] otro idioma
}.
cause-machine = Un aparato la comunicó por error.
cause-mistake = Se envió por error.
cause-exercise = Formaba parte de un ensayo.
cause-forged = La envió alguien sin autorización.
cause-no-danger = Lo hemos comprobado: no hay peligro.
