## The witness’s page. Short sentences, no office words.

witness-dont-understand = I don’t understand
witness-break = I want a break
witness-stopped = Everything is stopped. Nobody hears or sees you. You decide.
witness-resume-asked = They ask whether you want to go on. There is no hurry.
witness-speaks = Speaking: { $who }
witness-oath = Will you tell the truth?
witness-variety = Do you understand the interpreter?
lobby = Lobby
lobby-witness = You are in the right place
lobby-next = You will be let in shortly. You need not do anything.
lobby-next-witness = Wait here calmly. We tell you when it begins. You can stop whenever you want.
lobby-starts = { $day }, at { $time }
lobby-who = Who will be there?
lobby-silent = Nobody hears or sees you yet.
ended-closed = The hearing is over
ended-closed-then = Thank you. You can close this page now.
ended-removed = You are no longer in the room
ended-removed-then = If you think this is a mistake, talk to whoever invited you.
ended-taken_over = This hearing is open somewhere else
ended-taken_over-then = You can be here only once. To go on here, come in again.
ended-link_ended = Your link no longer works
ended-link_ended-then = Ask whoever invited you for a new link.
ended-here = Go on here
