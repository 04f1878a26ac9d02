# Incêndio, em português de Portugal.
# Estado: proposto.
# Page: A segurança contra incêndio é da responsabilidade de todos
#   by Universidade do Minho, procedimentos de emergência
#   at icampi.uminho.pt/pt/seguranca-no-trabalho/emergencia/procedimentos/Paginas/incendio.aspx
#   read 2026-11-23
#   says abandone o espaço afetado; permaneça baixo para se movimentar através do fumo

event = Incêndio

## O perigo está presente
headline = Incêndio: { $place }. Saia já.
what = { $authority }: Há um incêndio: { $place }.
first = Saia já e afaste-se do fogo. { say-direction } { say-destination }
next = Não use o elevador. Se houver fumo, vá de gatas. { say-drift }
until = Não volte antes do fim do alerta.
sms = INCÊNDIO: { $place }. Saia já. Não use o elevador. Se houver fumo, vá de gatas. { $authority }, { $time }
push = Incêndio: saia já
display-1 = INCÊNDIO
display-2 = SAIA JÁ

## É possível
possible = Pode haver um incêndio.
prepare = Prepare-se para sair. Veja onde são as saídas.

## Continua
goes-on = O incêndio continua.
keep = Saia já se ainda lá está.

## Acabou, era falso ou ninguém sabe
over = O incêndio está apagado.
after = Já pode voltar. Não toque em nada quente ou queimado.
none = Não há nenhum incêndio.
unsure = Não se aproxime da zona e espere por notícias.
