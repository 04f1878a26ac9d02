# Uma pessoa desapareceu e está em perigo, em português de Portugal.
# Estado: proposto.
# Page: Verifique. Pense. Comunique.
#   by AMBER Alert Europe
#   at amberalert.eu/check-think-report/pt
#   read 2026-11-23
#   says procurar num barracão, na bagageira de um carro (dito aos pais de uma criança)

event = Pessoa desaparecida

## O perigo está presente
headline = Pessoa desaparecida: { $place }. Olhe à sua volta.
what = { $authority }: Uma pessoa desapareceu e pode estar em perigo: { $place }.
first = Olhe à sua volta. Procure em carros, jardins e garagens.
next = Se vir a pessoa, ligue para a polícia. { say-phone } Não atue por conta própria.
until = Continue a olhar até à próxima mensagem.
sms = PESSOA DESAPARECIDA: { $place }. Olhe à sua volta. Se a vir, ligue. { say-phone } { $authority }, { $time }
push = Pessoa desaparecida: olhe à sua volta
display-1 = DESAPARECIMENTO
display-2 = OLHE EM VOLTA

## É possível
possible = Uma pessoa pode ter desaparecido.
prepare = Repare em quem precisa de ajuda. Tenha o telemóvel ligado.

## Continua
goes-on = A pessoa continua desaparecida.
keep = Olhe outra vez à sua volta.

## Acabou, era falso ou ninguém sabe
over = A pessoa desaparecida já apareceu.
after = Já pode deixar de procurar. Agradecemos a sua ajuda.
none = Ninguém desapareceu.
unsure = Olhe à sua volta e espere por notícias.
