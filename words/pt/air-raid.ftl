# Ataque aéreo, em português de Portugal.
# Estado: proposto.
# Page: Itamaraty orienta evitar viagens a 11 países do Oriente Médio após ataque ao Irã
#   by Ministério das Relações Exteriores do Brasil, citado pelo Portal 6
#   at portal6.com.br/2026/02/28/itamaraty-orienta-evitar-viagens-a-11-paises-do-oriente-medio-apos-ataque-ao-ira/
#   read 2026-11-23
#   says dirigir-se imediatamente ao abrigo mais próximo; em casa, escadas do porão, áreas sem janelas

event = Ataque aéreo

## O perigo está presente
headline = Ataque aéreo: { $place }. Abrigue-se já.
what = { $authority }: Pode chegar um ataque pelo ar: { $place }.
first = Abrigue-se já. Entre no abrigo ou na cave mais próxima. { say-minutes }
next = Se não houver, vá para uma sala sem janelas, no meio do edifício.
until = Fique aí até ao fim do alerta.
sms = ATAQUE AÉREO: { $place }. Abrigue-se já, numa cave ou numa sala sem janelas. { $authority }, { $time }
push = Ataque aéreo: abrigue-se já
display-1 = ATAQUE AÉREO
display-2 = ABRIGUE-SE

## É possível
possible = Pode haver um ataque aéreo.
prepare = Fique perto de um abrigo. Tenha o telemóvel ligado.

## Continua
goes-on = O ataque aéreo continua.
keep = Fique no abrigo.

## Acabou, era falso ou ninguém sabe
over = O ataque aéreo acabou.
after = Já pode sair. Não toque em nada que tenha caído do céu.
none = Não há nenhum ataque aéreo.
unsure = Fique perto de um abrigo e espere por notícias.
