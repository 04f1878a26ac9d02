# Ani sel, Türkçe.
# Durum: önerildi.
# AFAD'ın ve Meteorolojinin bilinen öğütlerine göre: yükseğe çıkmak, suya girmemek, bodruma inmemek.

event = Ani sel

## Tehlike var
headline = Ani sel: { $place }. Hemen yüksek bir yere çıkın.
what = { $authority }: Sel geliyor, su hızla yükseliyor: { $place }.
first = Hemen yüksek bir yere çıkın. Bunu yapamazsanız en üst kata çıkın.
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
