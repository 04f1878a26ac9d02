# An attacker with a gun, in English.
# State: proposed.
# UK "Run, hide, tell"; US "Run, hide, fight".
# Read: Police Scotland, "Stay safe: firearms and weapons attack": run, hide, tell;
# scotland.police.uk/advice-and-information/counter-terrorism/stay-safe-firearms-and-weapons-attack

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
