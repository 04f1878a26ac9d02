# Hava saldırısı, Türkçe.
# Durum: önerildi.
# Page: İkaz ve alarm işaretleri
#   by Sivil Savunma Genel Müdürlüğü, okul panosu olarak
#   at doczz.biz.tr/doc/219618
#   read 2026-11-23
#   says alarm (kırmızı ikaz): saldırı tehlikesi var; sığınma yerlerine gidin

event = Hava saldırısı

## Tehlike var
headline = Hava saldırısı: { $place }. Hemen sığınağa girin.
what = { $authority }: Havadan saldırı tehlikesi var: { $place }.
first = Hemen en yakın sığınağa veya bodruma girin. { say-minutes }
next = Sığınak yoksa binanın ortasında, penceresiz bir odaya girin.
until = Tehlike geçti haberi gelene kadar orada kalın.
sms = Hava saldırısı: { $place }. Hemen sığınağa veya bodruma girin. Pencereden uzak durun. { $authority }, { $time }
push = Hava saldırısı: sığınağa girin
display-1 = HAVA SALDIRISI
display-2 = SIĞINAĞA GİRİN

## Olabilir
possible = Hava saldırısı olabilir.
prepare = Bir sığınağın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Hava saldırısı sürüyor.
keep = Sığınakta kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Hava saldırısı bitti.
after = Artık çıkabilirsiniz. Gökten düşen hiçbir şeye dokunmayın.
none = Hava saldırısı yok.
unsure = Bir sığınağın yakınında kalın ve haber bekleyin.
