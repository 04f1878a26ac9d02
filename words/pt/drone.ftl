# Ataque com drones, em português de Portugal.
# Estado: proposto.
# Page: Itamaraty orienta evitar viagens a 11 países do Oriente Médio após ataque ao Irã
#   by Ministério das Relações Exteriores do Brasil, citado pelo Portal 6
#   at portal6.com.br/2026/02/28/itamaraty-orienta-evitar-viagens-a-11-paises-do-oriente-medio-apos-ataque-ao-ira/
#   read 2026-11-23
#   says abrigo mais próximo, áreas sem janelas; não ficar na linha de visão do céu

event = Ataque com drones

## O perigo está presente
headline = Ataque com drones: { $place }. Abrigue-se já.
what = { $authority }: Há drones a caminho: { $place }.
first = Abrigue-se já. Entre num abrigo, numa cave ou numa sala sem janelas. { say-minutes }
next = Afaste-se das janelas. Não vá à rua ver nem filmar.
until = Fique aí até ao fim do alerta.
sms = DRONES: { $place }. Abrigue-se já, longe das janelas. Não vá à rua ver nem filmar. { $authority }, { $time }
push = Drones: abrigue-se já
display-1 = DRONES
display-2 = ABRIGUE-SE

## É possível
possible = Pode haver um ataque com drones.
prepare = Fique perto de um abrigo. Tenha o telemóvel ligado.

## Continua
goes-on = Podem chegar mais drones.
keep = Fique no abrigo.

## Acabou, era falso ou ninguém sabe
over = O ataque com drones acabou.
after = Já pode sair. Não toque em restos de drones.
none = Não há drones.
unsure = Fique perto de um abrigo e espere por notícias.
