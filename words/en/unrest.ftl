# Violent crowds nearby, in English.
# State: proposed.
# After travel advice of foreign ministries on demonstrations.

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
