# Yakında şiddet olayları, Türkçe.
# Durum: önerildi.
# Page: Dışişleri Bakanlığı'ndan ABD'de yaşayan Türk vatandaşlarına uyarı
#   by Dışişleri Bakanlığı, aktaran CNN Türk
#   at cnnturk.com/dunya/disisleri-bakanligindan-abdde-yasayan-turk-vatandaslarina-uyari
#   read 2026-11-23
#   says kalabalıklardan kaçının, gösteri alanlarından uzak durun

event = Şiddet olayları

## Tehlike var
headline = Şiddet olayları: { $place }. Kalabalıktan uzak durun.
what = { $authority }: Sokakta şiddet olayları var: { $place }.
first = Kalabalıktan uzak durun. Oraya gitmeyin.
next = Oradaysanız bir ara sokağa girip uzaklaşın. Uzaklaşamazsanız bir binaya girin.
until = Yeni mesajı bekleyin.
sms = Şiddet olayları: { $place }. Kalabalıktan uzak durun. Oradaysanız ara sokağa girip uzaklaşın. { $authority }, { $time }
push = Şiddet olayları: uzak durun
display-1 = ŞİDDET OLAYLARI
display-2 = UZAK DURUN

## Olabilir
possible = Şiddet olayları çıkabilir.
prepare = Evinizin yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Şiddet olayları sürüyor.
keep = Kalabalıktan uzak durun.

## Geçti, yanlıştı ya da bilinmiyor
over = Şiddet olayları bitti.
after = Artık çıkabilirsiniz. Polisin dediğini yapın.
none = Şiddet olayları yok.
unsure = Kalabalıktan uzak durun ve haber bekleyin.
