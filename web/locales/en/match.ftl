## Who fits, why not, ways out, chains, and how a country chooses.

match-why-ask = Ask
match-why-fits = fits this request.
match-why-fits-not = does not fit this request:
match-why-nobody = Nobody in the bank has that number.
match-ways = What else can be done?
match-ways-what = Too few people fit what you asked for, so we tried other ways. None of them is the same as what you asked for.
match-way-time = At another time
match-way-mode = In another way
match-way-variety = In a language that is near
match-way-credential = With another country’s credential
match-way-nobody = We tried, and there is nobody.
match-way-people = { $count ->
    [one] one person
   *[other] { $count } people
  }
match-way-source = according to { $source }
match-way-ask = Ask for this
match-chains = By way of another language
match-chains-what = One person interprets into the language in between, and another out of it. It takes longer and something is lost; the percentages are estimates to compare by.
match-chains-none = There is no way over one or two languages either.
match-chain-loss = about { $percent }% is lost
match-chain-whole = In all about { $percent }% would be lost
match-chain-accept = chance that all accept: { $percent }%
match-chain-later = all can on { $when }
match-empty = Nobody in the bank works this pair yet. You can invite interpreters or ask another institution for help.
weights = How this country chooses
weights-what = The list of interpreters follows from these rules, and every result says why it is where it is.
weights-parts = What counts most?
weights-sum-right = They add up to 100%.
weights-sum-wrong = They add up to { $sum }%; it has to be 100%.
weights-only = Where is a credential needed that the country recognises?
weights-only-what = Whoever has none will not appear in those searches.
weights-save = Save
weights-saved = Saved. It counts from the next search on.
weights-loading = One moment…
weight-credential = Credential
weight-credential-what = that the country recognises
weight-variety = Command of the variety
weight-variety-what = half for each language
weight-trauma_training = Training in trauma
weight-trauma_training-what = to work with victims
weight-continuity = Continuity
weight-continuity-what = has worked for that person or on that case
weight-reliability = Reliability
weight-reliability-what = accepted work that was kept
weight-fairness = Fair shares
weight-fairness-what = whoever worked less comes first
weight-local_hour = Local hour
weight-local_hour-what = what time it will be for the interpreter
