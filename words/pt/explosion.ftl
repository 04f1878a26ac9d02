# Explosão, em português de Portugal.
# Estado: proposto.
# Page: Acidentes industriais
#   by Câmara Municipal de Reguengos de Monsaraz, proteção civil
#   at arquivo2020.cm-reguengos-monsaraz.pt/pt/site-servicos/protecao-civil/medidas-autoprotecao/Paginas/acidentes-industriais.aspx
#   read 2026-11-23
#   says não se aproxime de estruturas danificadas

event = Explosão

## O perigo está presente
headline = Explosão: { $place }. Evite a zona.
what = { $authority }: Houve uma explosão: { $place }.
first = Evite a zona. { say-distance }
next = Se está perto, afaste-se dos vidros, do fumo e dos carros parados.
until = Espere pela próxima mensagem.
sms = EXPLOSÃO: { $place }. Evite a zona. Se está perto, afaste-se dos vidros e do fumo. { $authority }, { $time }
push = Explosão: evite a zona
display-1 = EXPLOSÃO
display-2 = EVITE A ZONA

## É possível
possible = Pode haver uma explosão.
prepare = Prepare-se para se afastar. Tenha o telemóvel ligado.

## Continua
goes-on = Depois da explosão ainda há perigo.
keep = Evite a zona.

## Acabou, era falso ou ninguém sabe
over = O perigo da explosão passou.
after = Já pode voltar. Não toque em nada que não conheça.
none = Não houve nenhuma explosão.
unsure = Evite a zona e espere por notícias.
