# Herkes bölgeden çıkmalı, Türkçe.
# Durum: önerildi.
# Page: none found
#   looked 2026-11-23

event = Tahliye

## Tehlike var
headline = Tahliye: { $place }. Bölgeyi hemen terk edin.
what = { $authority }: Burada kalmak tehlikeli: { $place }.
first = Bölgeyi hemen terk edin. { say-direction } { say-minutes } { say-destination }
next = Telefonunuzu, ilaçlarınızı ve kimliğinizi alın. Yardıma ihtiyacı olanlara yardım edin.
until = Tehlike geçti haberi gelene kadar geri dönmeyin.
sms = Tahliye: { $place }. Bölgeyi hemen terk edin. Telefon, ilaç ve kimlik alın. { $authority }, { $time }
push = Tahliye: bölgeyi hemen terk edin
display-1 = TAHLİYE
display-2 = HEMEN AYRILIN

## Olabilir
possible = Tahliye olabilir.
prepare = Gitmeye hazır olun. Telefon, ilaç ve kimliğinizi çantaya koyun.

## Sürüyor
goes-on = Tahliye sürüyor.
keep = Oradaysanız bölgeyi hemen terk edin.

## Geçti, yanlıştı ya da bilinmiyor
over = Tahliye bitti.
after = Artık eve dönebilirsiniz. Yollarda dikkatli olun.
none = Tahliye yok.
unsure = Bölgeden uzak durun ve haber bekleyin.
