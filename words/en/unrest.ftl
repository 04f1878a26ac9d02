# Violent crowds nearby, in English.
# State: proposed.
# Page: Public disorder (riots)
#   by Birmingham City Council
#   at birmingham.gov.uk/info/50196/specific_risks/1775/social_and_civil_disruption/2
#   read 2026-11-23
#   says go indoors, wait for the crowd to pass

event = Violent unrest

## The danger is there
headline = Violent unrest: { $place }. Stay away from crowds.
what = { $authority }: There is violent unrest at { $place }.
first = Stay away from crowds. Do not go there.
next = If you are there, walk away by a side street. If you cannot, go inside.
until = Wait for the next message.
sms = UNREST: { $place }. Stay away from crowds. If you are there, walk away by a side street. { $authority }, { $time }
push = Unrest: stay away from crowds
display-1 = UNREST
display-2 = STAY AWAY

## It is possible
possible = Violent unrest is possible.
prepare = Stay near home. Keep your phone on.

## It goes on
goes-on = The unrest goes on.
keep = Stay away from crowds.

## It is over, it was false, or nobody knows
over = The unrest is over.
after = You can go out. Do what the police say.
none = There is no unrest.
unsure = Stay away from crowds and wait for news.
