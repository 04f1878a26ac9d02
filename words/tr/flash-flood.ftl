# Ani sel, Türkçe.
# Durum: önerildi.
# Page: Şiddetli yağış ve selden korunma
#   by Meteoroloji Genel Müdürlüğü, aktaran Gündem Fethiye
#   at gundemfethiye.com/marmariste-gok-gurultulu-saganak-yagis-hayati-olumsuz-yonde-etkiledi-49376
#   read 2026-11-23
#   says yüksek yerlere çıkın; sel suyunda araba kullanmayın, yürümeye çalışmayın
# Page: AFAD 31 il için sağanak uyarısı
#   by AFAD, aktaran Anadolu Haberler
#   at anadoluhaberler.com.tr/gundem/afad-alarm-veriyor-31-il-icin-saganak-uyarisi-ne-olacak
#   read 2026-11-23
#   says dere yataklarından uzak durun

event = Ani sel

## Tehlike var
headline = Ani sel: { $place }. Hemen yüksek bir yere çıkın.
what = { $authority }: Sel geliyor, su hızla yükseliyor: { $place }.
first = Hemen yüksek bir yere çıkın. { say-minutes } { say-destination } Bunu yapamazsanız en üst kata çıkın.
next = Suyun içinden yürümeyin, araçla geçmeyin. Bodruma inmeyin.
until = Tehlike geçti haberi gelene kadar yukarıda kalın.
sms = Ani sel: { $place }. Hemen yüksek bir yere çıkın. Suya girmeyin. Bodruma inmeyin. { $authority }, { $time }
push = Ani sel: yüksek bir yere çıkın
display-1 = ANİ SEL
display-2 = YÜKSEĞE ÇIKIN

## Olabilir
possible = Ani sel olabilir.
prepare = Yükseğe çıkmaya hazır olun. Derelerden ve bodrumlardan uzak durun.

## Sürüyor
goes-on = Sel sürüyor.
keep = Yüksek bir yere çıkın ve inmeyin.

## Geçti, yanlıştı ya da bilinmiyor
over = Sel bitti.
after = Artık dönebilirsiniz. Sudan ve kablolardan uzak durun.
none = Sel yok.
unsure = Derelerden uzak durun ve haber bekleyin.
