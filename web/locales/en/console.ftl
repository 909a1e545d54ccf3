## The interpreters’ console.

console-live = Microphone open
console-muted = Muted by you
console-waiting = Microphone waiting
console-signals = Signals
console-shortcuts = Use the keys shown on the buttons
ways = Input and output
ways-in = You hear
ways-out = You speak
ways-from = from: { $where }
ways-to = to: { $where }
ways-floor = the room
ways-turn = Turn direction
ways-take = Take the microphone
ways-input = Listen to
ways-input-automatic = Automatic
mate = Booth
mate-none = You work alone in this booth.
mate-away = { $who }: not connected.
mate-active = { $who }: on the microphone.
mate-ready = { $who }: waiting.
mate-asks = You are asked for the handover.
mate-asked = You asked for the handover. Wait for the answer.
mate-ask = Ask for handover
mate-accept = Accept handover
mate-refuse = Not now
mate-take-over = Take over now
turn-fine = { $minutes ->
    [one] { $minutes } minute on the microphone.
   *[other] { $minutes } minutes on the microphone.
  }
turn-long = { $minutes } minutes on the microphone: time to think of the handover.
turn-over = { $minutes } minutes on the microphone: hand over or take a break now.
