# Um veículo atropela pessoas, em português de Portugal.
# Estado: proposto.
# Page: O guia da PSP em caso de ataque terrorista em Portugal
#   by Polícia de Segurança Pública (PSP), citada pelo Jornal de Notícias
#   at jn.pt/justica/interior/o-guia-da-psp-em-caso-de-ataque-terrorista-em-portugal-8719634.html
#   read 2026-11-23
#   says fugir, proteger, ligar

event = Ataque com veículo

## O perigo está presente
headline = Ataque com veículo: { $place }. Afaste-se já da rua.
what = { $authority }: Um veículo está a atropelar pessoas: { $place }.
first = Afaste-se já da rua. Entre num edifício.
next = Se não puder, ponha-se atrás de um muro ou de algo forte.
until = Espere pela próxima mensagem.
sms = ATAQUE COM VEÍCULO: { $place }. Afaste-se da rua. Entre num edifício ou atrás de um muro. { $authority }, { $time }
push = Ataque com veículo: afaste-se da rua
display-1 = ATAQUE COM CARRO
display-2 = DEIXE A RUA

## É possível
possible = Pode haver um ataque com um veículo.
prepare = Não vá para a rua. Tenha o telemóvel ligado.

## Continua
goes-on = O ataque com veículo continua.
keep = Afaste-se da rua.

## Acabou, era falso ou ninguém sabe
over = O ataque com veículo acabou.
after = Já pode sair. Deixe passar as ambulâncias.
none = Não há nenhum ataque com veículo.
unsure = Não vá para a rua e espere por notícias.
