# Roket veya havan saldırısı, Türkçe.
# Durum: önerildi.
# AFAD'ın ve sivil savunmanın bilinen öğütlerine göre: sığınak, bodrum, pencereden uzak yer.

event = Roket saldırısı

## Tehlike var
headline = Roket saldırısı: { $place }. Hemen sığınağa girin.
what = { $authority }: Roketler geliyor: { $place }.
first = Hemen sığınağa girin. Sığınak yoksa bodruma veya penceresiz bir odaya girin.
next = Yer bulamazsanız yere yatın. Başınızı kollarınızla koruyun.
until = Tehlike geçti haberi gelene kadar orada kalın.
sms = Roket saldırısı: { $place }. Hemen sığınağa girin. Sığınak yoksa yere yatın, başınızı koruyun. { $authority }, { $time }
push = Roket saldırısı: sığınağa girin
display-1 = ROKET SALDIRISI
display-2 = SIĞINAĞA GİRİN

## Olabilir
possible = Roket saldırısı olabilir.
prepare = Bir sığınağın yakınında kalın. Telefonunuzu açık tutun.

## Sürüyor
goes-on = Başka roketler gelebilir.
keep = Sığınakta kalın.

## Geçti, yanlıştı ya da bilinmiyor
over = Roket saldırısı bitti.
after = Artık çıkabilirsiniz. Roket parçalarına dokunmayın.
none = Roket saldırısı yok.
unsure = Bir sığınağın yakınında kalın ve haber bekleyin.
