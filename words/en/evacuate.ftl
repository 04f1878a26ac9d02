# Everybody must leave, in English.
# State: proposed.
# Page: Evacuations
#   by County of Lake, California, Office of Emergency Services
#   at co.lake.ca.us/Government/Directory/Administration/OES/BePrepared/Evacuations.htm
#   read 2026-11-23
#   says leave, go to the assembly area, do not return until officials say it is safe

event = Evacuation

## The danger is there
headline = Evacuation: { $place }. Leave now.
what = { $authority }: It is not safe to stay at { $place }.
first = Leave now. { say-direction } { say-minutes } { say-destination }
next = Take your phone, medicine and papers. Help others who need it.
until = Do not go back until you hear the all clear.
sms = EVACUATION: { $place }. Leave now. Take phone, medicine, papers. Help others. { $authority }, { $time }
push = Evacuation: leave now
display-1 = EVACUATION
display-2 = LEAVE NOW

## It is possible
possible = An evacuation is possible.
prepare = Get ready to go. Pack your phone, medicine and papers.

## It goes on
goes-on = The evacuation goes on.
keep = Leave now if you are still there.

## It is over, it was false, or nobody knows
over = The evacuation is over.
after = You can go back home. Take care on the roads.
none = There is no evacuation.
unsure = Keep away from the area and wait for news.
