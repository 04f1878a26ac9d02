# Tsunami, Türkçe.
# Durum: önerildi.
# Page: Tsunami anında ne yapmak gerekiyor?
#   by İstanbul AFAD İl Müdürü, aktaran memurlar.net
#   at memurlar.net/haber/1147013/
#   read 2026-11-23
#   says denizden uzaklaşın, kıyıya dik bir şekilde yüksek alanlara çıkın

event = Tsunami

## Tehlike var
headline = Tsunami: { $place }. Hemen yüksek bir yere çıkın.
what = { $authority }: Kıyıya tsunami geliyor: { $place }.
first = Hemen yüksek bir yere çıkın. Yürüyerek gidin, denizden uzaklaşın. { say-minutes } { say-destination }
next = Yüksek yer yoksa üçüncü kata veya daha yukarı çıkın.
until = Birçok dalga gelir. Tehlike geçti haberi gelene kadar yukarıda kalın.
sms = Tsunami: { $place }. Hemen yürüyerek yüksek bir yere çıkın. Birçok dalga gelecek. { $authority }, { $time }
push = Tsunami: hemen yüksek bir yere çıkın
display-1 = TSUNAMİ
display-2 = YÜKSEĞE ÇIKIN

## Olabilir
possible = Tsunami olabilir.
prepare = Yükseğe çıkmaya hazır olun. Denizden uzak durun.

## Sürüyor
goes-on = Yeni tsunami dalgaları geliyor.
keep = Yüksek bir yere çıkın ve inmeyin.

## Geçti, yanlıştı ya da bilinmiyor
over = Tsunami tehlikesi geçti.
after = Artık dönebilirsiniz. Hasarlı evlerden uzak durun.
none = Tsunami yok.
unsure = Denizden uzak durun ve haber bekleyin.
