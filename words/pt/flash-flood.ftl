# Cheia repentina, em português de Portugal.
# Estado: proposto.
# Page: Cheias e deslizamentos. O que deve fazer para se proteger, segundo a Proteção Civil?
#   by ANEPC, citada pela Renascença
#   at rr.pt/especial/pais/2026/02/11/cheias-e-deslizamentos-o-que-deve-fazer-para-se-proteger-segundo-a-protecao-civil/459093/
#   read 2026-11-23
#   says não atravessar áreas alagadas; ficar nos andares superiores ou em zonas mais elevadas

event = Cheia repentina

## O perigo está presente
headline = Cheia repentina: { $place }. Suba já para um lugar alto.
what = { $authority }: A água está a subir muito depressa: { $place }.
first = Suba já para um lugar alto. { say-minutes } { say-destination } Se não puder, suba ao último andar.
next = Não atravesse a água, nem a pé nem de carro. Não desça a caves nem garagens.
until = Fique em cima até ao fim do alerta.
sms = CHEIA: { $place }. Suba já para um lugar alto. Não atravesse a água. Não desça a caves. { $authority }, { $time }
push = Cheia: suba já para um lugar alto
display-1 = CHEIA REPENTINA
display-2 = SUBA JÁ

## É possível
possible = Pode haver uma cheia repentina.
prepare = Prepare-se para subir. Não se aproxime de rios nem de caves.

## Continua
goes-on = A cheia continua.
keep = Suba para um lugar alto e não desça.

## Acabou, era falso ou ninguém sabe
over = A cheia acabou.
after = Já pode voltar. Não se aproxime da água nem dos cabos.
none = Não há nenhuma cheia.
unsure = Não se aproxime dos rios e espere por notícias.
