# A sudden flood, in English.
# State: proposed.
# Page: Flood Safety
#   by National Weather Service, Nashville
#   at weather.gov/ohx/flooding
#   read 2026-11-23
#   says get to higher ground, never enter flood water in a vehicle or on foot

event = Flash flood

## The danger is there
headline = Flash flood: { $place }. Move to higher ground now.
what = { $authority }: A sudden flood is coming to { $place }.
first = Move to higher ground now. { say-minutes } { say-destination } If you cannot, go to the top floor.
next = Never walk or drive through water. Do not go into cellars.
until = Stay up there until you hear the all clear.
sms = FLOOD: { $place }. Move to higher ground now. Do not walk or drive through water. { $authority }, { $time }
push = Flood: move to higher ground
display-1 = FLASH FLOOD
display-2 = GO UP HIGH

## It is possible
possible = A flash flood is possible.
prepare = Be ready to go up. Keep away from rivers and cellars.

## It goes on
goes-on = The flood goes on.
keep = Move to higher ground and do not come down.

## It is over, it was false, or nobody knows
over = The flood is over.
after = You can go back. Keep away from flood water and cables.
none = There is no flood.
unsure = Keep away from rivers and wait for news.
