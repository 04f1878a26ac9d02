# A missile attack, in English.
# State: proposed.
# Page: Security Alert: U.S. Embassy Kyiv, Ukraine
#   by US Embassy Kyiv
#   at ua.usembassy.gov/security-alert-u-s-embassy-kyiv-ukraine-7/
#   read 2026-11-23
#   says lowest level, interior wall, away from windows; outdoors with no cover, lie down and cover the head with the hands
# Page: How to act during an alert
#   by Home Front Command
#   at idf.il/en/minisites/regional-commands/home-front-command/how-to-act-during-an-alert
#   read 2026-11-23
#   says a protected space or an inside room

event = Missile attack

## The danger is there
headline = Missile attack: { $place }. Take shelter now.
what = { $authority }: Missiles are flying towards { $place }.
first = Take shelter now, underground or in an inside room without windows. { say-minutes }
next = Lie on the floor and cover your head with your arms.
until = Stay there until you hear the all clear.
sms = MISSILE: { $place }. Take shelter now, in a cellar or inside room. { say-minutes } { $authority }, { $time }
push = Missile: take shelter now
display-1 = MISSILE
display-2 = TAKE SHELTER

## It is possible
possible = A missile attack is possible.
prepare = Stay close to a shelter. Keep your phone on.

## It goes on
goes-on = More missiles may come.
keep = Stay in shelter.

## It is over, it was false, or nobody knows
over = The missile danger is over.
after = You can leave the shelter. Do not touch pieces of missiles.
none = There are no missiles.
unsure = Stay close to a shelter and wait for news.
