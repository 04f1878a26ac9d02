# Silahlı bir kişi saldırıyor, Türkçe.
# Durum: önerildi.
# Page: none found
#   looked 2026-11-23

event = Silahlı saldırgan

## Tehlike var
headline = Silahlı saldırgan: { $place }. Kaçın. Kaçamazsanız saklanın.
what = { $authority }: Bir kişi insanlara ateş ediyor: { $place }.
first = Yol güvenliyse kaçın. Kaçamazsanız saklanın ve kapıyı kilitleyin.
next = Telefonunuzu sessize alın. Güvende olunca polisi arayın.
until = Polis gelene kadar saklandığınız yerde kalın.
sms = Silahlı saldırgan: { $place }. Kaçın. Kaçamazsanız saklanın, kapıyı kilitleyin, ses çıkarmayın. { $authority }, { $time }
push = Silahlı saldırgan: kaçın veya saklanın
display-1 = SİLAHLI SALDIRI
display-2 = KAÇ VEYA SAKLAN

## Olabilir
possible = Silahlı bir saldırgan gelebilir.
prepare = Çıkış yollarını öğrenin. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Saldırgan tehlikesi sürüyor.
keep = Saklandığınız yerde kalın ve kapıyı kilitleyin.

## Geçti, yanlıştı ya da bilinmiyor
over = Silahlı saldırgan artık tehlike değil.
after = Artık çıkabilirsiniz. Polisin dediğini yapın.
none = Silahlı saldırgan yok.
unsure = Kapalı bir yerde kalın ve haber bekleyin.
