## An interpreter's profile, and how others see it.

nav-profile = My profile
profile = My profile
profile-loading = One moment…
profile-known-as = To others you are interpreter { $number } until there is a booking.
profile-organisation = You work for { $name }, which assigns your hearings.
profile-remove = Remove
profile-save = Save
profile-unsaved = There are unsaved changes.
profile-saved = Saved. From now on you are found by this.
profile-unsaid = I would rather not say

vetting-none = Nobody has looked at your papers yet; you get no offers for now.
vetting-in_progress = Your papers are being looked at; you get no offers for now.
vetting-cleared = Papers in order until { $day }.
vetting-suspended = Suspended: no offers until something else is decided.
vetting-expired = The vetting ran out on { $day }; no offers until it is renewed.

profile-languages = Languages
profile-languages-none = Add at least two languages.
profile-languages-add = Add a language or a sign language
profile-class = how well
profile-class-A = A, my own language
profile-class-B = B, I speak or sign it well
profile-class-C = C, I understand it
profile-level = tested level
profile-level-none = not tested
profile-attested-by = tested by
profile-attested-at = when

profile-services = What you interpret
profile-services-none = Add two languages first.
profile-direction-label = From which language into which
profile-direction = { $from } → { $into }
profile-both-ways = The same the other way round
profile-setting-interview = interview
profile-setting-hearing = hearing
profile-setting-medical = medical care
profile-setting-emergency = emergency
mode-sight_translation = Sight translation
mode-sign = Sign language
mode-tactile = Tactile signing

profile-about = About you
profile-gender = Gender
profile-gender-woman = woman
profile-gender-man = man
profile-gender-other = another, or I would rather not say
profile-age = Age
profile-age-under_30 = under 30
profile-age-from_30 = 30 to 44
profile-age-from_45 = 45 to 59
profile-age-from_60 = 60 or over
profile-home = Home town or community
profile-home-hint = A victim can ask for somebody from elsewhere. It is not shown.
profile-notice = How long before you must be asked
profile-notice-minutes = { $minutes ->
    [0] no notice
    [30] half an hour
    [60] 1 hour
    [120] 2 hours
    [720] 12 hours
    [1440] 1 day
    [2880] 2 days
    [10080] 1 week
   *[other] { $minutes } minutes
  }
profile-deaf = I am a Deaf interpreter and work in a team with a hearing one
profile-pay = Pay
profile-pay-volunteer = I work as a volunteer
profile-pay-fee = I charge by the hour
profile-pay-open = It is agreed each time
profile-fee = For an hour
profile-currency = Currency
profile-minimum = Least time that is paid
profile-minimum-minutes = { $minutes ->
    [0] no minimum
    [30] half an hour
    [60] 1 hour
    [120] 2 hours
    [180] 3 hours
   *[other] 4 hours
  }

profile-credentials = Credentials
profile-credentials-none = None yet.
profile-credential-add = Add a credential
profile-credential-do = Add
profile-credential-kept = It was kept.
profile-credential-gone = It was removed.
profile-scheme = Short name
profile-scheme-hint = Country and issuer, for instance gt-oj.
profile-issuer = Issued by
profile-number-label = Number
profile-number = no. { $number }
profile-until = Last day on which it is valid
profile-until-hint = Empty if it never ends.
profile-valid = Valid until { $day }.
profile-expired = Ran out on { $day }.
profile-no-end = Never ends.
profile-document = See the document of { $day }
profile-document-add = Upload the document (PDF or photo, up to 5 MB)
profile-document-replace = Replace the document
profile-document-kept = The document was kept.

profile-trainings = Training
profile-trainings-none = No training noted.
profile-training-add = Add a training
profile-training-do = Add
profile-training = For what
profile-trainer = Given by
profile-given-label = When
profile-given = On { $day }.
training-trauma_informed = Working with people who lived through trauma
training-child_interview = Interviews with children

profile-equipment = Equipment
profile-headset = I have a headset with a microphone
profile-wired = My network is by cable
profile-equipment-do = I have just checked
profile-equipment-checked = Checked on { $day }.
profile-equipment-never = Not checked yet.

profile-facts = Conflicts of interest
profile-facts-why = Say here what could tie you to a case: your village, whom you work for, people and organisations you know, cases in which you stand by somebody. Then you are not offered a case in which you must not interpret.
profile-facts-how = What you write becomes a code at once and is not kept. Nobody can read it, not even you: only its kind and date stay. If a case brings the same, it will be known that there is a conflict of that kind, and nothing else.
profile-facts-none = Nothing declared.
profile-fact-kind = Kind
profile-fact-do = Declare
profile-fact-kept = Declared. Your words were not kept.
profile-fact-gone = Taken back.
profile-fact-declared = declared on { $day }
profile-fact-take = Take back
fact-village = Village or neighbourhood
fact-village-label = Name of the village or neighbourhood
fact-employer = Employer
fact-employer-label = Name of the employer
fact-party = Person
fact-party-label = Full name
fact-organisation = Organisation
fact-organisation-label = Name of the organisation
fact-advocate_in_case = Case in which I stand by somebody
fact-advocate_in_case-label = Number or reference of the case

interpreter-no-name = The name is shown once there is a booking.
interpreter-deaf = Deaf interpreter: works in a team with a hearing one.
interpreter-slot = Belongs to { $name }; the request is put to that organisation.
interpreter-recognised = How your country recognises them
interpreter-recognised-none = Your country recognises none of their credentials.
interpreter-voir-dire = Whether they are admitted must be decided before testimony.
interpreter-attested = { $level }, by { $by }, { $day }
interpreter-vetting = Vetting
interpreter-decide = Decide
interpreter-decide-cleared = In order until…
interpreter-decide-in_progress = Being looked at
interpreter-decide-suspended = Suspend
interpreter-decide-do = Save the decision
