# O que é comum a todos os perigos, em português de Portugal.
# Estado: proposto.
# Estilo: segundo as frases habituais da ANEPC nos avisos à população e medidas de autoproteção («Afaste-se»,
# «Não se aproxime», «Feche as portas e as janelas»). Tratamento: terceira pessoa.
# Page: Teste de Alerta: Celulares de Campo Grande receberão alarme no dia 27 de setembro
#   by Defesa Civil, citada pelo JD1 Notícias
#   at jd1noticias.com/cidade/teste-de-alerta-celulares-de-campo-grande-receberao-alarme-no-dia-27/160120/
#   read 2026-11-23
#   says «teste»; não ligar para números de emergência
# Page: Alerta de emergência foi enviado simultaneamente para celulares de SC
#   by Defesa Civil de Santa Catarina, citada pelo g1
#   at g1.globo.com/sc/santa-catarina/noticia/2026/03/01/celulares-sc-alerta-simultaneo-simulado-desastres.ghtml
#   read 2026-11-23
#   says «Exercício»

## Marcas: é o programa que as põe, ninguém as escreve.

exercise-mark = EXERCÍCIO EXERCÍCIO EXERCÍCIO —
exercise-mark-short = EXERCÍCIO:
exercise-mark-display = EXERCÍCIO
exercise-voice = Exercício, exercício, exercício. Não é um perigo real.

## Valores

say-minutes = { $minutes ->
    [none] {""}
    [one] Tem cerca de { $minutes } minuto.
   *[other] Tem cerca de { $minutes } minutos.
}
say-distance = { $unit ->
    [m] Fique a pelo menos { $distance } metros.
    [km] { $distance ->
        [one] Fique a pelo menos { $distance } quilómetro.
       *[other] Fique a pelo menos { $distance } quilómetros.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Vá para norte.
    [north-east] Vá para nordeste.
    [east] Vá para leste.
    [south-east] Vá para sudeste.
    [south] Vá para sul.
    [south-west] Vá para sudoeste.
    [west] Vá para oeste.
    [north-west] Vá para noroeste.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Ligue { $phone }.
}
say-drift = { $drift ->
    [north] O vento sopra para norte.
    [north-east] O vento sopra para nordeste.
    [east] O vento sopra para leste.
    [south-east] O vento sopra para sudeste.
    [south] O vento sopra para sul.
    [south-west] O vento sopra para sudoeste.
    [west] O vento sopra para oeste.
    [north-west] O vento sopra para noroeste.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Vá para este local: { $destination }.
}

## Formas comuns

where = Local: { $place }.
source = { $authority }, { $time }.
voice-open = Atenção.
voice-again = Repito.

## Pré-aviso: o perigo é possível

pre-alert-headline = Prepare-se: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Espere pela próxima mensagem.
pre-alert-sms = PREPARE-SE: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Prepare-se: { event }
pre-alert-display =
    PREPARE-SE
    { display-1 }

## Alerta: o perigo está presente

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

## Atualização: o perigo continua

update-headline = O alerta continua: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = O ALERTA CONTINUA: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Continua: { event }
update-display =
    PERIGO CONTINUA
    { display-2 }

## Fim do alerta: acabou

all-clear-headline = Fim do alerta: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = FIM DO ALERTA: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Fim do alerta: { event }
all-clear-display =
    FIM DO ALERTA
    { display-1 }

## Falso alarme: não era verdade

retraction-headline = Falso alarme: { $place }. { none }
retraction-what = { $authority }: O alerta anterior foi um erro. { none }
retraction-first = Não está em perigo. Não precisa de fazer nada.
retraction-sms = FALSO ALARME: { $place }. { none } Não está em perigo. Pedimos desculpa. { $authority }, { $time }
retraction-push = Falso alarme: { event }
retraction-display =
    FALSO ALARME
    { display-1 }

## Já não está confirmado. Não é o fim do alerta.

expiry-headline = { event }: { $place }. Alerta por confirmar. Não é o fim do alerta.
expiry-what = { $authority }: Não sabemos se o perigo passou. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Alerta por confirmar, mas não é o fim do alerta. { unsure } { $authority }, { $time }
expiry-push = Por confirmar: { event }
expiry-display =
    POR CONFIRMAR
    { display-1 }

## Teste, exercício, contagem: iguais para todos os perigos

test-headline = Isto é um teste: { $place }. Não precisa de fazer nada.
test-what = { $authority }: Estamos a testar este sistema de alerta.
test-first = Não precisa de fazer nada.
test-sms = TESTE: { $place }. Estamos a testar este sistema de alerta. Não precisa de fazer nada. { $authority }, { $time }
test-push = Teste: não precisa de fazer nada
test-display =
    TESTE
    NÃO HÁ PERIGO

exercise-headline = Exercício: { $place }. Não há perigo real.
exercise-what = { $authority }: Está a decorrer um exercício.
exercise-first = Faça o que disser o seu responsável. Não ligue para o número de emergência.
exercise-sms = EXERCÍCIO: { $place }. Não há perigo real. Não ligue para o número de emergência. { $authority }, { $time }
exercise-push = Exercício: não há perigo real
exercise-display =
    EXERCÍCIO
    NÃO HÁ PERIGO

headcount-headline = Está em segurança? { $place }. Responda agora.
headcount-what = { $authority }: Temos de saber quem está em segurança e quem precisa de ajuda.
headcount-first = Responda agora: «Estou em segurança» ou «Preciso de ajuda».
headcount-sms = ESTÁ EM SEGURANÇA? { $place }. Responda agora a esta mensagem: SIM ou AJUDA. { $authority }, { $time }
headcount-push = Está em segurança? Responda agora
headcount-display =
    EM SEGURANÇA?
    RESPONDA AGORA

## O que o oficial de serviço acrescentou, e porque era falso o alerta

note-here = Nota do oficial de serviço: { $note }
note-in = Há também uma nota do oficial de serviço em { $language ->
    [en] inglês
    [fr] francês
    [ar] árabe
    [ckb] curdo (sorani)
    [fa] persa
    [tr] turco
    [uk] ucraniano
    [ru] russo
    [he] hebraico
    [es] espanhol
    [pt] português
    [de] alemão
   *[other] outra língua
}.
cause-machine = Um aparelho comunicou-o por engano.
cause-mistake = Foi enviado por engano.
cause-exercise = Fazia parte de um treino.
cause-forged = Foi enviado por alguém sem autorização.
cause-no-danger = Verificámos: não há perigo.
