# Fırtına, hortum, dolu, yıldırım, Türkçe.
# Durum: önerildi.
# Page: AKOM Uyardı: Şiddetli Lodos ve Fırtınaya Karşı Alınması Gereken Önlemler
#   by İstanbul AKOM, aktaran Onedio
#   at onedio.com/haber/akom-uyardi-siddetli-lodos-ve-firtinaya-karsi-alinmasi-gereken-onlemler-1336332
#   read 2026-11-23
#   says kapalı alanlarda kalın, fırtına dinene kadar dışarı çıkmayın; yere düşmüş elektrik kablolarından uzak durun
# Page: AFAD 31 il için sağanak uyarısı
#   by AFAD, aktaran Anadolu Haberler
#   at anadoluhaberler.com.tr/gundem/afad-alarm-veriyor-31-il-icin-saganak-uyarisi-ne-olacak
#   read 2026-11-23
#   says elektrik hatlarına yaklaşmayın, yetkililerin uyarılarını izleyin

event = Kuvvetli fırtına

## Tehlike var
headline = Kuvvetli fırtına: { $place }. Hemen içeri girin.
what = { $authority }: Kuvvetli fırtına geliyor: { $place }.
first = Hemen içeri girin. Pencerelerden uzak durun. { say-minutes }
next = Araçtaysanız ağaçlardan uzakta durun ve araçta kalın.
until = Tehlike geçti haberi gelene kadar içeride kalın.
sms = Kuvvetli fırtına: { $place }. Hemen içeri girin. Pencerelerden ve ağaçlardan uzak durun. { $authority }, { $time }
push = Kuvvetli fırtına: hemen içeri girin
display-1 = FIRTINA
display-2 = İÇERİ GİRİN

## Olabilir
possible = Kuvvetli fırtına çıkabilir.
prepare = Evinizin yakınında kalın. Uçabilecek eşyaları toplayın.

## Sürüyor
goes-on = Fırtına sürüyor.
keep = Dışarı çıkmayın, içeride kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Fırtına bitti.
after = Artık çıkabilirsiniz. Yerdeki kablolara dokunmayın.
none = Kuvvetli fırtına yok.
unsure = Dışarı çıkmayın ve haber bekleyin.
