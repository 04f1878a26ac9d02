# The emergency number does not work, in English.
# State: proposed.
# Page: How to contact 911 during an outage
#   by National Emergency Number Association, quoted by WHAS11
#   at whas11.com/article/news/verify/national-verify/how-to-contact-911-emergency-services-during-an-outage-fact-check/536-c1d4c819-d00f-4c88-b885-433bf0ff0ba7
#   read 2026-11-23
#   says call another direct number of the police

event = Emergency number down

## The danger is there
headline = Emergency number down: { $place }. Call another number for help.
what = { $authority }: The emergency number does not work at { $place }.
first = Call the police, fire or ambulance station for help. { say-phone }
next = If you cannot call, go to the nearest police or fire station.
until = Do this until we say that the number works.
sms = EMERGENCY NUMBER DOWN: { $place }. For help call a police or fire station. { say-phone } { $authority }, { $time }
push = Emergency number down: call another
display-1 = NO EMERGENCY NO.
display-2 = CALL ANOTHER

## It is possible
possible = The emergency number may stop working.
prepare = Save the numbers of the police and of a doctor.

## It goes on
goes-on = The emergency number still does not work.
keep = Call a police or fire station for help.

## It is over, it was false, or nobody knows
over = The emergency number works again.
after = You can call it as usual.
all-clear-push = All clear: emergency number works
all-clear-display =
    ALL CLEAR
    NUMBER WORKS
none = The emergency number works.
unsure = Keep another number ready and wait for news.
