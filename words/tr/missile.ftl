# Füze saldırısı, Türkçe.
# Durum: önerildi.
# Page: Sivil Savunma'dan sığınak hatırlatması
#   by Kıbrıs Sivil Savunması, aktaran Diyalog
#   at diyaloggazetesi.com/guney/tum-bilgiler-cepte-h118131.html
#   read 2026-11-23
#   says en yakın sığınağa gidin, pencerelerden uzak, içeride kalmak dışarıdan iyidir
# Page: İHA tehdidi var, güvenliğinizi öncelikli tutun
#   by ABD'nin Kıbrıs Büyükelçiliği, aktaran Yenidüzen
#   at yeniduzen.com/iha-tehdidi-var-guvenliginizi-oncelikli-tutun-192520h.htm
#   read 2026-11-23
#   says yere uzanın, başınızı koruyun; düşen parçalar tehlikelidir

event = Füze saldırısı

## Tehlike var
headline = Füze saldırısı: { $place }. Hemen sığınağa girin.
what = { $authority }: Füzeler geliyor: { $place }.
first = Hemen sığınağa, bodruma veya penceresiz bir odaya girin. { say-minutes }
next = Yere yatın. Başınızı kollarınızla koruyun.
until = Tehlike geçti haberi gelene kadar orada kalın.
sms = Füze saldırısı: { $place }. Hemen sığınağa veya bodruma girin. { say-minutes } { $authority }, { $time }
push = Füze saldırısı: sığınağa girin
display-1 = FÜZE SALDIRISI
display-2 = SIĞINAĞA GİRİN

## Olabilir
possible = Füze saldırısı olabilir.
prepare = Bir sığınağın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Başka füzeler gelebilir.
keep = Sığınakta kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Füze saldırısı bitti.
after = Artık çıkabilirsiniz. Füze parçalarına dokunmayın.
none = Füze saldırısı yok.
unsure = Bir sığınağın yakınında kalın ve haber bekleyin.
