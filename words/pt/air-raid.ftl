# Ataque aéreo, em português de Portugal.
# Estado: proposto.
# Page: not looked for

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
