# Ataque com mísseis, em português de Portugal.
# Estado: proposto.
# Page: Itamaraty orienta evitar viagens a 11 países do Oriente Médio após ataque ao Irã
#   by Ministério das Relações Exteriores do Brasil, citado pelo Portal 6
#   at portal6.com.br/2026/02/28/itamaraty-orienta-evitar-viagens-a-11-paises-do-oriente-medio-apos-ataque-ao-ira/
#   read 2026-11-23
#   says dirigir-se imediatamente ao abrigo mais próximo; em casa, escadas do porão, áreas sem janelas

event = Ataque com mísseis

## O perigo está presente
headline = Ataque com mísseis: { $place }. Abrigue-se já.
what = { $authority }: Há mísseis a caminho: { $place }.
first = Abrigue-se já, numa cave ou numa sala sem janelas. { say-minutes }
next = Deite-se no chão e proteja a cabeça com os braços.
until = Fique aí até ao fim do alerta.
sms = MÍSSEIS: { $place }. Abrigue-se já, de preferência numa cave. { say-minutes } { $authority }, { $time }
push = Mísseis: abrigue-se já
display-1 = MÍSSEIS
display-2 = ABRIGUE-SE

## É possível
possible = Pode haver um ataque com mísseis.
prepare = Fique perto de um abrigo. Tenha o telemóvel ligado.

## Continua
goes-on = Podem chegar mais mísseis.
keep = Fique no abrigo.

## Acabou, era falso ou ninguém sabe
over = O ataque com mísseis acabou.
after = Já pode sair. Não toque em restos de mísseis.
none = Não há nenhum ataque com mísseis.
unsure = Fique perto de um abrigo e espere por notícias.
