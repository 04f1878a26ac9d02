# Herkes kapalı bir yere girmeli, Türkçe.
# Durum: önerildi.
# Page: Kocaeli'de kimya fabrikasında sızıntı paniği: Pencereleri açmayın
#   by Diliskelesi Muhtarlığı, aktaran A Haber
#   at ahaber.com.tr/yasam/2025/09/10/kocaelide-kimya-fabrikasinda-sizinti-panigi-pencereleri-acmayin
#   read 2026-11-23
#   says kapı ve pencerelerinizi açık bırakmayın, dışarı çıkmayın

event = Dışarıda tehlike

## Tehlike var
headline = Dışarısı tehlikeli: { $place }. Hemen içeri girin.
what = { $authority }: Dışarıda olmak tehlikeli: { $place }.
first = Hemen içeri girin. Kapı ve pencereleri kapatın.
next = Pencerelerden uzak durun. Başkalarının da girmesine yardım edin.
until = Tehlike geçti haberi gelene kadar içeride kalın.
sms = Dışarısı tehlikeli: { $place }. Hemen içeri girin. Kapı ve pencereleri kapatın. { $authority }, { $time }
push = Dışarısı tehlikeli: hemen içeri girin
display-1 = DIŞARIDA TEHLİKE
display-2 = İÇERİ GİRİN

## Olabilir
possible = Dışarısı yakında tehlikeli olabilir.
prepare = Bir binanın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Dışarıda tehlike sürüyor.
keep = Dışarı çıkmayın, içeride kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Dışarısı artık tehlikeli değil.
after = Artık çıkabilirsiniz.
none = Dışarısı tehlikeli değil.
unsure = Dışarı çıkmayın ve haber bekleyin.
