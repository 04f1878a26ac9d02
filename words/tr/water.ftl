# Musluk suyu güvenli değil, Türkçe.
# Durum: önerildi.
# Page: Muş İl Sağlık Müdürlüğü'nden 'şebeke suyu' uyarısı: 'Dişlerinizi bile fırçalamayın'
#   by Muş İl Sağlık Müdürlüğü, aktaran Cumhuriyet
#   at cumhuriyet.com.tr/turkiye/mus-il-saglik-mudurlugu-nden-sebeke-suyu-uyarisi-dislerinizi-bile-fircalamayin-2476718
#   read 2026-11-23
#   says şebeke suyunu içmeyin, yemek hazırlamada ve diş fırçalamada kullanmayın
# Page: Hatay Valiliğinden su açıklaması
#   by Hatay Valiliği, aktaran yurtsever.org.tr
#   at yurtsever.org.tr/2023/hatay-valiliginden-su-aciklamasi-sorun-yok-507036/amp
#   read 2026-11-23
#   says içmek için şişe suyu kullanın

event = Kirli musluk suyu

## Tehlike var
headline = Musluk suyu kirli: { $place }. Musluk suyu içmeyin.
what = { $authority }: Musluk suyu güvenli değil: { $place }.
first = Musluk suyu içmeyin. Bu suyla yemek yapmayın ve diş fırçalamayın.
next = Şişe suyu kullanın. Komşularınıza haber verin.
until = Suyun temiz olduğunu söyleyene kadar böyle yapın.
sms = Musluk suyu kirli: { $place }. Musluk suyu içmeyin, yemekte kullanmayın. Şişe suyu kullanın. { $authority }, { $time }
push = Musluk suyu kirli: içmeyin
display-1 = MUSLUK SUYU
display-2 = SAKIN İÇMEYİN

## Olabilir
possible = Musluk suyu kirlenebilir.
prepare = Hemen şişelere su doldurun.

## Sürüyor
goes-on = Musluk suyu henüz temiz değil.
keep = Musluk suyu içmeyin.

## Geçti, yanlıştı ya da bilinmiyor
over = Musluk suyu artık temiz.
after = Artık içebilirsiniz. Önce suyu beş dakika akıtın.
none = Musluk suyu temiz.
unsure = Musluk suyu içmeyin ve haber bekleyin.
