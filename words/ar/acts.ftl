# ما تشترك فيه كل الأخطار، بالعربية.
# الحالة: مقترح.
# الأسلوب: إرشادات الدفاع المدني («احتموا»، «ابتعدوا عن النوافذ»، «زوال الخطر»). الفعل أولاً، بصيغة الجمع.
# لا تُستعمل كلمة «اللجوء»: المقصود الاحتماء، لا طلب اللجوء.
# Page: التصوير أثناء الخطر مخالفة قانونية: الطوارئ والأزمات تشدد على إجراءات السلامة
#   by الهيئة الوطنية لإدارة الطوارئ والأزمات والكوارث في الإمارات، نقلتها خليج تايمز
#   at khaleejtimes.com/arabic/uae/التصوير-أثناء-الخطر-مخالفة-قانونية-الطوارئ-والأزمات-تشدد-على-إجراءات-السلامة
#   read 2026-11-23
#   says «انتهاء الخطر»

## العلامات: يضعها النظام.

exercise-mark = تمرين تمرين تمرين —
exercise-mark-short = تمرين:
exercise-mark-display = تمرين
exercise-voice = تمرين، تمرين، تمرين. هذا ليس خطراً حقيقياً.

## القيم

say-minutes = { $minutes ->
    [none] {""}
    [one] لديكم نحو دقيقة واحدة.
    [two] لديكم نحو دقيقتين.
    [few] لديكم نحو { $minutes } دقائق.
   *[other] لديكم نحو { $minutes } دقيقة.
}
say-distance = { $unit ->
    [m] { $distance ->
        [few] ابتعدوا { $distance } أمتار على الأقل.
        [many] ابتعدوا { $distance } متراً على الأقل.
       *[other] ابتعدوا { $distance } متر على الأقل.
    }
    [km] { $distance ->
        [one] ابتعدوا كيلومتراً واحداً على الأقل.
        [two] ابتعدوا كيلومترين على الأقل.
        [few] ابتعدوا { $distance } كيلومترات على الأقل.
        [many] ابتعدوا { $distance } كيلومتراً على الأقل.
       *[other] ابتعدوا { $distance } كيلومتر على الأقل.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] اتجهوا شمالاً.
    [north-east] اتجهوا نحو الشمال الشرقي.
    [east] اتجهوا شرقاً.
    [south-east] اتجهوا نحو الجنوب الشرقي.
    [south] اتجهوا جنوباً.
    [south-west] اتجهوا نحو الجنوب الغربي.
    [west] اتجهوا غرباً.
    [north-west] اتجهوا نحو الشمال الغربي.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] اتصلوا بالرقم { $phone }.
}
say-drift = { $drift ->
    [north] تهب الريح نحو الشمال.
    [north-east] تهب الريح نحو الشمال الشرقي.
    [east] تهب الريح نحو الشرق.
    [south-east] تهب الريح نحو الجنوب الشرقي.
    [south] تهب الريح نحو الجنوب.
    [south-west] تهب الريح نحو الجنوب الغربي.
    [west] تهب الريح نحو الغرب.
    [north-west] تهب الريح نحو الشمال الغربي.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] اذهبوا إلى: { $destination }.
}

## أشكال مشتركة

where = المكان: { $place }.
source = { $authority }، { $time }.
voice-open = انتباه.
voice-again = نكرر.

## إنذار مسبق: الخطر محتمل

pre-alert-headline = كونوا مستعدين: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = انتظروا الرسالة التالية.
pre-alert-sms = استعدوا: { $place }. { possible } { prepare } { $authority }، { $time }
pre-alert-push = كونوا مستعدين: { event }
pre-alert-display =
    استعدوا
    { display-1 }

## إنذار: الخطر قائم

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

## تحديث: الخطر مستمر

update-headline = تحديث: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = تحديث: { $place }. { goes-on } { keep } { $authority }، { $time }
update-push = تحديث: { event }
update-display =
    الخطر مستمر
    { display-2 }

## زوال الخطر

all-clear-headline = زوال الخطر: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = زوال الخطر: { $place }. { over } { after } { $authority }، { $time }
all-clear-push = زوال الخطر: { event }
all-clear-display =
    زوال الخطر
    { display-1 }

## إنذار كاذب

retraction-headline = إنذار كاذب: { $place }. { none }
retraction-what = { $authority }: كان الإنذار السابق خطأً. { none }
retraction-first = لستم في خطر. لا حاجة إلى أي إجراء.
retraction-sms = إنذار كاذب: { $place }. { none } لستم في خطر. نعتذر منكم. { $authority }، { $time }
retraction-push = إنذار كاذب: { event }
retraction-display =
    إنذار كاذب
    { display-1 }

## لم يعد مؤكداً. هذا ليس زوالاً للخطر.

expiry-headline = { event }: { $place }. لم يعد مؤكداً. هذا ليس إعلاناً بزوال الخطر.
expiry-what = { $authority }: لا نعرف هل انتهى الخطر أم لا. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. لم يعد مؤكداً، والخطر قد يكون قائماً. { unsure } { $authority }، { $time }
expiry-push = غير مؤكد: { event }
expiry-display =
    غير مؤكد
    { display-1 }

## تجربة وتمرين وتعداد: هي نفسها لكل الأخطار

test-headline = هذه تجربة: { $place }. لا حاجة إلى أي إجراء.
test-what = { $authority }: نجرب نظام الإنذار.
test-first = لا حاجة إلى أي إجراء.
test-sms = تجربة: { $place }. نجرب نظام الإنذار. لا حاجة إلى أي إجراء. { $authority }، { $time }
test-push = تجربة: لا حاجة إلى أي إجراء
test-display =
    تجربة
    لا خطر

exercise-headline = تمرين: { $place }. لا يوجد خطر حقيقي.
exercise-what = { $authority }: يجري الآن تمرين.
exercise-first = اتبعوا تعليمات المسؤول عنكم. لا تتصلوا برقم الطوارئ.
exercise-sms = تمرين: { $place }. لا يوجد خطر حقيقي. لا تتصلوا برقم الطوارئ. { $authority }، { $time }
exercise-push = تمرين: لا يوجد خطر حقيقي
exercise-display =
    تمرين
    لا خطر

headcount-headline = هل أنتم بأمان؟ { $place }. أجيبوا الآن.
headcount-what = { $authority }: يجب أن نعرف من هو بأمان ومن يحتاج إلى مساعدة.
headcount-first = أجيبوا الآن: «أنا بأمان» أو «أحتاج إلى مساعدة».
headcount-sms = هل أنتم بأمان؟ { $place }. أجيبوا الآن: نعم أو مساعدة. { $authority }، { $time }
headcount-push = هل أنتم بأمان؟ أجيبوا الآن
headcount-display =
    هل أنتم بأمان؟
    أجيبوا الآن

## ما أضافه الضابط، ولماذا كان الإنذار خطأً

note-here = أضاف الضابط المناوب: { $note }
note-in = توجد أيضاً ملاحظة من الضابط المناوب { $language ->
    [en] بالإنجليزية
    [fr] بالفرنسية
    [ar] بالعربية
    [ckb] بالكردية السورانية
    [fa] بالفارسية
    [tr] بالتركية
    [uk] بالأوكرانية
    [ru] بالروسية
    [he] بالعبرية
    [es] بالإسبانية
    [pt] بالبرتغالية
    [de] بالألمانية
   *[other] بلغة أخرى
}.
cause-machine = أبلغ عنه جهاز عن طريق الخطأ.
cause-mistake = أُرسل عن طريق الخطأ.
cause-exercise = كان جزءاً من تدريب.
cause-forged = أرسله شخص غير مخوَّل.
cause-no-danger = تم التحقق ولا يوجد خطر.
