# ئەوەی لە هەموو مەترسییەکاندا هاوبەشە، بە کوردیی ناوەندی.
# دۆخ: پێشنیارکراو.
# شێواز: بەپێی دەربڕینە باوەکانی بەرگریی شارستانیی هەرێمی کوردستان («خۆتان بپارێزن»، «بچنە پەناگە»).
# سەرەتا ئەوەی دەبێت بکرێت؛ بە کۆ قسە لەگەڵ خەڵک دەکرێت.
# Page: none found
#   looked 2026-11-23

## نیشانەکان: سیستەمەکە دایاندەنێت و کەس نایاننووسێت.

exercise-mark = مەشق مەشق مەشق —
exercise-mark-short = مەشق:
exercise-mark-display = مەشق
exercise-voice = مەشق، مەشق، مەشق. مەترسیی ڕاستەقینە نییە.

## نرخەکان

say-minutes = { $minutes ->
    [none] {""}
    [one] نزیکەی { $minutes } خولەکتان هەیە.
   *[other] نزیکەی { $minutes } خولەکتان هەیە.
}
say-distance = { $unit ->
    [m] لانیکەم { $distance } مەتر دوور بن.
    [km] لانیکەم { $distance } کیلۆمەتر دوور بن.
   *[none] {""}
}
say-direction = { $direction ->
    [north] بەرەو باکوور بڕۆن.
    [north-east] بەرەو باکووری ڕۆژهەڵات بڕۆن.
    [east] بەرەو ڕۆژهەڵات بڕۆن.
    [south-east] بەرەو باشووری ڕۆژهەڵات بڕۆن.
    [south] بەرەو باشوور بڕۆن.
    [south-west] بەرەو باشووری ڕۆژئاوا بڕۆن.
    [west] بەرەو ڕۆژئاوا بڕۆن.
    [north-west] بەرەو باکووری ڕۆژئاوا بڕۆن.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] ژمارە: { $phone }.
}
say-drift = { $drift ->
    [north] با بەرەو باکوور هەڵدەکات.
    [north-east] با بەرەو باکووری ڕۆژهەڵات هەڵدەکات.
    [east] با بەرەو ڕۆژهەڵات هەڵدەکات.
    [south-east] با بەرەو باشووری ڕۆژهەڵات هەڵدەکات.
    [south] با بەرەو باشوور هەڵدەکات.
    [south-west] با بەرەو باشووری ڕۆژئاوا هەڵدەکات.
    [west] با بەرەو ڕۆژئاوا هەڵدەکات.
    [north-west] با بەرەو باکووری ڕۆژئاوا هەڵدەکات.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] بڕۆنە ئەم شوێنە: { $destination }.
}

## شێوە هاوبەشەکان

where = شوێن: { $place }.
source = { $authority }، { $time }.
voice-open = ئاگادار بن.
voice-again = دووبارە دەکەینەوە.

## پێشوەختە: لەوانەیە مەترسی هەبێت

pre-alert-headline = ئامادە بن: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = چاوەڕێی پەیامی داهاتوو بکەن.
pre-alert-sms = ئامادە بن: { $place }. { possible } { prepare } { $authority }، { $time }
pre-alert-push = ئامادە بن: { event }
pre-alert-display =
    ئامادە بن
    { display-1 }

## ئاگادارکردنەوە: مەترسی هەیە

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

## مەترسی بەردەوامە

update-headline = مەترسی بەردەوامە: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = مەترسی بەردەوامە: { $place }. { goes-on } { keep } { $authority }، { $time }
update-push = بەردەوامە: { event }
update-display =
    مەترسی بەردەوامە
    { display-2 }

## مەترسی نەما

all-clear-headline = مەترسی نەما: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = مەترسی نەما: { $place }. { over } { after } { $authority }، { $time }
all-clear-push = مەترسی نەما: { event }
all-clear-display =
    مەترسی نەما
    { display-1 }

## ئاگادارکردنەوەکە هەڵە بوو

retraction-headline = ئاگادارکردنەوەی هەڵە: { $place }. { none }
retraction-what = { $authority }: ئاگادارکردنەوەی پێشوو هەڵە بوو. { none }
retraction-first = مەترسیتان لەسەر نییە. پێویست ناکات هیچ بکەن.
retraction-sms = ئاگادارکردنەوەی هەڵە: { $place }. { none } مەترسیتان لەسەر نییە. داوای لێبوردن دەکەین. { $authority }، { $time }
retraction-push = هەڵە بوو: { event }
retraction-display =
    هەڵە بوو
    { display-1 }

## ماوەیەکە پشتڕاست نەکراوەتەوە. ئەمە نەمانی مەترسی نییە.

expiry-headline = { event }: { $place }. چیتر پشتڕاست ناکرێتەوە. ئەمە واتای نەمانی مەترسی نییە.
expiry-what = { $authority }: نازانین مەترسی ماوە یان نا. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. چیتر پشتڕاست ناکرێتەوە، بەڵام لەوانەیە مەترسی مابێت. { unsure } { $authority }، { $time }
expiry-push = پشتڕاست نییە: { event }
expiry-display =
    پشتڕاست نییە
    { display-1 }

## تاقیکردنەوە، ڕاهێنان، سەرژمێری: بۆ هەموو مەترسییەکان وەک یەکن

test-headline = ئەمە تاقیکردنەوەیە: { $place }. پێویست ناکات هیچ بکەن.
test-what = { $authority }: سیستەمی ئاگادارکردنەوە تاقی دەکەینەوە.
test-first = پێویست ناکات هیچ بکەن.
test-sms = تاقیکردنەوە: { $place }. سیستەمی ئاگادارکردنەوە تاقی دەکەینەوە. پێویست ناکات هیچ بکەن. { $authority }، { $time }
test-push = تاقیکردنەوە: پێویست ناکات هیچ بکەن
test-display =
    تاقیکردنەوە
    مەترسی نییە

exercise-headline = مەشق: { $place }. مەترسیی ڕاستەقینە نییە.
exercise-what = { $authority }: ئێستا مەشق دەکرێت.
exercise-first = بە قسەی سەرپەرشتیارەکەتان بکەن. پەیوەندی بە ژمارەی فریاکەوتن مەکەن.
exercise-sms = مەشق: { $place }. مەترسیی ڕاستەقینە نییە. پەیوەندی بە ژمارەی فریاکەوتن مەکەن. { $authority }، { $time }
exercise-push = مەشق: مەترسیی ڕاستەقینە نییە
exercise-display =
    مەشق
    مەترسی نییە

headcount-headline = سەلامەتن؟ { $place }. ئێستا وەڵام بدەنەوە.
headcount-what = { $authority }: دەبێت بزانین کێ سەلامەتە و کێ پێویستی بە یارمەتییە.
headcount-first = ئێستا وەڵام بدەنەوە: «سەلامەتم» یان «یارمەتیم دەوێت».
headcount-sms = سەلامەتن؟ { $place }. ئێستا وەڵام بدەنەوە: بەڵێ یان یارمەتی. { $authority }، { $time }
headcount-push = سەلامەتن؟ ئێستا وەڵام بدەنەوە
headcount-display =
    سەلامەتن؟
    وەڵام بدەنەوە

## ئەوەی ئەفسەر زیادی کردووە، و بۆچی ئاگادارکردنەوەکە هەڵە بوو

note-here = ئەفسەری نۆبەتدار نووسیویەتی: { $note }
note-in = تێبینییەکی ئەفسەری نۆبەتداریش هەیە بە { $language ->
    [en] ئینگلیزی
    [fr] فەڕەنسی
    [ar] عەرەبی
    [ckb] کوردیی سۆرانی
    [fa] فارسی
    [tr] تورکی
    [uk] ئۆکراینی
    [ru] ڕووسی
    [he] عیبری
    [es] ئیسپانی
    [pt] پورتوگالی
    [de] ئەڵمانی
   *[other] زمانێکی تر
}.
cause-machine = ئامێرێک بە هەڵە ڕایگەیاندبوو.
cause-mistake = بە هەڵە نێردرابوو.
cause-exercise = بەشێک بوو لە ڕاهێنان.
cause-forged = کەسێک ناردبووی کە مۆڵەتی نەبوو.
cause-no-danger = پشکنین کرا و مەترسی نییە.
