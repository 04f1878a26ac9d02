# An air raid, in English.
# State: proposed.
# Page: Security Alert: U.S. Embassy Kyiv, Ukraine
#   by US Embassy Kyiv
#   at ua.usembassy.gov/security-alert-u-s-embassy-kyiv-ukraine-7/
#   read 2026-11-23
#   says if sirens are activated, immediately seek cover; lowest level, interior wall, away from windows

event = Air raid

## The danger is there
headline = Air raid: { $place }. Take shelter now.
what = { $authority }: An attack from the air may reach { $place }.
first = Take shelter now. Go into the nearest shelter or cellar. { say-minutes }
next = If there is none, go to an inside room without windows.
until = Stay there until you hear the all clear.
sms = AIR RAID: { $place }. Take shelter now, in a cellar or a room without windows. { $authority }, { $time }
push = Air raid: take shelter now
display-1 = AIR RAID
display-2 = TAKE SHELTER

## It is possible
possible = An air raid is possible.
prepare = Stay close to a shelter. Keep your phone on.

## It goes on
goes-on = The air raid goes on.
keep = Stay in shelter.

## It is over, it was false, or nobody knows
over = The air raid is over.
after = You can leave the shelter. Do not touch anything that fell.
none = There is no air raid.
unsure = Stay close to a shelter and wait for news.
