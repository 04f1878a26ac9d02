# A água da torneira não é segura, em português de Portugal.
# Estado: proposto.
# Page: Água da rede pública imprópria para consumo em 12 localidades da Batalha
#   by Câmara Municipal da Batalha, citada pela RTP
#   at rtp.pt/noticias/pais/agua-da-rede-publica-impropria-para-consumo-em-12-localidades-da-batalha_n1716283
#   read 2026-11-23
#   says não beber, não cozinhar, não usar para os dentes, até nova comunicação

event = Água imprópria

## O perigo está presente
headline = Água imprópria: { $place }. Não beba água da torneira.
what = { $authority }: A água da torneira não é segura: { $place }.
first = Não beba água da torneira. Não a use para cozinhar nem para lavar os dentes.
next = Use água engarrafada. Avise os vizinhos.
until = Faça isto até ao fim do alerta.
sms = ÁGUA IMPRÓPRIA: { $place }. Não beba água da torneira nem cozinhe com ela. Use garrafas. { $authority }, { $time }
push = Água imprópria: não beba da torneira
display-1 = ÁGUA IMPRÓPRIA
display-2 = NÃO A BEBA

## É possível
possible = A água pode deixar de ser segura.
prepare = Encha já garrafas com água.

## Continua
goes-on = A água ainda não é segura.
keep = Não beba água da torneira.

## Acabou, era falso ou ninguém sabe
over = A água da torneira já é segura.
after = Já pode beber. Primeiro deixe correr a água cinco minutos.
none = A água da torneira é segura.
unsure = Não beba água da torneira e espere por notícias.
