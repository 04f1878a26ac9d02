# Uma barragem cede, em português de Portugal.
# Estado: proposto.
# Page: Alerta em Congonhas: o que fazer em caso de rompimento de barragem
#   by Defesa Civil, citada pelo Estado de Minas
#   at em.com.br/trends/2026/01/7340913-alerta-em-congonhas-o-que-fazer-em-caso-de-rompimento-de-barragem.html
#   read 2026-11-23
#   says abandonar as casas imediatamente, pontos de encontro em áreas elevadas

event = Rutura de barragem

## O perigo está presente
headline = Rutura de barragem: { $place }. Suba já para um lugar alto.
what = { $authority }: Uma barragem está a ceder e a água vai chegar: { $place }.
first = Suba já para um lugar alto. { say-minutes } { say-destination }
next = Vá a pé. Não atravesse a água, nem a pé nem de carro.
until = Fique em cima até ao fim do alerta.
sms = BARRAGEM A CEDER: { $place }. Suba já a pé para um lugar alto. Vem muita água. { $authority }, { $time }
push = Barragem: suba já para um lugar alto
display-1 = BARRAGEM
display-2 = SUBA JÁ

## É possível
possible = Uma barragem pode ceder.
prepare = Prepare-se para subir. Não se aproxime do rio.

## Continua
goes-on = O perigo da barragem continua.
keep = Suba para um lugar alto e não desça.

## Acabou, era falso ou ninguém sabe
over = O perigo da barragem passou.
after = Já pode voltar. Não se aproxime da água nem dos cabos.
none = A barragem está segura.
unsure = Não se aproxime do rio e espere por notícias.
