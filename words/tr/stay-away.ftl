# Kimsenin girmemesi gereken bölge, Türkçe.
# Durum: önerildi.
# Page: İzmir Valisi Köşger'den 'kalabalık oluşturmama' uyarısı
#   by İzmir Valisi, aktaran Milliyet
#   at milliyet.com.tr/gundem/izmir-valisi-kosgerden-kalabalik-olusturmama-uyarisi-6343704
#   read 2026-11-23
#   says enkaz etrafında ve o bölgeye giden yollarda kalabalık oluşturmayın

event = Tehlikeli bölge

## Tehlike var
headline = Tehlikeli bölge: { $place }. Uzak durun.
what = { $authority }: Bu bölgede tehlike var: { $place }.
first = Bu bölgeden uzak durun. { say-distance }
next = Oradaysanız sakince uzaklaşın. Kurtarma ekiplerine yol verin.
until = Yeni mesajı bekleyin.
sms = Tehlikeli bölge: { $place }. Uzak durun. Oradaysanız sakince uzaklaşın. { $authority }, { $time }
push = Tehlikeli bölge: uzak durun
display-1 = TEHLİKELİ BÖLGE
display-2 = UZAK DURUN

## Olabilir
possible = Bu bölge yakında tehlikeli olabilir.
prepare = Başka yoldan gitmeye hazır olun. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Bölgede tehlike sürüyor.
keep = Bölgeden uzak durun.

## Geçti, yanlıştı ya da bilinmiyor
over = Bölgede tehlike kalmadı.
after = Artık oraya gidebilirsiniz.
none = Bölgede tehlike yok.
unsure = Bölgeden uzak durun ve haber bekleyin.
