# A dam is failing, in English.
# State: proposed.
# Page: Dam/Levee Failure
#   by Tennessee Emergency Management Agency
#   at tn.gov/tema/prepare/tennessee-threats/dam-levee-failure.html
#   read 2026-11-23
#   says move immediately to higher ground; do not walk or drive through moving water

event = Dam failure

## The danger is there
headline = Dam failure: { $place }. Move to high ground now.
what = { $authority }: A dam is breaking. A flood will come to { $place }.
first = Move to high ground now. { say-minutes } { say-destination }
next = Go on foot. Never walk or drive through water.
until = Stay up there until you hear the all clear.
sms = DAM FAILURE: { $place }. Move to high ground now, on foot. A flood is coming. { $authority }, { $time }
push = Dam failure: go to high ground
display-1 = DAM FAILURE
display-2 = GO UP HIGH

## It is possible
possible = A dam may break.
prepare = Be ready to go up. Keep away from the river.

## It goes on
goes-on = The danger from the dam goes on.
keep = Go to high ground and do not come down.

## It is over, it was false, or nobody knows
over = The danger from the dam is over.
after = You can go back. Keep away from flood water and cables.
none = The dam is safe.
unsure = Keep away from the river and wait for news.
