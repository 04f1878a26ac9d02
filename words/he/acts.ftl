# מה שמשותף לכל הסכנות, בעברית.
# מצב: מוצע.
# הסגנון לפי הנוסח הרגיל של פיקוד העורף: "היכנסו למרחב המוגן", "הישארו עד להודעה", "האירוע הסתיים".
# הפנייה בלשון רבים. "מקלט" הוא רק מקום מוגן, לעולם לא מעמד של אדם.
# Page: פיקוד העורף: הנחיה מקדימה והתרעה
#   by פיקוד העורף, מצוטט בכיכר השבת
#   at kikar.co.il/security-news/tbjgq3
#   read 2026-11-23
#   says «הודעה על סיום האירוע»

## סימנים: התוכנה שמה אותם, איש לא מקליד אותם.

exercise-mark = תרגיל תרגיל תרגיל —
exercise-mark-short = תרגיל:
exercise-mark-display = תרגיל
exercise-voice = תרגיל, תרגיל, תרגיל. אין סכנה אמיתית.

## ערכים

say-minutes = { $minutes ->
    [none] {""}
    [one] יש לכם בערך דקה אחת.
    [two] יש לכם בערך שתי דקות.
   *[other] יש לכם בערך { $minutes } דקות.
}
say-distance = { $unit ->
    [m] התרחקו לפחות { $distance } מטרים.
    [km] { $distance ->
        [one] התרחקו לפחות קילומטר אחד.
        [two] התרחקו לפחות שני קילומטרים.
       *[other] התרחקו לפחות { $distance } קילומטרים.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] לכו צפונה.
    [north-east] לכו לצפון מזרח.
    [east] לכו מזרחה.
    [south-east] לכו לדרום מזרח.
    [south] לכו דרומה.
    [south-west] לכו לדרום מערב.
    [west] לכו מערבה.
    [north-west] לכו לצפון מערב.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] טלפון: { $phone }.
}
say-drift = { $drift ->
    [north] הרוח נושבת לכיוון צפון.
    [north-east] הרוח נושבת לכיוון צפון מזרח.
    [east] הרוח נושבת לכיוון מזרח.
    [south-east] הרוח נושבת לכיוון דרום מזרח.
    [south] הרוח נושבת לכיוון דרום.
    [south-west] הרוח נושבת לכיוון דרום מערב.
    [west] הרוח נושבת לכיוון מערב.
    [north-west] הרוח נושבת לכיוון צפון מערב.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] לכו אל: { $destination }.
}

## צורות משותפות

where = מקום: { $place }.
source = { $authority }, { $time }.
voice-open = שימו לב.
voice-again = אנו חוזרים על ההודעה.

## הנחיה מקדימה: הסכנה אפשרית

pre-alert-headline = היו מוכנים: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = חכו להודעה הבאה.
pre-alert-sms = היו מוכנים: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = היו מוכנים: { event }
pre-alert-display =
    היו מוכנים
    { display-1 }

## התרעה: הסכנה כאן

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

## עדכון: הסכנה נמשכת

update-headline = עדכון: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = עדכון: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = עדכון: { event }
update-display =
    הסכנה נמשכת
    { display-2 }

## האירוע הסתיים

all-clear-headline = האירוע הסתיים: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = האירוע הסתיים: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = האירוע הסתיים: { event }
all-clear-display =
    האירוע הסתיים
    { display-1 }

## אזעקת שווא: לא הייתה סכנה

retraction-headline = אזעקת שווא: { $place }. { none }
retraction-what = { $authority }: ההתרעה הקודמת הייתה טעות. { none }
retraction-first = אינכם בסכנה. אין צורך לעשות דבר.
retraction-sms = אזעקת שווא: { $place }. { none } אינכם בסכנה. אנו מתנצלים. { $authority }, { $time }
retraction-push = אזעקת שווא: { event }
retraction-display =
    אזעקת שווא
    { display-1 }

## אין עוד אישור. זה לא סוף האירוע.

expiry-headline = { event }: { $place }. ההתרעה לא אושרה שוב. זו לא הודעה על סיום האירוע.
expiry-what = { $authority }: איננו יודעים אם הסכנה חלפה. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. ההתרעה לא אושרה שוב, אבל זו לא הודעה על סיום האירוע. { unsure } { $authority }, { $time }
expiry-push = לא ידוע: { event }
expiry-display =
    אין אישור
    { display-1 }

## בדיקה, תרגיל, בדיקת שלום: אותו דבר בכל סכנה

test-headline = זו בדיקה: { $place }. אין צורך לעשות דבר.
test-what = { $authority }: אנו בודקים את מערכת ההתרעה.
test-first = אין צורך לעשות דבר.
test-sms = בדיקה: { $place }. אנו בודקים את מערכת ההתרעה. אין צורך לעשות דבר. { $authority }, { $time }
test-push = בדיקה: אין צורך לעשות דבר
test-display =
    בדיקה
    אין סכנה

exercise-headline = תרגיל: { $place }. אין סכנה אמיתית.
exercise-what = { $authority }: מתקיים תרגיל.
exercise-first = עשו מה שהאחראי אומר. אל תתקשרו למספר החירום.
exercise-sms = תרגיל: { $place }. אין סכנה אמיתית. אל תתקשרו למספר החירום. { $authority }, { $time }
exercise-push = תרגיל: אין סכנה אמיתית
exercise-display =
    תרגיל
    אין סכנה

headcount-headline = האם אתם במקום בטוח? { $place }. ענו עכשיו.
headcount-what = { $authority }: עלינו לדעת מי במקום בטוח ומי צריך עזרה.
headcount-first = ענו עכשיו: "אני במקום בטוח" או "דרושה לי עזרה".
headcount-sms = האם אתם במקום בטוח? { $place }. ענו עכשיו להודעה: כן או עזרה. { $authority }, { $time }
headcount-push = האם אתם במקום בטוח? ענו עכשיו
headcount-display =
    במקום בטוח?
    ענו עכשיו

## מה שהקצין התורן הוסיף, ולמה ההתרעה הייתה שגויה

note-here = הערת הקצין התורן: { $note }
note-in = יש גם הערה של הקצין התורן, { $language ->
    [en] באנגלית
    [fr] בצרפתית
    [ar] בערבית
    [ckb] בכורדית סוראנית
    [fa] בפרסית
    [tr] בטורקית
    [uk] באוקראינית
    [ru] ברוסית
    [he] בעברית
    [es] בספרדית
    [pt] בפורטוגזית
    [de] בגרמנית
   *[other] בשפה אחרת
}.
cause-machine = מכשיר דיווח עליה בטעות.
cause-mistake = היא נשלחה בטעות.
cause-exercise = היא הייתה חלק מאימון.
cause-forged = שלח אותה אדם שאינו מורשה.
cause-no-danger = בדקנו, ואין סכנה.
