# Todos devem sair, em português de Portugal.
# Estado: proposto.
# Page: 10 recomendações de segurança para a população durante as operações de combate a incêndios rurais
#   by Proteção Civil, citada pelo Notícias ao Minuto
#   at noticiasaominuto.com/pais/2832680/fogos-protecao-civil-tem-10-recomendacoes-de-seguranca-fique-a-par
#   read 2026-11-23
#   says em caso de evacuação, dirija-se imediatamente para um local de abrigo seguro
# Page: Cheias e deslizamentos. O que deve fazer para se proteger, segundo a Proteção Civil?
#   by ANEPC, citada pela Renascença
#   at rr.pt/especial/pais/2026/02/11/cheias-e-deslizamentos-o-que-deve-fazer-para-se-proteger-segundo-a-protecao-civil/459093/
#   read 2026-11-23
#   says levar apenas o essencial, com especial atenção aos medicamentos

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
