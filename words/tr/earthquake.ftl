# Deprem, Türkçe.
# Durum: önerildi.
# Page: AFAD'dan hayat kurtaracak deprem videosu
#   by AFAD, aktaran Isparta Haber
#   at ispartahaber.com.tr/isparta/afaddan-hayat-kurtaracak-deprem-videosu-51918h.html
#   read 2026-11-23
#   says çök, kapan, tutun; sarsıntı durana kadar yerinde kal, pencereden uzak dur
# Page: Arabadayken deprem olursa bunu yapın: AFAD açıkladı!
#   by AFAD, aktaran Ege Haber
#   at egehaber.com/arabadayken-deprem-olursa-bunu-yapin-afad-acikladi-451185/amp
#   read 2026-11-23
#   says çök, kapan, tutun

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
