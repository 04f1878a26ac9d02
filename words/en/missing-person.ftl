# A person is missing and in danger, in English.
# State: proposed.
# Page: What the Public Should Do
#   by California Highway Patrol
#   at chp.ca.gov/news-alerts/amber-alert/what-the-public-should-do
#   read 2026-11-23
#   says watch for the person, report a sighting at once by telephone

event = Missing person

## The danger is there
headline = Missing person: { $place }. Look around you now.
what = { $authority }: A person is missing at { $place } and may be in danger.
first = Look around you now. Look in cars, gardens and sheds.
next = If you see the person, call the police. { say-phone } Do not act alone.
until = Keep looking until the next message.
sms = MISSING PERSON: { $place }. Look around you. Seen? Call the police. { say-phone } { $authority }, { $time }
push = Missing person: look around you
display-1 = MISSING PERSON
display-2 = LOOK AROUND YOU

## It is possible
possible = A person may be missing.
prepare = Watch for people who need help. Keep your phone on.

## It goes on
goes-on = The person is still missing.
keep = Look around you again.

## It is over, it was false, or nobody knows
over = The missing person was found.
after = You can stop looking. Thank you.
all-clear-push = All clear: missing person found
all-clear-display =
    ALL CLEAR
    PERSON FOUND
none = Nobody is missing.
unsure = Keep looking and wait for news.
