# Radiação no ar, em português de Portugal.
# Estado: proposto.
# Page: EMERGÊNCIA RADIOATIVA
#   by APROSOC, associação de proteção civil
#   at aprosoc.pt/blog/2023/10/10/emergencia-radioativa/
#   read 2026-11-23
#   says ir para o interior dos edifícios, nos locais mais interiores; despir a roupa da rua e tomar banho

event = Radiação

## O perigo está presente
headline = Radiação: { $place }. Entre já num edifício.
what = { $authority }: Há radiação no ar: { $place }.
first = Entre já num edifício. Vá para a cave ou para o meio do edifício.
next = Se esteve na rua, tire a roupa de fora e lave-se. { say-drift }
until = Fique lá dentro até ao fim do alerta.
sms = RADIAÇÃO: { $place }. Entre já e feche as janelas. Se esteve na rua, lave-se e mude de roupa. { $authority }, { $time }
push = Radiação: entre já num edifício
display-1 = RADIAÇÃO
display-2 = ENTRE JÁ

## É possível
possible = Pode haver radiação.
prepare = Fique perto de um edifício. Procure uma cave.

## Continua
goes-on = Ainda há radiação na rua.
keep = Fique dentro do edifício com as janelas fechadas.

## Acabou, era falso ou ninguém sabe
over = O perigo de radiação passou.
after = Já pode sair. Coma e beba só o que dissermos que é seguro.
none = Não há radiação.
unsure = Fique dentro do edifício e espere por notícias.
