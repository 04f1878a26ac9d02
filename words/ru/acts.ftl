# Общее для всех опасностей, по-русски.
# Состояние: предложено.
# Стиль: по принятым фразам МЧС и гражданской обороны («Пройдите в укрытие», «Отбой тревоги»).
# Сначала действие; обращение во множественном числе, на «вы».
# Page: Сигнал «ОТБОЙ ВОЗДУШНОЙ ТРЕВОГИ»
#   by Портал правового просвещения Вологодской области
#   at info.pravo.gov35.ru/gov_piipravprosvgrazhdan/pravovoe-informirovanie-i-pravovoe-prosveshchenie-grazhdan/obespechenie-bezopasnosti/pravila-deystviya-po-signalam-po-opoveshcheniyam/poryadok-deystviya-naseleniya-pri-poluchenii-signalov-opoveshcheniya/signal-otboy-vozdushnoy-trevogi/
#   read 2026-11-23
#   says «Внимание!», «Отбой воздушной тревоги!»

## Пометки: их ставит система, никто не пишет их сам.

exercise-mark = УЧЕНИЯ УЧЕНИЯ УЧЕНИЯ —
exercise-mark-short = УЧЕНИЯ:
exercise-mark-display = УЧЕНИЯ
exercise-voice = Учения, учения, учения. Настоящей опасности нет.

## Значения

say-minutes = { $minutes ->
    [none] {""}
    [one] У вас около { $minutes } минуты.
    [few] У вас около { $minutes } минут.
    [many] У вас около { $minutes } минут.
   *[other] У вас около { $minutes } минуты.
}
say-distance = { $unit ->
    [m] { $distance ->
        [one] Держитесь на расстоянии не меньше { $distance } метра.
        [few] Держитесь на расстоянии не меньше { $distance } метров.
        [many] Держитесь на расстоянии не меньше { $distance } метров.
       *[other] Держитесь на расстоянии не меньше { $distance } метра.
    }
    [km] { $distance ->
        [one] Держитесь на расстоянии не меньше { $distance } километра.
        [few] Держитесь на расстоянии не меньше { $distance } километров.
        [many] Держитесь на расстоянии не меньше { $distance } километров.
       *[other] Держитесь на расстоянии не меньше { $distance } километра.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Двигайтесь на север.
    [north-east] Двигайтесь на северо-восток.
    [east] Двигайтесь на восток.
    [south-east] Двигайтесь на юго-восток.
    [south] Двигайтесь на юг.
    [south-west] Двигайтесь на юго-запад.
    [west] Двигайтесь на запад.
    [north-west] Двигайтесь на северо-запад.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Звоните: { $phone }.
}
say-drift = { $drift ->
    [north] Ветер дует на север.
    [north-east] Ветер дует на северо-восток.
    [east] Ветер дует на восток.
    [south-east] Ветер дует на юго-восток.
    [south] Ветер дует на юг.
    [south-west] Ветер дует на юго-запад.
    [west] Ветер дует на запад.
    [north-west] Ветер дует на северо-запад.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Идите сюда: { $destination }.
}

## Общие формы

where = Место: { $place }.
source = { $authority }, { $time }.
voice-open = Внимание.
voice-again = Повторяем.

## Предупреждение: опасность возможна

pre-alert-headline = Будьте готовы: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Ждите следующего сообщения.
pre-alert-sms = БУДЬТЕ ГОТОВЫ: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Будьте готовы: { event }
pre-alert-display =
    БУДЬТЕ ГОТОВЫ
    { display-1 }

## Тревога: опасность есть

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

## Продолжение: опасность сохраняется

update-headline = Опасность не прошла: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = ОПАСНОСТЬ НЕ ПРОШЛА: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Продолжается: { event }
update-display =
    ВСЁ ЕЩЁ ОПАСНО
    { display-2 }

## Отбой: опасность прошла

all-clear-headline = Отбой тревоги: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = ОТБОЙ ТРЕВОГИ: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = Отбой: { event }
all-clear-display =
    ОТБОЙ ТРЕВОГИ
    { display-1 }

## Ложная тревога: опасности не было

retraction-headline = Ложная тревога: { $place }. { none }
retraction-what = { $authority }: Прошлая тревога была ошибкой. { none }
retraction-first = Вам ничего не угрожает. Делать ничего не нужно.
retraction-sms = ЛОЖНАЯ ТРЕВОГА: { $place }. { none } Вам ничего не угрожает. Приносим извинения. { $authority }, { $time }
retraction-push = Ложная тревога: { event }
retraction-display =
    ЛОЖНАЯ ТРЕВОГА
    { display-1 }

## Подтверждения давно нет. Это не отбой.

expiry-headline = { event }: { $place }. Подтверждения больше нет. Это не отбой тревоги.
expiry-what = { $authority }: Мы не знаем, прошла ли опасность. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Подтверждения больше нет, но это не отбой. { unsure } { $authority }, { $time }
expiry-push = Не подтверждено: { event }
expiry-display =
    НЕ ПОДТВЕРЖДЕНО
    { display-1 }

## Проверка, тренировка, перекличка: одинаковы для всех опасностей

test-headline = Это проверка: { $place }. Делать ничего не нужно.
test-what = { $authority }: Мы проверяем систему оповещения.
test-first = Делать ничего не нужно.
test-sms = ПРОВЕРКА: { $place }. Мы проверяем систему оповещения. Делать ничего не нужно. { $authority }, { $time }
test-push = Проверка: делать ничего не нужно
test-display =
    ПРОВЕРКА
    ОПАСНОСТИ НЕТ

exercise-headline = Учения: { $place }. Настоящей опасности нет.
exercise-what = { $authority }: Сейчас идут учения.
exercise-first = Слушайте своего руководителя. Не звоните по номеру экстренной помощи.
exercise-sms = УЧЕНИЯ: { $place }. Настоящей опасности нет. Не звоните по номеру экстренной помощи. { $authority }, { $time }
exercise-push = Учения: настоящей опасности нет
exercise-display =
    УЧЕНИЯ
    ОПАСНОСТИ НЕТ

headcount-headline = Вы в безопасности? { $place }. Ответьте сейчас.
headcount-what = { $authority }: Нам нужно знать, кто в безопасности, а кому нужна помощь.
headcount-first = Ответьте сейчас: «Я в безопасности» или «Мне нужна помощь».
headcount-sms = ВЫ В БЕЗОПАСНОСТИ? { $place }. Ответьте сейчас: ДА или ПОМОЩЬ. { $authority }, { $time }
headcount-push = Вы в безопасности? Ответьте сейчас
headcount-display =
    ВЫ В ПОРЯДКЕ?
    ОТВЕТЬТЕ СЕЙЧАС

## Что добавил дежурный, и почему тревога была ложной

note-here = Примечание дежурного: { $note }
note-in = Есть также примечание дежурного на { $language ->
    [en] английском
    [fr] французском
    [ar] арабском
    [ckb] курдском (сорани)
    [fa] персидском
    [tr] турецком
    [uk] украинском
    [ru] русском
    [he] иврите
    [es] испанском
    [pt] португальском
    [de] немецком
   *[other] другом языке
}.
cause-machine = О ней по ошибке сообщил прибор.
cause-mistake = Её отправили по ошибке.
cause-exercise = Она была частью тренировки.
cause-forged = Её отправил человек, который не имел на это права.
cause-no-danger = Мы проверили: опасности нет.
