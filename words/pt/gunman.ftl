# Uma pessoa armada ataca, em português de Portugal.
# Estado: proposto.
# Page: O guia da PSP em caso de ataque terrorista em Portugal
#   by Polícia de Segurança Pública (PSP), citada pelo Jornal de Notícias
#   at jn.pt/justica/interior/o-guia-da-psp-em-caso-de-ataque-terrorista-em-portugal-8719634.html
#   read 2026-11-23
#   says fugir, proteger (esconder-se num edifício), ligar

event = Atacante armado

## O perigo está presente
headline = Atacante armado: { $place }. Fuja se puder. Se não, esconda-se.
what = { $authority }: Alguém está a disparar sobre pessoas: { $place }.
first = Fuja se o caminho for seguro. Se não puder, esconda-se e tranque a porta.
next = Tire o som ao telemóvel. Ligue para a polícia quando estiver em segurança.
until = Não saia até a polícia chegar.
sms = ATACANTE ARMADO: { $place }. Fuja se puder. Se não, esconda-se sem ruído e tranque a porta. { $authority }, { $time }
push = Atacante armado: fuja ou esconda-se
display-1 = ATACANTE ARMADO
display-2 = FUJA, ESCONDA-SE

## É possível
possible = Pode haver um atacante armado.
prepare = Veja onde são as saídas. Tenha o telemóvel ligado.

## Continua
goes-on = O atacante ainda lá está.
keep = Fique no esconderijo e tranque a porta.

## Acabou, era falso ou ninguém sabe
over = O atacante já não é um perigo.
after = Já pode sair. Faça o que a polícia disser.
none = Não há nenhum atacante.
unsure = Fique dentro de casa e espere por notícias.
