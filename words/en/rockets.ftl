# Incoming rockets or mortars, in English.
# State: proposed.
# Page: How to act during an alert
#   by Home Front Command
#   at idf.il/en/minisites/regional-commands/home-front-command/how-to-act-during-an-alert
#   read 2026-11-23
#   says a protected space or an inside room; outside, lie down with the head under the hands

event = Incoming rockets

## The danger is there
headline = Rockets incoming: { $place }. Take shelter now.
what = { $authority }: Rockets are coming towards { $place }.
first = Take shelter now. Go into a shelter or an inside room without windows. { say-minutes }
next = If you cannot, lie down and cover your head with your arms.
until = Stay there until you hear the all clear.
sms = ROCKETS: { $place }. Take shelter now, away from windows. No shelter? Lie down, cover your head. { $authority }, { $time }
push = Rockets: take shelter now
display-1 = ROCKETS
display-2 = TAKE SHELTER

## It is possible
possible = Rocket fire is possible.
prepare = Stay close to a shelter. Keep your phone on.

## It goes on
goes-on = More rockets may come.
keep = Stay in shelter.

## It is over, it was false, or nobody knows
over = The rocket danger is over.
after = You can leave the shelter. Do not touch pieces of rockets.
none = There are no rockets.
unsure = Stay close to a shelter and wait for news.
