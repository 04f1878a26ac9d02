# Distúrbios por perto, em português de Portugal.
# Estado: proposto.
# Page: not looked for

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
