# Tempestade, tornado, granizo ou raios, em português de Portugal.
# Estado: proposto.
# Page: O Instituto Português do Mar e da Atmosfera (IPMA) lançou um aviso laranja
#   by Câmara Municipal de Oeiras, Serviço Municipal de Proteção Civil
#   at oeiras.pt/-/alerta-trovoada-e-granizo
#   read 2026-11-23
#   says mantenha-se em casa e afastado das janelas; não se abrigue debaixo de uma árvore alta
# Page: O que fazer em caso de desastres ambientais
#   by Defesa Civil Estadual, pela Prefeitura de Campo Florido
#   at app.campoflorido.mg.gov.br/amp/carta-de-servicos/c/2/i/14617/como-agir-em-caso-de-desastres-ambientais
#   read 2026-11-23
#   says vendaval: procure um abrigo e não saia até que pare; no carro, estacione em local seguro e espere

event = Tempestade perigosa

## O perigo está presente
headline = Tempestade perigosa: { $place }. Entre já num edifício.
what = { $authority }: Vem aí uma tempestade perigosa: { $place }.
first = Entre já num edifício. Afaste-se das janelas. { say-minutes }
next = Se vai de carro, pare longe das árvores e fique dentro do carro.
until = Fique lá dentro até ao fim do alerta.
sms = TEMPESTADE: { $place }. Entre já num edifício. Afaste-se das janelas e das árvores. { $authority }, { $time }
push = Tempestade: entre já num edifício
display-1 = TEMPESTADE
display-2 = ENTRE JÁ

## É possível
possible = Pode haver uma tempestade perigosa.
prepare = Guarde o que o vento pode levar. Fique perto de casa.

## Continua
goes-on = A tempestade continua.
keep = Fique dentro do edifício.

## Acabou, era falso ou ninguém sabe
over = A tempestade passou.
after = Já pode sair. Não toque nos cabos caídos.
none = Não há nenhuma tempestade perigosa.
unsure = Fique dentro do edifício e espere por notícias.
