# A tsunami, in English.
# State: proposed.
# Page: During a Tsunami
#   by National Weather Service
#   at nws.noaa.gov/om/Tsunami/during.shtml
#   read 2026-11-23
#   says away from beaches and waterways
# Page: How do I get to inland or to high ground?
#   by County of Maui
#   at mauicounty.gov/FAQ.aspx?QID=419
#   read 2026-11-23
#   says do not wait, go on foot if necessary, return only after the all clear

event = Tsunami

## The danger is there
headline = Tsunami: { $place }. Go to high ground now.
what = { $authority }: A tsunami is coming to the coast at { $place }.
first = Go to high ground now, on foot. { say-minutes } { say-destination }
next = If you cannot, go up to the third floor or higher.
until = There are many waves. Stay up there until you hear the all clear.
sms = TSUNAMI: { $place }. Go to high ground now, on foot. Many waves will come. { $authority }, { $time }
push = Tsunami: go to high ground
display-1 = TSUNAMI
display-2 = GO UP HIGH

## It is possible
possible = A tsunami is possible.
prepare = Be ready to go up. Keep away from the sea.

## It goes on
goes-on = More tsunami waves are coming.
keep = Go to high ground and do not come down.

## It is over, it was false, or nobody knows
over = The tsunami danger is over.
after = You can go back. Keep away from damaged houses.
none = There is no tsunami.
unsure = Keep away from the sea and wait for news.
