# Storm, tornado, hail or lightning, in English.
# State: proposed.
# After US NWS "Take shelter now" and UK Met Office advice.

event = Dangerous weather

## The danger is there
headline = Dangerous weather: { $place }. Go inside now.
what = { $authority }: A dangerous storm is coming to { $place }.
first = Go inside now. Keep away from windows.
next = If you are in a car, stop away from trees and stay in the car.
until = Stay inside until you hear the all clear.
sms = DANGEROUS WEATHER: { $place }. Go inside now. Keep away from windows and trees. { $authority }, { $time }
push = Dangerous weather: go inside
display-1 = BAD WEATHER
display-2 = GO INSIDE NOW

## It is possible
possible = Dangerous weather is possible.
prepare = Bring in what the wind can take. Stay near home.

## It goes on
goes-on = The dangerous weather goes on.
keep = Stay inside.

## It is over, it was false, or nobody knows
over = The dangerous weather is over.
after = You can go out. Do not touch cables on the ground.
none = There is no dangerous weather.
unsure = Stay inside and wait for news.
