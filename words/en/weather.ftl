# Storm, tornado, hail or lightning, in English.
# State: proposed.
# Page: What to do when severe weather strikes
#   by National Weather Service, quoted by McAlester News-Capital
#   at mcalesternews.com/covid-19/5-things-to-know-what-to-do-when-severe-weather-strikes/article_93386730-8981-11ea-80ab-1b154c44e864.html
#   read 2026-11-23
#   says go inside a sturdy building, stay away from windows, not under a tree

event = Dangerous weather

## The danger is there
headline = Dangerous weather: { $place }. Go inside now.
what = { $authority }: A dangerous storm is coming to { $place }.
first = Go inside now. Keep away from windows. { say-minutes }
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
