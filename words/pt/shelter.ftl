# Todos devem entrar num edifício, em português de Portugal.
# Estado: proposto.
# Page: O Instituto Português do Mar e da Atmosfera (IPMA) lançou um aviso laranja
#   by Câmara Municipal de Oeiras, Serviço Municipal de Proteção Civil
#   at oeiras.pt/-/alerta-trovoada-e-granizo
#   read 2026-11-23
#   says mantenha-se em casa e afastado das janelas

event = Perigo na rua

## O perigo está presente
headline = Perigo na rua: { $place }. Entre já num edifício.
what = { $authority }: É perigoso estar na rua: { $place }.
first = Entre já num edifício. Feche as portas e as janelas.
next = Afaste-se das janelas. Ajude outros a entrar.
until = Fique lá dentro até ao fim do alerta.
sms = PERIGO NA RUA: { $place }. Entre já num edifício. Feche as portas e as janelas. { $authority }, { $time }
push = Perigo na rua: entre já num edifício
display-1 = PERIGO NA RUA
display-2 = ENTRE JÁ

## É possível
possible = Pode haver perigo na rua em breve.
prepare = Fique perto de um edifício. Tenha o telemóvel ligado.

## Continua
goes-on = O perigo na rua continua.
keep = Fique dentro do edifício.

## Acabou, era falso ou ninguém sabe
over = O perigo na rua passou.
after = Já pode sair.
none = Não há perigo na rua.
unsure = Fique dentro do edifício e espere por notícias.
