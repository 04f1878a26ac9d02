# Dron saldırısı, Türkçe.
# Durum: önerildi.
# Page: Sivil Savunma'dan sığınak hatırlatması
#   by Kıbrıs Sivil Savunması, aktaran Diyalog
#   at diyaloggazetesi.com/guney/tum-bilgiler-cepte-h118131.html
#   read 2026-11-23
#   says en yakın sığınağa gidin, pencerelerden uzak durun
# Page: İHA tehdidi var, güvenliğinizi öncelikli tutun
#   by ABD'nin Kıbrıs Büyükelçiliği, aktaran Yenidüzen
#   at yeniduzen.com/iha-tehdidi-var-guvenliginizi-oncelikli-tutun-192520h.htm
#   read 2026-11-23
#   says en alt kata, penceresi az bir yere gidin; düşen parçalardan uzak durun

event = Dron saldırısı

## Tehlike var
headline = Dron saldırısı: { $place }. Hemen sığınağa girin.
what = { $authority }: Dronlar geliyor: { $place }.
first = Hemen sığınağa girin. Sığınak yoksa bodruma veya penceresiz bir odaya girin. { say-minutes }
next = Pencerelerden uzak durun. Bakmak veya çekim yapmak için dışarı çıkmayın.
until = Tehlike geçti haberi gelene kadar orada kalın.
sms = Dron saldırısı: { $place }. Hemen sığınağa girin. Pencereden uzak durun, dışarı çıkmayın. { $authority }, { $time }
push = Dron saldırısı: sığınağa girin
display-1 = DRON SALDIRISI
display-2 = SIĞINAĞA GİRİN

## Olabilir
possible = Dron saldırısı olabilir.
prepare = Bir sığınağın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Başka dronlar gelebilir.
keep = Sığınakta kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Dron saldırısı bitti.
after = Artık çıkabilirsiniz. Dron parçalarına dokunmayın.
none = Dron saldırısı yok.
unsure = Bir sığınağın yakınında kalın ve haber bekleyin.
