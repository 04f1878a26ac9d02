# Tsunami, em português de Portugal.
# Estado: proposto.
# Page: Tsunami
#   by APROSOC, associação de proteção civil
#   at aprosoc.pt/blog/2021/11/25/tsunami/
#   read 2026-11-23
#   says afaste-se imediatamente da orla litoral e procure zonas elevadas, por exemplo os últimos andares de betão armado

event = Tsunami

## O perigo está presente
headline = Tsunami: { $place }. Suba já para um lugar alto.
what = { $authority }: Um tsunami vai chegar à costa: { $place }.
first = Suba já a pé para um lugar alto, longe do mar. { say-minutes } { say-destination }
next = Se não puder, suba ao terceiro andar ou mais acima.
until = Vêm várias ondas. Fique em cima até ao fim do alerta.
sms = TSUNAMI: { $place }. Suba já a pé para um lugar alto, longe do mar. Vêm várias ondas. { $authority }, { $time }
push = Tsunami: suba já para um lugar alto
display-1 = TSUNAMI
display-2 = SUBA JÁ

## É possível
possible = Pode haver um tsunami.
prepare = Prepare-se para subir. Não se aproxime do mar.

## Continua
goes-on = Vêm mais ondas do tsunami.
keep = Suba para um lugar alto e não desça.

## Acabou, era falso ou ninguém sabe
over = O perigo de tsunami passou.
after = Já pode voltar. Não se aproxime de casas danificadas.
none = Não há nenhum tsunami.
unsure = Não se aproxime do mar e espere por notícias.
