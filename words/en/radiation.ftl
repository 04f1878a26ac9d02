# Radiation in the air, in English.
# State: proposed.
# Page: What to Do in Radiation Emergencies
#   by Centers for Disease Control and Prevention
#   at cdc.gov/radiation-emergencies/response/index.html
#   read 2026-11-23
#   says get inside, stay inside, close windows and doors, middle of the building or a basement

event = Radiation

## The danger is there
headline = Radiation: { $place }. Go inside now.
what = { $authority }: There is radiation in the air at { $place }.
first = Go inside now. Go to a cellar or the middle of the building.
next = If you were outside, take off your outer clothes and wash. { say-drift }
until = Stay inside until you hear the all clear.
sms = RADIATION: { $place }. Go inside now. Shut windows. Were you outside? Change and wash. { $authority }, { $time }
push = Radiation: go inside now
display-1 = RADIATION
display-2 = GO INSIDE NOW

## It is possible
possible = Radiation is possible.
prepare = Stay near a building. Find out where there is a cellar.

## It goes on
goes-on = There is still radiation outside.
keep = Stay inside with windows shut.

## It is over, it was false, or nobody knows
over = The radiation danger is over.
after = You can go out. Eat and drink only what we say is safe.
none = There is no radiation.
unsure = Stay inside and wait for news.
