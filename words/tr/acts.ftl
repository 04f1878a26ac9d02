# Bütün tehlikeler için ortak olanlar, Türkçe.
# Durum: önerildi.
# Biçem: AFAD'ın ve sivil savunmanın bilinen sözlerine göre («sığınağa girin», «kapı ve pencereleri kapatın»,
# «çök, kapan, tutun»). «Tehlike geçti» beyaz ikazın adıdır. Seslenme: siz.
# SMS'ler baştan sona büyük harfle yazılmaz: I ile İ denetimde karışır.
# Page: İkaz ve alarm işaretleri
#   by Sivil Savunma Genel Müdürlüğü, okul panosu olarak
#   at doczz.biz.tr/doc/219618
#   read 2026-11-23
#   says tehlike geçti

## İşaretler: program koyar, kimse yazmaz.

exercise-mark = Tatbikat Tatbikat Tatbikat —
exercise-mark-short = Tatbikat:
exercise-mark-display = Tatbikat
exercise-voice = Tatbikat, tatbikat, tatbikat. Gerçek bir tehlike yok.

## Değerler

say-minutes = { $minutes ->
    [none] {""}
    [one] Yaklaşık { $minutes } dakikanız var.
   *[other] Yaklaşık { $minutes } dakikanız var.
}
say-distance = { $unit ->
    [m] En az { $distance } metre uzakta durun.
    [km] { $distance ->
        [one] En az { $distance } kilometre uzakta durun.
       *[other] En az { $distance } kilometre uzakta durun.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Kuzeye gidin.
    [north-east] Kuzeydoğuya gidin.
    [east] Doğuya gidin.
    [south-east] Güneydoğuya gidin.
    [south] Güneye gidin.
    [south-west] Güneybatıya gidin.
    [west] Batıya gidin.
    [north-west] Kuzeybatıya gidin.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Numara: { $phone }.
}
say-drift = { $drift ->
    [north] Rüzgâr kuzeye doğru esiyor.
    [north-east] Rüzgâr kuzeydoğuya doğru esiyor.
    [east] Rüzgâr doğuya doğru esiyor.
    [south-east] Rüzgâr güneydoğuya doğru esiyor.
    [south] Rüzgâr güneye doğru esiyor.
    [south-west] Rüzgâr güneybatıya doğru esiyor.
    [west] Rüzgâr batıya doğru esiyor.
    [north-west] Rüzgâr kuzeybatıya doğru esiyor.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Şuraya gidin: { $destination }.
}

## Ortak biçimler

where = Yer: { $place }.
source = { $authority }, { $time }.
voice-open = Dikkat.
voice-again = Tekrar ediyorum.

## Ön uyarı: tehlike olabilir

pre-alert-headline = Hazır olun: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Yeni mesajı bekleyin.
pre-alert-sms = Hazır olun: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Hazır olun: { event }
pre-alert-display =
    HAZIR OLUN
    { display-1 }

## Uyarı: tehlike var

alert-headline = { headline }
alert-what = { what }
alert-first = { first }
alert-next = { next }
alert-until = { until }
alert-sms = { sms }
alert-push = { push }
alert-display =
    { display-1 }
    { display-2 }

## Yeni durum: tehlike sürüyor

update-headline = Uyarı sürüyor: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = Uyarı sürüyor: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Uyarı sürüyor: { event }
update-display =
    TEHLİKE SÜRÜYOR
    { display-2 }

## Tehlike geçti

all-clear-headline = Tehlike geçti: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = Tehlike geçti: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Tehlike geçti: { event }
all-clear-display =
    TEHLİKE GEÇTİ
    { display-1 }

## Yanlış alarm: tehlike yoktu

retraction-headline = Yanlış alarm: { $place }. { none }
retraction-what = { $authority }: Önceki uyarı yanlıştı. { none }
retraction-first = Tehlikede değilsiniz. Bir şey yapmanız gerekmiyor.
retraction-sms = Yanlış alarm: { $place }. { none } Tehlikede değilsiniz. Özür dileriz. { $authority }, { $time }
retraction-push = Yanlış alarm: { event }
retraction-display =
    YANLIŞ ALARM
    { display-1 }

## Artık doğrulanmıyor. Bu, tehlike geçti demek değildir.

expiry-headline = { event }: { $place }. Uyarı doğrulanmadı. Tehlike geçti demek değildir.
expiry-what = { $authority }: Tehlike bitti mi, bilmiyoruz. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Uyarı doğrulanmadı, ama tehlike geçti demek değildir. { unsure } { $authority }, { $time }
expiry-push = Kesin değil: { event }
expiry-display =
    KESİN DEĞİL
    { display-1 }

## Deneme, tatbikat, yoklama: bütün tehlikeler için aynı

test-headline = Bu bir denemedir: { $place }. Bir şey yapmanız gerekmiyor.
test-what = { $authority }: Bu uyarı sistemini deniyoruz.
test-first = Bir şey yapmanız gerekmiyor.
test-sms = Deneme: { $place }. Bu uyarı sistemini deniyoruz. Bir şey yapmanız gerekmiyor. { $authority }, { $time }
test-push = Deneme: bir şey yapmanız gerekmiyor
test-display =
    DENEME
    TEHLİKE YOK

exercise-headline = Tatbikat: { $place }. Gerçek bir tehlike yok.
exercise-what = { $authority }: Tatbikat yapılıyor.
exercise-first = Sorumlu kişinin dediğini yapın. Acil numarayı aramayın.
exercise-sms = Tatbikat: { $place }. Gerçek bir tehlike yok. Acil numarayı aramayın. { $authority }, { $time }
exercise-push = Tatbikat: gerçek bir tehlike yok
exercise-display =
    Tatbikat
    TEHLİKE YOK

headcount-headline = Güvende misiniz? { $place }. Şimdi cevap verin.
headcount-what = { $authority }: Kimin güvende olduğunu, kimin yardıma ihtiyacı olduğunu bilmeliyiz.
headcount-first = Şimdi cevap verin: «Güvendeyim» veya «Yardım istiyorum».
headcount-sms = Güvende misiniz? { $place }. Bu mesaja şimdi cevap verin: EVET veya YARDIM. { $authority }, { $time }
headcount-push = Güvende misiniz? Şimdi cevap verin
headcount-display =
    GÜVENDE MİSİNİZ?
    CEVAP VERİN

## Görevlinin eklediği, ve uyarının neden yanlış olduğu

note-here = Nöbetçi görevlinin notu: { $note }
note-in = Nöbetçi görevlinin bir notu daha var: { $language ->
    [en] İngilizce
    [fr] Fransızca
    [ar] Arapça
    [ckb] Kürtçe (Soranice)
    [fa] Farsça
    [tr] Türkçe
    [uk] Ukraynaca
    [ru] Rusça
    [he] İbranice
    [es] İspanyolca
    [pt] Portekizce
    [de] Almanca
   *[other] başka bir dilde
}.
cause-machine = Bir cihaz yanlışlıkla bildirdi.
cause-mistake = Yanlışlıkla gönderildi.
cause-exercise = Bir denemenin parçasıydı.
cause-forged = Yetkisi olmayan biri gönderdi.
cause-no-danger = Kontrol edildi, tehlike yok.
