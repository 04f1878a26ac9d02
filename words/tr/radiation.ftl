# Havada radyasyon, Türkçe.
# Durum: önerildi.
# Page: TAEK, Nükleer kazaya karşı uyardı
#   by Türkiye Atom Enerjisi Kurumu, aktaran Mynet
#   at mynet.com/taek-nukleer-kazaya-karsi-uyardi-110100184593
#   read 2026-11-23
#   says kapalı mekanda, binaların iç kesimlerinde, bodrumda kalın; dış giysileri çıkarın; tehlikenin geçtiği açıklanana kadar içeride kalın
# Page: KBRN tehditlere hazır mısınız?
#   by AFAD'ın KBRN bilgileri, aktaran kocapopo.com
#   at kocapopo.com/kbrn-tehditlere-hazir-misiniz
#   read 2026-11-23
#   says yer altındaki sığınma yerleri üst katlardan güvenlidir

event = Radyasyon

## Tehlike var
headline = Radyasyon: { $place }. Hemen içeri girin.
what = { $authority }: Havada radyasyon var: { $place }.
first = Hemen içeri girin. Bodruma veya binanın ortasına gidin.
next = Dışarıdaysanız üst giysilerinizi çıkarın ve yıkanın. { say-drift }
until = Tehlike geçti haberi gelene kadar içeride kalın.
sms = Radyasyon: { $place }. Hemen içeri girin. Pencereyi kapatın. Giysinizi değiştirin, yıkanın. { $authority }, { $time }
push = Radyasyon: hemen içeri girin
display-1 = RADYASYON
display-2 = İÇERİ GİRİN

## Olabilir
possible = Radyasyon tehlikesi olabilir.
prepare = Bir binanın yakınında kalın. Bir bodrum bulun.

## Sürüyor
goes-on = Dışarıda radyasyon var.
keep = Pencereleri kapalı tutun, içeride kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Radyasyon tehlikesi geçti.
after = Artık çıkabilirsiniz. Sadece izin verdiğimiz şeyleri yiyin ve için.
none = Radyasyon yok.
unsure = Dışarı çıkmayın ve haber bekleyin.
