# An area that nobody may enter, in English.
# State: proposed.
# Page: Outer Cordon
#   by Wiltshire Police
#   at wiltshire.police.uk/index.php/interactive-major-incident-schematic-/outer-cordon
#   read 2026-11-23
#   says keep away from the site, leave the responding services their space

event = Danger area

## The danger is there
headline = Danger area: { $place }. Stay away.
what = { $authority }: There is danger at { $place }.
first = Stay away from the area. { say-distance }
next = If you are there, walk away calmly. Let rescue teams through.
until = Wait for the next message.
sms = DANGER AREA: { $place }. Stay away. If you are there, walk away calmly. { $authority }, { $time }
push = Danger area: stay away
display-1 = DANGER AREA
display-2 = STAY AWAY

## It is possible
possible = There may be danger here soon.
prepare = Be ready to go another way. Keep your phone on.

## It goes on
goes-on = The danger goes on.
keep = Stay away from the area.

## It is over, it was false, or nobody knows
over = The danger is over.
after = You can go there again.
all-clear-push = All clear: the danger is over
all-clear-display =
    ALL CLEAR
    DANGER OVER
none = There is no danger there.
unsure = Stay away from the area and wait for news.
