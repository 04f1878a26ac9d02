# An attack by drones, in English.
# State: proposed.
# Page: Security Alert: U.S. Embassy Kyiv, Ukraine
#   by US Embassy Kyiv
#   at ua.usembassy.gov/security-alert-u-s-embassy-kyiv-ukraine-7/
#   read 2026-11-23
#   says seek cover, interior wall, away from windows; stay away from debris of a missile or drone

event = Drone attack

## The danger is there
headline = Drone attack: { $place }. Take shelter now.
what = { $authority }: Drones are flying towards { $place }.
first = Take shelter now. Go into a shelter or an inside room without windows. { say-minutes }
next = Keep away from windows. Do not go out to look or to film.
until = Stay there until you hear the all clear.
sms = DRONES: { $place }. Take shelter now, away from windows. Do not go out to look. { $authority }, { $time }
push = Drones: take shelter now
display-1 = DRONES
display-2 = TAKE SHELTER

## It is possible
possible = A drone attack is possible.
prepare = Stay close to a shelter. Keep your phone on.

## It goes on
goes-on = More drones may come.
keep = Stay in shelter.

## It is over, it was false, or nobody knows
over = The drone danger is over.
after = You can leave the shelter. Do not touch pieces of drones.
none = There are no drones.
unsure = Stay close to a shelter and wait for news.
