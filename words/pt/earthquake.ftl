# Sismo, em português de Portugal.
# Estado: proposto.
# Page: A TERRA TREME
#   by Proteção Civil dos Açores
#   at prociv.azores.gov.pt/noticias/ver.php?id=530
#   read 2026-11-23
#   says baixar, proteger debaixo de uma mesa e segurar-se a ela, aguardar

event = Sismo

## O perigo está presente
headline = Sismo: { $place }. Baixe-se, proteja a cabeça e aguarde.
what = { $authority }: A terra está a tremer: { $place }.
first = Baixe-se. Meta-se debaixo de uma mesa e agarre-se a ela.
next = Se está na rua, afaste-se das paredes e dos cabos.
until = Quando a terra parar de tremer, espere pela próxima mensagem.
sms = SISMO: { $place }. Baixe-se, proteja a cabeça e aguarde. Não use o elevador. { $authority }, { $time }
push = Sismo: baixe-se, proteja-se, aguarde
display-1 = SISMO
display-2 = BAIXE-SE

## É possível
possible = Pode haver um sismo.
prepare = Tenha perto os sapatos e o telemóvel. Procure uma mesa forte.

## Continua
goes-on = Pode haver mais sismos.
keep = Baixe-se e proteja a cabeça se voltar a tremer.

## Acabou, era falso ou ninguém sabe
over = O sismo acabou.
after = Já pode voltar, mas só a edifícios sem fendas.
none = Não há nenhum sismo.
unsure = Afaste-se de paredes com fendas e espere por notícias.
