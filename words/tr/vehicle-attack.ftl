# Bir araç insanların üstüne sürülüyor, Türkçe.
# Durum: önerildi.
# Page: none found
#   looked 2026-11-23

event = Araçlı saldırı

## Tehlike var
headline = Araçlı saldırı: { $place }. Yoldan hemen uzaklaşın.
what = { $authority }: Bir araç insanlara çarpıyor: { $place }.
first = Yoldan hemen uzaklaşın. Bir binaya girin.
next = Giremezseniz bir duvarın veya sağlam bir şeyin arkasına geçin.
until = Yeni mesajı bekleyin.
sms = Araçlı saldırı: { $place }. Yoldan hemen uzaklaşın. Binaya girin veya duvar arkasına geçin. { $authority }, { $time }
push = Araçlı saldırı: yoldan uzaklaşın
display-1 = ARAÇLI SALDIRI
display-2 = YOLDAN ÇEKİLİN

## Olabilir
possible = Araçlı saldırı olabilir.
prepare = Yoldan uzak durun. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Araçlı saldırı sürüyor.
keep = Yoldan uzak durun.

## Geçti, yanlıştı ya da bilinmiyor
over = Araçlı saldırı bitti.
after = Artık çıkabilirsiniz. Ambulanslara yol verin.
none = Araçlı saldırı yok.
unsure = Yoldan uzak durun ve haber bekleyin.
