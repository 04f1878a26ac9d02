# Fire that people must get away from, in English.
# State: proposed.
# Page: Evacuations
#   by County of Lake, California, Office of Emergency Services
#   at co.lake.ca.us/Government/Directory/Administration/OES/BePrepared/Evacuations.htm
#   read 2026-11-23
#   says leave as soon as evacuation is recommended, do not return until officials say it is safe

event = Fire

## The danger is there
headline = Fire: { $place }. Leave now.
what = { $authority }: There is a fire at { $place }.
first = Leave now. { say-direction } { say-destination }
next = Walk. Do not use the lift. Stay low if there is smoke. { say-drift }
until = Do not go back until you hear the all clear.
sms = FIRE: { $place }. Leave now on foot. No lift. Keep low in smoke. Do not go back. { $authority }, { $time }
push = Fire: leave now
display-1 = FIRE
display-2 = LEAVE NOW

## It is possible
possible = Fire is possible.
prepare = Get ready to go. Find out where the ways out are.

## It goes on
goes-on = The fire goes on.
keep = Leave now if you are still there.

## It is over, it was false, or nobody knows
over = The fire is out.
after = You can go back. Do not touch hot or burnt things.
none = There is no fire.
unsure = Keep away from the area and wait for news.
