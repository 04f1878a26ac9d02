# Спільне для всіх небезпек, українською.
# Стан: запропоновано.
# Стиль: за усталеними фразами ДСНС і застосунків повітряної тривоги («Пройдіть в укриття», «Відбій тривоги»).
# Спершу дія; звертання у множині, на «ви».
# Page: Повітряна тривога — сигнал негайно переходити в укриття
#   by ДСНС України, переказує krnews.ua
#   at krnews.ua/news/107252
#   read 2026-11-23
#   says «Відбій»

## Позначки: їх ставить система, ніхто не вписує їх сам.

exercise-mark = НАВЧАННЯ НАВЧАННЯ НАВЧАННЯ —
exercise-mark-short = НАВЧАННЯ:
exercise-mark-display = НАВЧАННЯ
exercise-voice = Навчання, навчання, навчання. Справжньої небезпеки немає.

## Значення

say-minutes = { $minutes ->
    [none] {""}
    [one] У вас близько { $minutes } хвилини.
    [few] У вас близько { $minutes } хвилин.
    [many] У вас близько { $minutes } хвилин.
   *[other] У вас близько { $minutes } хвилини.
}
say-distance = { $unit ->
    [m] { $distance ->
        [one] Тримайтеся на відстані не менше { $distance } метра.
        [few] Тримайтеся на відстані не менше { $distance } метрів.
        [many] Тримайтеся на відстані не менше { $distance } метрів.
       *[other] Тримайтеся на відстані не менше { $distance } метра.
    }
    [km] { $distance ->
        [one] Тримайтеся на відстані не менше { $distance } кілометра.
        [few] Тримайтеся на відстані не менше { $distance } кілометрів.
        [many] Тримайтеся на відстані не менше { $distance } кілометрів.
       *[other] Тримайтеся на відстані не менше { $distance } кілометра.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Рухайтеся на північ.
    [north-east] Рухайтеся на північний схід.
    [east] Рухайтеся на схід.
    [south-east] Рухайтеся на південний схід.
    [south] Рухайтеся на південь.
    [south-west] Рухайтеся на південний захід.
    [west] Рухайтеся на захід.
    [north-west] Рухайтеся на північний захід.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Телефонуйте: { $phone }.
}
say-drift = { $drift ->
    [north] Вітер дме на північ.
    [north-east] Вітер дме на північний схід.
    [east] Вітер дме на схід.
    [south-east] Вітер дме на південний схід.
    [south] Вітер дме на південь.
    [south-west] Вітер дме на південний захід.
    [west] Вітер дме на захід.
    [north-west] Вітер дме на північний захід.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Ідіть сюди: { $destination }.
}

## Спільні форми

where = Місце: { $place }.
source = { $authority }, { $time }.
voice-open = Увага.
voice-again = Повторюємо.

## Попередження: небезпека можлива

pre-alert-headline = Будьте готові: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Чекайте наступного повідомлення.
pre-alert-sms = БУДЬТЕ ГОТОВІ: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Будьте готові: { event }
pre-alert-display =
    БУДЬТЕ ГОТОВІ
    { display-1 }

## Тривога: небезпека є

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

## Продовження: небезпека триває

update-headline = Небезпека триває: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = НЕБЕЗПЕКА ТРИВАЄ: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Триває: { event }
update-display =
    ЩЕ НЕБЕЗПЕЧНО
    { display-2 }

## Відбій: небезпека минула

all-clear-headline = Відбій тривоги: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = ВІДБІЙ ТРИВОГИ: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Відбій: { event }
all-clear-display =
    ВІДБІЙ ТРИВОГИ
    { display-1 }

## Хибна тривога: небезпеки не було

retraction-headline = Хибна тривога: { $place }. { none }
retraction-what = { $authority }: Попередня тривога була помилкова. { none }
retraction-first = Вам нічого не загрожує. Робити нічого не треба.
retraction-sms = ХИБНА ТРИВОГА: { $place }. { none } Вам нічого не загрожує. Перепрошуємо. { $authority }, { $time }
retraction-push = Хибна тривога: { event }
retraction-display =
    ХИБНА ТРИВОГА
    { display-1 }

## Давно немає підтвердження. Це не відбій.

expiry-headline = { event }: { $place }. Підтвердження більше немає. Це не відбій тривоги.
expiry-what = { $authority }: Ми не знаємо, чи минула небезпека. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Підтвердження більше немає, але це не відбій. { unsure } { $authority }, { $time }
expiry-push = Не підтверджено: { event }
expiry-display =
    НЕ ПІДТВЕРДЖЕНО
    { display-1 }

## Перевірка, тренування, перекличка: однакові для всіх небезпек

test-headline = Це перевірка: { $place }. Робити нічого не треба.
test-what = { $authority }: Ми перевіряємо систему оповіщення.
test-first = Робити нічого не треба.
test-sms = ПЕРЕВІРКА: { $place }. Ми перевіряємо систему оповіщення. Робити нічого не треба. { $authority }, { $time }
test-push = Перевірка: робити нічого не треба
test-display =
    ПЕРЕВІРКА
    НЕБЕЗПЕКИ НЕМАЄ

exercise-headline = Навчання: { $place }. Справжньої небезпеки немає.
exercise-what = { $authority }: Зараз тривають навчання.
exercise-first = Виконуйте вказівки свого керівника. Не телефонуйте на номер екстреної допомоги.
exercise-sms = НАВЧАННЯ: { $place }. Справжньої небезпеки немає. Не телефонуйте на номер екстреної допомоги. { $authority }, { $time }
exercise-push = Навчання: небезпеки немає
exercise-display =
    НАВЧАННЯ
    НЕБЕЗПЕКИ НЕМАЄ

headcount-headline = Ви в безпеці? { $place }. Дайте відповідь зараз.
headcount-what = { $authority }: Нам треба знати, хто в безпеці, а кому потрібна допомога.
headcount-first = Дайте відповідь зараз: «Я в безпеці» або «Мені потрібна допомога».
headcount-sms = ВИ В БЕЗПЕЦІ? { $place }. Дайте відповідь зараз: ТАК або ДОПОМОГА. { $authority }, { $time }
headcount-push = Ви в безпеці? Дайте відповідь
headcount-display =
    ВИ В БЕЗПЕЦІ?
    ВІДПОВІДАЙТЕ

## Що додав черговий, і чому тривога була хибна

note-here = Примітка чергового: { $note }
note-in = Є також примітка чергового, написана { $language ->
    [en] англійською
    [fr] французькою
    [ar] арабською
    [ckb] курдською (сорані)
    [fa] перською
    [tr] турецькою
    [uk] українською
    [ru] російською
    [he] івритом
    [es] іспанською
    [pt] португальською
    [de] німецькою
   *[other] іншою мовою
}.
cause-machine = Про неї помилково повідомив прилад.
cause-mistake = Її надіслали помилково.
cause-exercise = Вона була частиною тренування.
cause-forged = Її надіслала людина, яка не мала на це права.
cause-no-danger = Ми перевірили: небезпеки немає.
