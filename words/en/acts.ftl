# What every danger has in common, in English.
# State: proposed.
# Style: GOV.UK emergency alerts (action first, who sends it), FEMA's warning templates (source, hazard,
# place, action, time), NWS "what, where, when".
# Page: Emergency Alert Test – this Sunday at 3pm
#   by UK government, quoted by Caring Together
#   at caringtogether.org.uk/emergency-alert-test-this-sunday-at-3pm/
#   read 2026-11-23
#   says this is a test; you do not need to take any action

## Marks: the machine sets them, nobody types them.

exercise-mark = EXERCISE EXERCISE EXERCISE —
exercise-mark-short = EXERCISE:
exercise-mark-display = EXERCISE
exercise-voice = Exercise, exercise, exercise. This is not a real danger.

## Slots

say-minutes = { $minutes ->
    [none] {""}
    [one] You have about { $minutes } minute.
   *[other] You have about { $minutes } minutes.
}
say-distance = { $unit ->
    [m] Stay at least { $distance } metres away.
    [km] { $distance ->
        [one] Stay at least { $distance } kilometre away.
       *[other] Stay at least { $distance } kilometres away.
    }
   *[none] {""}
}
say-direction = { $direction ->
    [north] Go north.
    [north-east] Go north-east.
    [east] Go east.
    [south-east] Go south-east.
    [south] Go south.
    [south-west] Go south-west.
    [west] Go west.
    [north-west] Go north-west.
   *[none] {""}
}
say-phone = { $phone ->
    [none] {""}
   *[other] Call { $phone }.
}
say-drift = { $drift ->
    [north] The wind blows towards the north.
    [north-east] The wind blows towards the north-east.
    [east] The wind blows towards the east.
    [south-east] The wind blows towards the south-east.
    [south] The wind blows towards the south.
    [south-west] The wind blows towards the south-west.
    [west] The wind blows towards the west.
    [north-west] The wind blows towards the north-west.
   *[none] {""}
}
say-destination = { $destination ->
    [none] {""}
   *[other] Go to this place: { $destination }.
}

## Forms that every act shares

where = Place: { $place }.
source = { $authority }, { $time }.
voice-open = Attention.
voice-again = I repeat.

## Pre-alert: the danger is possible

pre-alert-headline = Be ready: { $place }. { possible }
pre-alert-what = { $authority }: { possible }
pre-alert-first = { prepare }
pre-alert-until = Wait for the next message.
pre-alert-sms = BE READY: { $place }. { possible } { prepare } { $authority }, { $time }
pre-alert-push = Be ready: { event }
pre-alert-display =
    GET READY
    { display-1 }

## Alert: the danger is there

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

## Update: it goes on

update-headline = Update: { $place }. { goes-on } { keep }
update-what = { $authority }: { goes-on }
update-first = { keep } { say-distance } { say-direction } { say-destination }
update-next = { next }
update-until = { until }
update-sms = UPDATE: { $place }. { goes-on } { keep } { $authority }, { $time }
update-push = Update: { event }
update-display =
    STILL DANGER
    { display-2 }

## All clear: it is over

all-clear-headline = All clear: { $place }. { over }
all-clear-what = { $authority }: { over }
all-clear-first = { after }
all-clear-sms = ALL CLEAR: { $place }. { over } { after } { $authority }, { $time }
all-clear-push = All clear: { event }
all-clear-display =
    ALL CLEAR
    { display-1 }

## Retraction: it was false

retraction-headline = False alarm: { $place }. { none }
retraction-what = { $authority }: The earlier warning was wrong. { none }
retraction-first = You are not in danger. You need do nothing more.
retraction-sms = FALSE ALARM: { $place }. { none } You are not in danger. We are sorry. { $authority }, { $time }
retraction-push = False alarm: { event }
retraction-display =
    FALSE ALARM
    { display-1 }

## Expiry: nobody has confirmed it for too long. Not an all clear.

expiry-headline = { event }: { $place }. Not confirmed any more. This is not an all clear.
expiry-what = { $authority }: We cannot say if the danger is over. { event }.
expiry-first = { unsure }
expiry-sms = { event }: { $place }. Not confirmed any more, but not an all clear. { unsure } { $authority }, { $time }
expiry-push = Not sure: { event }
expiry-display =
    NOT CONFIRMED
    { display-1 }

## Test, exercise, headcount: the same for every danger

test-headline = This is a test: { $place }. You need do nothing.
test-what = { $authority }: We are testing this warning system.
test-first = You need do nothing.
test-sms = TEST: { $place }. We are testing this warning system. You need do nothing. { $authority }, { $time }
test-push = Test: you need do nothing
test-display =
    TEST
    NO DANGER

exercise-headline = Exercise: { $place }. There is no real danger.
exercise-what = { $authority }: An exercise is taking place.
exercise-first = Do what your team leader says. Do not call the emergency number.
exercise-sms = EXERCISE: { $place }. There is no real danger. Do not call the emergency number. { $authority }, { $time }
exercise-push = Exercise: there is no real danger
exercise-display =
    EXERCISE
    NO DANGER

headcount-headline = Are you safe? { $place }. Answer now.
headcount-what = { $authority }: We must know who is safe and who needs help.
headcount-first = Answer now: "I am safe" or "I need help".
headcount-sms = ARE YOU SAFE? { $place }. Answer this message now: YES or HELP. { $authority }, { $time }
headcount-push = Are you safe? Answer now
headcount-display =
    ARE YOU SAFE?
    ANSWER NOW

## What an officer added, and why a warning was false

note-here = Added by the duty officer: { $note }
note-in = There is also a note by the duty officer in { $language ->
    [en] English
    [fr] French
    [ar] Arabic
    [ckb] Kurdish (Sorani)
    [fa] Persian
    [tr] Turkish
    [uk] Ukrainian
    [ru] Russian
    [he] Hebrew
    [es] Spanish
    [pt] Portuguese
    [de] German
   *[other] another language
}.
cause-machine = A device reported it by mistake.
cause-mistake = It was sent by mistake.
cause-exercise = It was meant as part of a drill.
cause-forged = It was sent by someone without permission.
cause-no-danger = We checked, and there is no danger.
