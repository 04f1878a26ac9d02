# An attacker with a gun, in English.
# State: proposed.
# Page: Active Shooter
#   by City of Leander, Texas, after the US Department of Homeland Security
#   at leandertx.gov/326/Active-Shooter
#   read 2026-11-23
#   says run, hide, lock the door, be silent, stay until the police give an all clear
# Page: Stay safe: firearms and weapons attack
#   by Police Scotland
#   at scotland.police.uk/advice-and-information/counter-terrorism/stay-safe-firearms-and-weapons-attack
#   read 2026-11-23
#   says run, hide, tell

event = Gunman

## The danger is there
headline = Gunman: { $place }. Run if you can. If you cannot, hide.
what = { $authority }: A person is shooting at { $place }.
first = Run if you can do it safely. If you cannot, hide and lock the door.
next = Turn your phone to silent. Call the police when you are safe.
until = Stay hidden until the police come.
sms = GUNMAN: { $place }. Run if you can. If not, hide, lock the door, be silent. { $authority }, { $time }
push = Gunman: run or hide
display-1 = GUNMAN
display-2 = RUN OR HIDE

## It is possible
possible = An attack by a gunman is possible.
prepare = Look for the ways out. Keep your phone on.

## It goes on
goes-on = The gunman is still there.
keep = Stay hidden and lock the door.

## It is over, it was false, or nobody knows
over = The danger from the gunman is over.
after = You can go out. Do what the police say.
all-clear-push = All clear: the gunman danger is over
all-clear-display =
    ALL CLEAR
    DANGER OVER
none = There is no gunman.
unsure = Stay inside and wait for news.
