# Bir baraj yıkılıyor, Türkçe.
# Durum: önerildi.
# Page: Barajlardan olası su tahliyelerine karşı vatandaşlar uyarıldı
#   by DSİ 10. Bölge Müdürlüğü, aktaran Haberler.com
#   at haberler.com/guncel/dsi-den-su-tahliyesi-uyarisi-19555564-haberi/
#   read 2026-11-23
#   says nehir yatağına girilmemesi, ani su yükselmelerine karşı tedbirli olunması

event = Baraj yıkılması

## Tehlike var
headline = Baraj yıkılması: { $place }. Hemen yüksek bir yere çıkın.
what = { $authority }: Bir baraj yıkılıyor, su geliyor: { $place }.
first = Hemen yüksek bir yere çıkın. { say-minutes } { say-destination }
next = Yürüyerek gidin. Suyun içinden yürümeyin, araçla geçmeyin.
until = Tehlike geçti haberi gelene kadar yukarıda kalın.
sms = Baraj yıkılıyor: { $place }. Hemen yürüyerek yüksek bir yere çıkın. Su geliyor. { $authority }, { $time }
push = Baraj yıkılıyor: yüksek yere çıkın
display-1 = BARAJ YIKILMASI
display-2 = YÜKSEĞE ÇIKIN

## Olabilir
possible = Bir baraj yıkılabilir.
prepare = Yükseğe çıkmaya hazır olun. Nehirden uzak durun.

## Sürüyor
goes-on = Baraj tehlikesi sürüyor.
keep = Yüksek bir yere çıkın ve inmeyin.

## Geçti, yanlıştı ya da bilinmiyor
over = Baraj tehlikesi geçti.
after = Artık dönebilirsiniz. Sudan ve kablolardan uzak durun.
none = Baraj sağlam.
unsure = Nehirden uzak durun ve haber bekleyin.
