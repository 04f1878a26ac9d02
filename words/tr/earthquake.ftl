# Deprem, Türkçe.
# Durum: önerildi.
# AFAD'ın «Çök, kapan, tutun» öğüdüne göre.
# Okundu: Cumhurbaşkanlığı İletişim Başkanlığının deprem rehberi, «Çök-Kapan-Tutun», ensonhaber.com.

event = Deprem

## Tehlike var
headline = Deprem: { $place }. Çökün, kapanın, tutunun.
what = { $authority }: Yer sallanıyor: { $place }.
first = Çökün, kapanın, tutunun. Sağlam bir masanın altına girin.
next = Dışarıdaysanız açık yerde kalın. Duvarlardan ve kablolardan uzak durun.
until = Sarsıntı bitince yeni mesajı bekleyin.
sms = Deprem: { $place }. Çökün, kapanın, tutunun. Başınızı koruyun. Asansöre binmeyin. { $authority }, { $time }
push = Deprem: çökün, kapanın, tutunun
display-1 = DEPREM
display-2 = ÇÖK KAPAN TUTUN

## Olabilir
possible = Deprem olabilir.
prepare = Ayakkabınızı ve telefonunuzu yanınızda tutun. Sağlam bir masa bulun.

## Sürüyor
goes-on = Başka depremler olabilir.
keep = Yine sallanırsa çökün, kapanın, tutunun.

## Geçti, yanlıştı ya da bilinmiyor
over = Deprem bitti.
after = Artık dönebilirsiniz, ama yalnız çatlağı olmayan binalara.
none = Deprem yok.
unsure = Çatlak duvarlardan uzak durun ve haber bekleyin.
