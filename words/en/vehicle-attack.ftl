# A vehicle is driven into people, in English.
# State: proposed.
# Page: Active Shooter
#   by Arizona Emergency Information Network
#   at ein.az.gov/hazards/active-shooter
#   read 2026-11-23
#   says run and escape if possible, hide if you cannot

event = Vehicle attack

## The danger is there
headline = Vehicle attack: { $place }. Get off the street now.
what = { $authority }: A vehicle is hitting people at { $place }.
first = Get off the street now. Go into a building.
next = If you cannot, get behind a wall or something solid.
until = Wait for the next message.
sms = VEHICLE ATTACK: { $place }. Get off the street. Go into a building or behind a wall. { $authority }, { $time }
push = Vehicle attack: get off the street
display-1 = VEHICLE ATTACK
display-2 = OFF THE STREET

## It is possible
possible = A vehicle attack is possible.
prepare = Stay off the street. Keep your phone on.

## It goes on
goes-on = The vehicle attack goes on.
keep = Stay away from the street.

## It is over, it was false, or nobody knows
over = The danger from the vehicle is over.
after = You can go out. Let ambulances through.
none = There is no vehicle attack.
unsure = Stay away from the street and wait for news.
