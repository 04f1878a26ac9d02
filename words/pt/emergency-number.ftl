# O número de emergência não funciona, em português de Portugal.
# Estado: proposto.
# Page: none found
#   looked 2026-11-23

event = Falha na emergência

## O perigo está presente
headline = Emergência não atende: { $place }. Ligue para outro número.
what = { $authority }: O número de emergência não funciona: { $place }.
first = Ligue para a polícia ou para os bombeiros da sua terra. { say-phone }
next = Se não puder ligar, vá à polícia ou aos bombeiros mais próximos.
until = Faça isto até o número voltar a funcionar.
sms = EMERGÊNCIA NÃO ATENDE: { $place }. Ligue para a polícia ou bombeiros. { say-phone } { $authority }, { $time }
push = Emergência não atende: ligue a outro
display-1 = FALHA NÚMERO SOS
display-2 = LIGUE A OUTRO

## É possível
possible = O número de emergência pode falhar.
prepare = Guarde os números da polícia e do médico.

## Continua
goes-on = O número de emergência ainda não funciona.
keep = Ligue para a polícia ou para os bombeiros da sua terra.

## Acabou, era falso ou ninguém sabe
over = O número de emergência já funciona.
after = Já pode ligar como sempre.
none = O número de emergência funciona.
unsure = Tenha outro número à mão e espere por notícias.
