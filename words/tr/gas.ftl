# Havada gaz veya kimyasal madde, Türkçe.
# Durum: önerildi.
# Page: KBRN tehditlere hazır mısınız?
#   by AFAD'ın KBRN bilgileri, aktaran kocapopo.com
#   at kocapopo.com/kbrn-tehditlere-hazir-misiniz
#   read 2026-11-23
#   says tehlikeli maddeler havadan ağırdır, binanın en yüksek yerine sığının

event = Tehlikeli gaz

## Tehlike var
headline = Tehlikeli gaz: { $place }. Hemen içeri girin.
what = { $authority }: Havada tehlikeli gaz var: { $place }.
first = Hemen içeri girin. Kapı ve pencereleri kapatın, havalandırmayı durdurun.
next = Üst kata çıkın. Ağzınızı ve burnunuzu ıslak bir bezle kapatın. { say-drift }
until = Tehlike geçti haberi gelene kadar içeride kalın.
sms = Tehlikeli gaz: { $place }. Hemen içeri girin. Kapı ve pencereleri kapatın. Klimayı kapatın. { $authority }, { $time }
push = Tehlikeli gaz: hemen içeri girin
display-1 = TEHLİKELİ GAZ
display-2 = İÇERİ GİRİN

## Olabilir
possible = Tehlikeli gaz gelebilir.
prepare = Bir binanın yakınında kalın. Kolay kapanan bir oda bulun.

## Sürüyor
goes-on = Havada gaz var.
keep = Pencereleri kapalı tutun, içeride kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Gaz dağıldı.
after = Artık çıkabilirsiniz. Pencereleri bir saat açık tutun.
none = Tehlikeli gaz yok.
unsure = Dışarı çıkmayın ve haber bekleyin.
