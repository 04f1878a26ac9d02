# Gas or chemicals in the air, in English.
# State: proposed.
# Page: Learn how to shelter-in-place
#   by Walla Walla County, Washington
#   at co.walla-walla.wa.us/government/emergency_management/learn_how_to_shelter-in-place.php
#   read 2026-11-23
#   says go inside, shut doors and windows, fans off, wet cloth over nose and mouth, then open all windows

event = Dangerous gas

## The danger is there
headline = Dangerous gas: { $place }. Go inside now.
what = { $authority }: There is dangerous gas in the air at { $place }.
first = Go inside now. Shut doors and windows and turn off fans.
next = Go to an upper floor. Cover your nose and mouth with a wet cloth. { say-drift }
until = Stay inside until you hear the all clear.
sms = GAS: { $place }. Go inside now. Shut doors and windows. Turn off fans and air cooling. { $authority }, { $time }
push = Dangerous gas: go inside now
display-1 = DANGEROUS GAS
display-2 = GO INSIDE NOW

## It is possible
possible = Dangerous gas is possible.
prepare = Stay near a building. Know where you can shut out the air.

## It goes on
goes-on = The gas is still in the air.
keep = Stay inside with windows shut.

## It is over, it was false, or nobody knows
over = The gas is gone.
after = You can go out. Open all windows for one hour.
none = There is no gas.
unsure = Stay inside and wait for news.
