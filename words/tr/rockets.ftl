# Roket veya havan saldırısı, Türkçe.
# Durum: önerildi.
# Page: Roket mermilerinden nasıl korunuruz ?
#   by AFAD'ın broşürü, aktaran Haber3
#   at haber3.com/amp/guncel/roket-mermilerinden-nasil-korunuruz-haberi-3910051
#   read 2026-11-23
#   says yere çökün, kapanın, kafanızı ve boynunuzu koruyun
# Page: Sivil Savunma'dan sığınak hatırlatması
#   by Kıbrıs Sivil Savunması, aktaran Diyalog
#   at diyaloggazetesi.com/guney/tum-bilgiler-cepte-h118131.html
#   read 2026-11-23
#   says yüzüstü yatın, başınızı ellerinizle örtün

event = Roket saldırısı

## Tehlike var
headline = Roket saldırısı: { $place }. Hemen sığınağa girin.
what = { $authority }: Roketler geliyor: { $place }.
first = Hemen sığınağa girin. Sığınak yoksa bodruma veya penceresiz bir odaya girin. { say-minutes }
next = Yer bulamazsanız yere yatın. Başınızı kollarınızla koruyun.
until = Tehlike geçti haberi gelene kadar orada kalın.
sms = Roket saldırısı: { $place }. Hemen sığınağa girin. Sığınak yoksa yere yatın, başınızı koruyun. { $authority }, { $time }
push = Roket saldırısı: sığınağa girin
display-1 = ROKET SALDIRISI
display-2 = SIĞINAĞA GİRİN

## Olabilir
possible = Roket saldırısı olabilir.
prepare = Bir sığınağın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Başka roketler gelebilir.
keep = Sığınakta kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Roket saldırısı bitti.
after = Artık çıkabilirsiniz. Roket parçalarına dokunmayın.
none = Roket saldırısı yok.
unsure = Bir sığınağın yakınında kalın ve haber bekleyin.
