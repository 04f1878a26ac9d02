# Everybody must go inside, in English.
# State: proposed.
# Page: Learn how to shelter-in-place
#   by Walla Walla County, Washington
#   at co.walla-walla.wa.us/government/emergency_management/learn_how_to_shelter-in-place.php
#   read 2026-11-23
#   says go inside, shut doors and windows, stay until the all clear

event = Danger outside

## The danger is there
headline = Danger outside: { $place }. Go inside now.
what = { $authority }: It is not safe to be outside at { $place }.
first = Go inside now. Shut doors and windows.
next = Stay away from windows. Help others to come in.
until = Stay inside until you hear the all clear.
sms = DANGER OUTSIDE: { $place }. Go inside now. Shut doors and windows. Wait for news. { $authority }, { $time }
push = Danger outside: go inside now
display-1 = DANGER OUTSIDE
display-2 = GO INSIDE NOW

## It is possible
possible = There may be danger outside soon.
prepare = Stay near a building. Keep your phone on.

## It goes on
goes-on = The danger outside goes on.
keep = Stay inside.

## It is over, it was false, or nobody knows
over = The danger outside is over.
after = You can go out again.
all-clear-push = All clear: danger outside is over
all-clear-display =
    ALL CLEAR
    YOU CAN GO OUT
none = There is no danger outside.
unsure = Stay inside and wait for news.
