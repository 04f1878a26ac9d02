# Drinking water is not safe, in English.
# State: proposed.
# Page: Do Not Drink Water Advisory
#   by Centers for Disease Control and Prevention
#   at cdc.gov/healthywater/emergency/drinking/drinking-water-advisories/do-not-drink-advisory.html
#   read 2026-11-23
#   says boiling will not make it safe, use bottled water for drinking, cooking and teeth

event = Unsafe water

## The danger is there
headline = Unsafe water: { $place }. Do not drink tap water.
what = { $authority }: The tap water at { $place } is not safe.
first = Do not drink tap water. Do not use it to cook or to brush teeth.
next = Use bottled water. Tell your neighbours.
until = Do this until we say that the water is safe.
sms = UNSAFE WATER: { $place }. Do not drink tap water or cook with it. Use bottled water. { $authority }, { $time }
push = Unsafe water: do not drink it
display-1 = UNSAFE WATER
display-2 = DO NOT DRINK

## It is possible
possible = The tap water may become unsafe.
prepare = Fill bottles with tap water now.

## It goes on
goes-on = The water is still not safe.
keep = Do not drink tap water.

## It is over, it was false, or nobody knows
over = The tap water is safe again.
after = You can drink it. Open the tap for five minutes first.
all-clear-push = All clear: the water is safe
all-clear-display =
    ALL CLEAR
    WATER IS SAFE
none = The tap water is safe.
unsure = Do not drink tap water and wait for news.
