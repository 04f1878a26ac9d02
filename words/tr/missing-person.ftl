# Bir kişi kayıp ve tehlikede, Türkçe.
# Durum: önerildi.
# Page: none found
#   looked 2026-11-23

event = Kayıp kişi

## Tehlike var
headline = Kayıp kişi: { $place }. Çevrenize bakın.
what = { $authority }: Bir kişi kayıp ve tehlikede olabilir: { $place }.
first = Çevrenize bakın. Araçlara, bahçelere ve depolara bakın.
next = Kişiyi görürseniz polisi arayın. { say-phone } Tek başınıza bir şey yapmayın.
until = Yeni mesaja kadar bakmaya devam edin.
sms = Kayıp kişi: { $place }. Çevrenize bakın. Görürseniz polisi arayın. { say-phone } { $authority }, { $time }
push = Kayıp kişi: çevrenize bakın
display-1 = KAYIP KİŞİ
display-2 = ÇEVRENİZE BAKIN

## Olabilir
possible = Bir kişi kayıp olabilir.
prepare = Yardıma ihtiyacı olanlara dikkat edin. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Kayıp kişi henüz bulunamadı.
keep = Çevrenize yeniden bakın.

## Geçti, yanlıştı ya da bilinmiyor
over = Kayıp kişi bulundu.
after = Artık aramayı bırakabilirsiniz. Teşekkür ederiz.
none = Kayıp kişi yok.
unsure = Çevrenize bakın ve haber bekleyin.
