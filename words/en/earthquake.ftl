# An earthquake, in English.
# State: proposed.
# Page: During an Earthquake
#   by Wahkiakum County, Washington
#   at co.wahkiakum.wa.us/207/During-an-Earthquake
#   read 2026-11-23
#   says drop to the floor, cover under a table, hold on; outside, an open area away from buildings and electrical lines

event = Earthquake

## The danger is there
headline = Earthquake: { $place }. Drop, cover and hold on.
what = { $authority }: The ground is shaking at { $place }.
first = Drop to the floor. Get under a table and hold on.
next = If you are outside, stay in the open, away from walls and cables.
until = When the shaking stops, wait for the next message.
sms = EARTHQUAKE: { $place }. Drop, cover your head, hold on. Then go out calmly. No lift. { $authority }, { $time }
push = Earthquake: drop, cover, hold on
display-1 = EARTHQUAKE
display-2 = DROP AND HOLD ON

## It is possible
possible = An earthquake is possible.
prepare = Keep your shoes and phone near you. Know where you can take cover.

## It goes on
goes-on = More earthquakes may come.
keep = Drop and hold on if it shakes again.

## It is over, it was false, or nobody knows
over = The earthquake is over.
after = You can go back only into buildings without cracks.
none = There is no earthquake.
unsure = Keep away from cracked walls and wait for news.
