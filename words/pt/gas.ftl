# Gás ou produtos químicos no ar, em português de Portugal.
# Estado: proposto.
# Page: none found
#   looked 2026-11-23

event = Gás tóxico

## O perigo está presente
headline = Gás tóxico: { $place }. Entre já num edifício.
what = { $authority }: Há um gás tóxico no ar: { $place }.
first = Entre já num edifício. Feche as portas e as janelas e desligue a ventilação.
next = Suba para um andar alto. Tape o nariz e a boca com um pano molhado. { say-drift }
until = Fique lá dentro até ao fim do alerta.
sms = GÁS TÓXICO: { $place }. Entre já. Feche portas e janelas. Desligue o ar condicionado. { $authority }, { $time }
push = Gás tóxico: entre já num edifício
display-1 = GÁS TÓXICO
display-2 = ENTRE JÁ

## É possível
possible = Pode chegar um gás tóxico.
prepare = Fique perto de um edifício. Procure uma sala fácil de fechar.

## Continua
goes-on = O gás ainda está no ar.
keep = Fique dentro do edifício com as janelas fechadas.

## Acabou, era falso ou ninguém sabe
over = O gás já não está no ar.
after = Já pode sair. Abra as janelas durante uma hora.
none = Não há gás tóxico.
unsure = Fique dentro do edifício e espere por notícias.
