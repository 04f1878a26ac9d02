# Ataque com rockets ou morteiros, em português de Portugal.
# Estado: proposto.
# Page: Itamaraty orienta evitar viagens a 11 países do Oriente Médio após ataque ao Irã
#   by Ministério das Relações Exteriores do Brasil, citado pelo Portal 6
#   at portal6.com.br/2026/02/28/itamaraty-orienta-evitar-viagens-a-11-paises-do-oriente-medio-apos-ataque-ao-ira/
#   read 2026-11-23
#   says dirigir-se imediatamente ao abrigo mais próximo; em casa, escadas do porão, áreas sem janelas

event = Ataque com rockets

## O perigo está presente
headline = Ataque com rockets: { $place }. Abrigue-se já.
what = { $authority }: Há rockets a caminho: { $place }.
first = Abrigue-se já. Entre num abrigo, numa cave ou numa sala sem janelas. { say-minutes }
next = Se não puder, deite-se no chão e proteja a cabeça com os braços.
until = Fique aí até ao fim do alerta.
sms = ROCKETS: { $place }. Abrigue-se já, longe das janelas. Se não puder, deite-se no chão. { $authority }, { $time }
push = Rockets: abrigue-se já
display-1 = ROCKETS
display-2 = ABRIGUE-SE

## É possível
possible = Pode haver um ataque com rockets.
prepare = Fique perto de um abrigo. Tenha o telemóvel ligado.

## Continua
goes-on = Podem chegar mais rockets.
keep = Fique no abrigo.

## Acabou, era falso ou ninguém sabe
over = O ataque com rockets acabou.
after = Já pode sair. Não toque em restos de rockets.
none = Não há nenhum ataque com rockets.
unsure = Fique perto de um abrigo e espere por notícias.
