# Yangın, Türkçe.
# Durum: önerildi.
# Page: Olası bir yangına hazır mıyız?
#   by Manisa Büyükşehir Belediyesi İtfaiyesi, aktaran Turgutlu Yankı
#   at turgutluyanki.com/olasi-bir-yangina-hazir-miyiz/47606
#   read 2026-11-23
#   says yangın sırasında kesinlikle asansör kullanılmamalı

event = Yangın

## Tehlike var
headline = Yangın: { $place }. Hemen çıkın, uzaklaşın.
what = { $authority }: Yangın çıktı: { $place }.
first = Hemen çıkın, yangından uzaklaşın. { say-direction } { say-destination }
next = Asansöre binmeyin. Duman varsa eğilerek yürüyün. { say-drift }
until = Tehlike geçti haberi gelene kadar geri dönmeyin.
sms = Yangın: { $place }. Hemen çıkın, uzaklaşın. Asansöre binmeyin. Dumanda eğilerek yürüyün. { $authority }, { $time }
push = Yangın: hemen çıkın, uzaklaşın
display-1 = YANGIN
display-2 = HEMEN ÇIKIN

## Olabilir
possible = Yangın çıkabilir.
prepare = Gitmeye hazır olun. Çıkış yollarını öğrenin.

## Sürüyor
goes-on = Yangın sürüyor.
keep = Oradaysanız hemen çıkın, uzaklaşın.

## Geçti, yanlıştı ya da bilinmiyor
over = Yangın söndü.
after = Artık dönebilirsiniz. Sıcak veya yanmış şeylere dokunmayın.
none = Yangın yok.
unsure = Bölgeden uzak durun ve haber bekleyin.
