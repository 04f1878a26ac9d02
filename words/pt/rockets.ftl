# Ataque com rockets ou morteiros, em português de Portugal.
# Estado: proposto.
# Page: not looked for

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
