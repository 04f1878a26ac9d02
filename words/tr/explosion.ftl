# Patlama, Türkçe.
# Durum: önerildi.
# Page: not looked for

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
