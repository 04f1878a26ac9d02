# Acil çağrı numarası çalışmıyor, Türkçe.
# Durum: önerildi.
# Page: none found
#   looked 2026-11-23

event = Acil numara arızası

## Tehlike var
headline = Acil numara çalışmıyor: { $place }. Başka numara arayın.
what = { $authority }: Acil çağrı numarası çalışmıyor: { $place }.
first = Yardım için polisi veya itfaiyeyi arayın. { say-phone }
next = Arayamazsanız en yakın karakola veya itfaiyeye gidin.
until = Numara çalışana kadar böyle yapın.
sms = Acil numara çalışmıyor: { $place }. Polisi veya itfaiyeyi arayın. { say-phone } { $authority }, { $time }
push = Acil numara bozuk: başka numara arayın
display-1 = NUMARA ARIZASI
display-2 = BAŞKA NUMARA

## Olabilir
possible = Acil numara çalışmayabilir.
prepare = Polisin ve doktorun numarasını kaydedin.

## Sürüyor
goes-on = Acil numara henüz çalışmıyor.
keep = Yardım için polisi veya itfaiyeyi arayın.

## Geçti, yanlıştı ya da bilinmiyor
over = Acil numara yeniden çalışıyor.
after = Artık arayabilirsiniz.
none = Acil numara çalışıyor.
unsure = Başka bir numarayı hazır tutun ve haber bekleyin.
