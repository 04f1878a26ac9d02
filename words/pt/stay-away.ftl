# Uma zona em que ninguém deve entrar, em português de Portugal.
# Estado: proposto.
# Page: 10 recomendações de segurança para a população durante as operações de combate a incêndios rurais
#   by Proteção Civil, citada pelo Notícias ao Minuto
#   at noticiasaominuto.com/pais/2832680/fogos-protecao-civil-tem-10-recomendacoes-de-seguranca-fique-a-par
#   read 2026-11-23
#   says mantenha-se afastado da zona, facilite a circulação dos meios de socorro

event = Zona de perigo

## O perigo está presente
headline = Zona de perigo: { $place }. Não se aproxime.
what = { $authority }: Há perigo na zona: { $place }.
first = Não se aproxime da zona. { say-distance }
next = Se está lá, vá embora com calma. Deixe passar as equipas de socorro.
until = Espere pela próxima mensagem.
sms = ZONA DE PERIGO: { $place }. Não se aproxime. Se está lá, vá embora com calma. { $authority }, { $time }
push = Zona de perigo: não se aproxime
display-1 = ZONA DE PERIGO
display-2 = NÃO SE APROXIME

## É possível
possible = Pode haver perigo nesta zona.
prepare = Prepare-se para ir por outro caminho. Tenha o telemóvel ligado.

## Continua
goes-on = O perigo na zona continua.
keep = Não se aproxime da zona.

## Acabou, era falso ou ninguém sabe
over = O perigo passou.
after = Já pode voltar à zona.
none = Não há perigo na zona.
unsure = Não se aproxime da zona e espere por notícias.
