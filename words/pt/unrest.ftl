# Distúrbios por perto, em português de Portugal.
# Estado: proposto.
# Page: A Embaixada de Portugal em Timor-Leste está a alertar os portugueses
#   by Embaixada de Portugal em Díli, citada pela Renascença
#   at rr.sapo.pt/noticia/132237/embaixada-avisa-portugueses-devem-ter-cuidados-acrescidos-em-dili
#   read 2026-11-23
#   says evitar grandes aglomerados de pessoas e as áreas potencialmente conflituosas

event = Distúrbios violentos

## O perigo está presente
headline = Distúrbios violentos: { $place }. Afaste-se da multidão.
what = { $authority }: Há distúrbios violentos: { $place }.
first = Afaste-se da multidão. Não vá para a zona.
next = Se está lá, vá embora por uma rua lateral. Se não puder, entre num edifício.
until = Espere pela próxima mensagem.
sms = DISTÚRBIOS: { $place }. Afaste-se da multidão. Se está lá, vá embora por uma rua lateral. { $authority }, { $time }
push = Distúrbios: afaste-se da multidão
display-1 = DISTÚRBIOS
display-2 = EVITE A ZONA

## É possível
possible = Pode haver distúrbios violentos.
prepare = Fique perto de casa. Tenha o telemóvel ligado.

## Continua
goes-on = Os distúrbios continuam.
keep = Afaste-se da multidão.

## Acabou, era falso ou ninguém sabe
over = Os distúrbios acabaram.
after = Já pode sair. Faça o que a polícia disser.
none = Não há distúrbios.
unsure = Afaste-se da multidão e espere por notícias.
