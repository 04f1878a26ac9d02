# Patlama, Türkçe.
# Durum: önerildi.
# Page: Roket mermilerinden nasıl korunuruz ?
#   by AFAD'ın broşürü, aktaran Haber3
#   at haber3.com/amp/guncel/roket-mermilerinden-nasil-korunuruz-haberi-3910051
#   read 2026-11-23
#   says derhal olay yerinden uzaklaşın, kalabalıktan uzak durun
# Page: Emniyet'ten yurttaşlara uyarı: Sakın flaş kullanarak fotoğrafını çekmeyin
#   by Emniyet Genel Müdürlüğü, aktaran Cumhuriyet
#   at cumhuriyet.com.tr/amp/haber/emniyetten-yurttaslara-uyari-sakin-flas-kullanarak-fotografini-cekmeyin-661372
#   read 2026-11-23
#   says derhal uzaklaştırın, kesinlikle dokunmayın, yakınında dolaşmayın

event = Patlama

## Tehlike var
headline = Patlama: { $place }. Bölgeden uzak durun.
what = { $authority }: Bir patlama oldu: { $place }.
first = Bölgeden uzak durun. { say-distance }
next = Yakındaysanız camlardan, dumandan ve park etmiş araçlardan uzaklaşın.
until = Yeni mesajı bekleyin.
sms = Patlama: { $place }. Bölgeden uzak durun. Yakındaysanız camdan ve dumandan uzaklaşın. { $authority }, { $time }
push = Patlama: bölgeden uzak durun
display-1 = PATLAMA
display-2 = UZAK DURUN

## Olabilir
possible = Patlama olabilir.
prepare = Uzaklaşmaya hazır olun. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Patlama oldu, tehlike sürüyor.
keep = Bölgeden uzak durun.

## Geçti, yanlıştı ya da bilinmiyor
over = Patlama tehlikesi geçti.
after = Artık dönebilirsiniz. Tanımadığınız hiçbir şeye dokunmayın.
none = Patlama olmadı.
unsure = Bölgeden uzak durun ve haber bekleyin.
