# An explosion was heard or seen, in English.
# State: proposed.
# Page: EXPLOSIONS
#   by Amarillo Alerts
#   at amarilloalerts.com/disasters-explosions
#   read 2026-11-23
#   says if you are outside, move away from the area
# Page: Explosions Information
#   by University of Dayton
#   at udayton.edu/emergency/emergency_information/explosions.php
#   read 2026-11-23
#   says remain clear of the area until police or fire officials say it is safe

event = Explosion

## The danger is there
headline = Explosion: { $place }. Stay away from the area.
what = { $authority }: There was an explosion at { $place }.
first = Stay away from the area. { say-distance }
next = If you are near, move away from glass, smoke and parked cars.
until = Wait for the next message.
sms = EXPLOSION: { $place }. Stay away. If you are near, move away from glass and smoke. { $authority }, { $time }
push = Explosion: stay away
display-1 = EXPLOSION
display-2 = STAY AWAY

## It is possible
possible = An explosion is possible.
prepare = Be ready to move away. Keep your phone on.

## It goes on
goes-on = After the explosion there is still danger.
keep = Stay away from the area.

## It is over, it was false, or nobody knows
over = The danger from the explosion is over.
after = You can go back. Do not touch anything that you do not know.
none = There was no explosion.
unsure = Stay away from the area and wait for news.
