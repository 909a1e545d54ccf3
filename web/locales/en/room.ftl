## The room, for every role.

room = Hearing
room-connecting = Entering…
room-unreachable = No connection. We keep trying.
room-coming-back = The connection was cut. We are coming back; you need not do anything.
room-sound-blocked = The browser does not let the room be heard yet.
room-sound-start = Hear the room
room-media-elsewhere = Your sound and picture now go through another device.
room-media-bring = Bring them to this device
room-not-sent = It could not be sent. Try again when the connection is back.
room-refusal-seen = Understood

edge = State of the hearing
edge-record-on = Recording
edge-record-off = Not recording
edge-record-unknown = Recording unknown
edge-hear = You hear: { $language }
edge-hear-floor = You hear: the room
edge-hear-sidebar = You hear: the private talk
link-good = Good connection
link-fair = Fair connection
link-poor = Weak connection
link-lost = No connection
link-joining = Connecting

faces = People in the room
face-you = you
face-speaks = Speaking
face-interprets = Interpreting into { $language }
face-sworn = Under oath
face-no-picture = No picture
document = Document on show

news-on-record = Recording has begun.
news-off-record = Recording has stopped.
news-phase = Now: { $phase }.
news-admitted = You are in the room.
news-arrived = { $who } is waiting to come in.
news-lost = { $who } lost the connection.
news-returned = { $who } is back.
news-oath-asked = You are asked to take the oath.
news-resume-asked = You are asked whether you want to go on.
news-handover-asked = { $who } asks for the handover.
news-microphone-mine = Your microphone is open.
news-microphone-other = Your microphone is no longer open.
news-direction = Now interpreting into { $language }.
news-sidebar-mine = The private talk has begun.
news-sidebar-others = Others are talking in private.
news-sidebar-ended = The private talk is over.
news-document = A document is shown.
news-document-gone = The document is no longer shown.
news-signal = { $who }: { $signal }

signal-repeat = Please repeat
signal-slower = Slower
signal-louder = Louder
signal-one_at_a_time = One at a time
signal-explain = I need to explain something
signal-correction = I must correct
signal-break = A break
signal-dont_understand = I don’t understand

channel-ducked = Hear the room too, softly

own-mute = Mute my microphone
own-muted = Microphone muted
own-camera-off = Turn my camera off
own-camera-is-off = Camera off
own-share-screen = Show a window
own-share-image = Show an image
own-unshare = Stop showing
own-no-microphone = Nobody hears you: there is no microphone. Plug one in or allow it in the browser, and reload the page.
own-unreadable = This file cannot be shown. Choose an image.

oath = Oath
oath-interpreter = Do you swear or affirm to interpret faithfully, adding, leaving out and changing nothing, and to keep it secret?
oath-testimony = Do you swear or affirm to tell the truth?
oath-swear = Yes, I swear
oath-affirm = Yes, I affirm

variety = Do you understand each other well?
variety-well = Well
variety-partly = Partly
variety-not = No

sidebar = Private talk
sidebar-with = With whom?
sidebar-open = Talk in private
sidebar-mine = Private talk: only its members hear you.
sidebar-others = There is a private talk. One moment, please.
sidebar-end = End the private talk

stop = Stop
resume-asked = You are asked whether you want to go on. You decide.
resume-when-you-want = Everything is stopped. You decide when to go on.
resume-yes = Yes, I want to go on

lead = Leading
do-admit = Admit: { $who }
do-ask-oath = Ask for the oath: { $who }
do-phase-preparation = Begin the preparation
do-phase-variety_check = Go to the variety check
do-phase-in_session = Open the session
do-phase-read_back = Go to the read-back
do-phase-recess = Take a recess
do-phase-adjourned = Adjourn for today
do-phase-waiting = Back to waiting
do-phase-stopped = Stop
do-phase-closed = Close
do-go_on_record = Go on the record
do-go_off_record = Go off the record
do-ask_to_resume = Ask whether to go on
do-close = Close the hearing
do-nothing = Nothing is pending. The hearing takes its course.
procedure = Procedure
observers-off-record = Observers may stay while off the record
close-sure = Close the hearing?
close-what = Everybody leaves and the record is sealed. It cannot be opened again.
close-yes = Yes, close and seal
close-no = No, go on
person-checked = check done
person-identified = identity confirmed
person-oath-asked = oath asked
person-sworn = under oath
person-admit = Admit
person-identify = Confirm identity
person-ask-oath = Ask for the oath
person-more = More
person-remove = Remove from the room
identity-document = By document
identity-official = By an official
identity-pseudonym = By pseudonym
protection = Protect this person
protection-face = Hide the picture
protection-voice = Hide the voice
protection-to = Seen and heard undisguised only by
protection-do = Order the protection
protection-lift = Lift the protection
booth-active = { $who } is interpreting
booth-nobody = Nobody has the microphone
booth-now = now
floor-language = Language spoken in the room
floor-language-speaker = That of whoever speaks

listener-silent = You only listen: nobody hears or sees you.
listener-off-record = Off the record: the room is not heard or seen at this moment.
