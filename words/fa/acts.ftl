# آنچه در همه خطرها مشترک است، به فارسی.
# وضعیت: پیشنهادی.
# سبک: بر پایه عبارت‌های رایج هلال احمر و پدافند غیرعامل («پناه بگیرید»، «به پناهگاه بروید»، «رفع خطر»).
# نخست کاری که باید کرد؛ خطاب با «شما».
# Page: تخليه امن اضطراري
#   by شهرداری منطقه ۱۸ تهران
#   at region18.tehran.ir/Default.aspx?tabid=1267
#   read 2026-11-23
#   says تا زمان رفع خطر

## نشانه‌ها: سامانه آن‌ها را می‌گذارد و کسی نمی‌نویسد.

exercise-mark = مانور مانور مانور —
exercise-mark-short = مانور:
exercise-mark-display = مانور
exercise-voice = مانور، مانور، مانور. خطر واقعی وجود ندارد.

## مقدارها

say-minutes = { $minutes ->
    [none] {""}
    [one] حدود { $minutes } دقیقه وقت دارید.
   *[other] حدود { $minutes } دقیقه وقت دارید.
}
say-distance = { $unit ->
    [m] دست‌کم { $distance } متر دور بمانید.
    [km] دست‌کم { $distance } کیلومتر دور بمانید.
   *[none] {""}
}
say-direction = { $direction ->
    [north] به سمت شمال بروید.
    [north-east] به سمت شمال شرقی بروید.
    [east] به سمت شرق بروید.
    [south-east] به سمت جنوب شرقی بروید.
    [south] به سمت جنوب بروید.
    [south-west] به سمت جنوب غربی بروید.
    [west] به سمت غرب بروید.
    [north-west] به سمت شمال غربی بروید.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] شماره تماس: { $phone }.
}
say-drift = { $drift ->
    [north] باد به سمت شمال می‌وزد.
    [north-east] باد به سمت شمال شرقی می‌وزد.
    [east] باد به سمت شرق می‌وزد.
    [south-east] باد به سمت جنوب شرقی می‌وزد.
    [south] باد به سمت جنوب می‌وزد.
    [south-west] باد به سمت جنوب غربی می‌وزد.
    [west] باد به سمت غرب می‌وزد.
    [north-west] باد به سمت شمال غربی می‌وزد.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] به این محل بروید: { $destination }.
}

## شکل‌های مشترک

where = محل: { $place }.
source = { $authority }، { $time }.
voice-open = توجه، توجه.
voice-again = تکرار می‌کنیم.

## پیش‌هشدار: خطر ممکن است

pre-alert-headline = آماده باشید: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = منتظر پیام بعدی باشید.
pre-alert-sms = آماده باشید: { $place }. { possible } { prepare } { $authority }، { $time }
pre-alert-push = آماده باشید: { event }
pre-alert-display =
    آماده باشید
    { display-1 }

## هشدار: خطر هست

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

## خطر ادامه دارد

update-headline = خطر ادامه دارد: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = خطر ادامه دارد: { $place }. { goes-on } { keep } { $authority }، { $time }
update-push = ادامه دارد: { event }
update-display =
    خطر ادامه دارد
    { display-2 }

## رفع خطر: تمام شد

all-clear-headline = رفع خطر: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = رفع خطر: { $place }. { over } { after } { $authority }، { $time }
all-clear-push = رفع خطر: { event }
all-clear-display =
    رفع خطر
    { display-1 }

## هشدار اشتباه بود

retraction-headline = هشدار اشتباه: { $place }. { none }
retraction-what = { $authority }: هشدار قبلی اشتباه بود. { none }
retraction-first = خطری شما را تهدید نمی‌کند. لازم نیست کاری بکنید.
retraction-sms = هشدار اشتباه: { $place }. { none } خطری شما را تهدید نمی‌کند. پوزش می‌خواهیم. { $authority }، { $time }
retraction-push = هشدار اشتباه: { event }
retraction-display =
    هشدار اشتباه
    { display-1 }

## مدتی است تأیید نشده است. این رفع خطر نیست.

expiry-headline = { event }: { $place }. دیگر تأیید نمی‌شود. این اعلام رفع خطر نیست.
expiry-what = { $authority }: نمی‌دانیم خطر تمام شده است یا نه. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. دیگر تأیید نمی‌شود، ولی این رفع خطر نیست. { unsure } { $authority }، { $time }
expiry-push = تأیید نشده: { event }
expiry-display =
    تأیید نشده
    { display-1 }

## آزمایش، تمرین، سرشماری: برای همه خطرها یکسان است

test-headline = این یک آزمایش است: { $place }. لازم نیست کاری بکنید.
test-what = { $authority }: سامانه هشدار را آزمایش می‌کنیم.
test-first = لازم نیست کاری بکنید.
test-sms = آزمایش: { $place }. سامانه هشدار را آزمایش می‌کنیم. لازم نیست کاری بکنید. { $authority }، { $time }
test-push = آزمایش: لازم نیست کاری بکنید
test-display =
    آزمایش
    خطری نیست

exercise-headline = مانور: { $place }. خطر واقعی وجود ندارد.
exercise-what = { $authority }: مانور در حال اجراست.
exercise-first = به دستور مسئول خود عمل کنید. با شماره اضطراری تماس نگیرید.
exercise-sms = مانور: { $place }. خطر واقعی وجود ندارد. با شماره اضطراری تماس نگیرید. { $authority }، { $time }
exercise-push = مانور: خطر واقعی وجود ندارد
exercise-display =
    مانور
    خطری نیست

headcount-headline = در امان هستید؟ { $place }. همین حالا پاسخ دهید.
headcount-what = { $authority }: باید بدانیم چه کسی در امان است و چه کسی کمک لازم دارد.
headcount-first = همین حالا پاسخ دهید: «در امان هستم» یا «کمک لازم دارم».
headcount-sms = در امان هستید؟ { $place }. همین حالا پاسخ دهید: بله یا کمک. { $authority }، { $time }
headcount-push = در امان هستید؟ همین حالا پاسخ دهید
headcount-display =
    در امان هستید؟
    پاسخ دهید

## آنچه افسر افزوده، و چرا هشدار اشتباه بود

note-here = افسر کشیک افزوده است: { $note }
note-in = یادداشتی از افسر کشیک نیز هست، به { $language ->
    [en] انگلیسی
    [fr] فرانسوی
    [ar] عربی
    [ckb] کردی سورانی
    [fa] فارسی
    [tr] ترکی
    [uk] اوکراینی
    [ru] روسی
    [he] عبری
    [es] اسپانیایی
    [pt] پرتغالی
    [de] آلمانی
   *[other] زبانی دیگر
}.
cause-machine = دستگاهی آن را به اشتباه گزارش کرد.
cause-mistake = به اشتباه فرستاده شد.
cause-exercise = بخشی از یک تمرین بود.
cause-forged = کسی آن را فرستاد که اجازه نداشت.
cause-no-danger = بررسی شد و خطری نیست.
