# Todos devem sair, em português de Portugal.
# Estado: proposto.
# Page: none found
#   looked 2026-11-23

event = Evacuação

## O perigo está presente
headline = Evacuação: { $place }. Saia já da zona.
what = { $authority }: É perigoso ficar: { $place }.
first = Saia já da zona. { say-direction } { say-minutes } { say-destination }
next = Leve o telemóvel, os medicamentos e os documentos. Ajude quem precisar.
until = Não volte antes do fim do alerta.
sms = EVACUAÇÃO: { $place }. Saia já da zona. Leve documentos e medicamentos. Ajude os outros. { $authority }, { $time }
push = Evacuação: saia já da zona
display-1 = EVACUAÇÃO
display-2 = SAIA JÁ

## É possível
possible = Pode haver uma evacuação.
prepare = Prepare-se para sair. Junte o telemóvel, os medicamentos e os documentos.

## Continua
goes-on = A evacuação continua.
keep = Saia já se ainda está na zona.

## Acabou, era falso ou ninguém sabe
over = A evacuação acabou.
after = Já pode voltar a casa. Tenha cuidado na estrada.
none = Não há nenhuma evacuação.
unsure = Não se aproxime da zona e espere por notícias.
