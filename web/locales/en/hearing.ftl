## Words of the hearing that several pages use: roles, phases, modes.

role-interviewer = Interviewer
role-presiding = Judge
role-clerk = Clerk
role-interpreter = Interpreter
role-witness = Witness
role-expert = Expert
role-counsel = Defence counsel
role-prosecutor = Prosecutor
role-victims_counsel = Victim’s counsel
role-accused = Accused
role-support_person = Support person
role-guardian = Guardian
role-intermediary = Intermediary
role-observer = Observer
role-technician = Technician
role-executing_official = Executing official

phase-waiting = Waiting
phase-preparation = Preparation
phase-variety_check = Variety check
phase-in_session = In session
phase-read_back = Read-back
phase-recess = Recess
phase-stopped = Stopped
phase-adjourned = Adjourned
phase-closed = Closed

mode-consecutive = Consecutive
mode-simultaneous = Simultaneous

kind-interview = Interview
kind-hearing = Hearing
kind-expert_testimony = Expert testimony
kind-on_demand_call = On-demand call
kind-test = Test

state-expected = Not here yet
state-lobby = In the lobby
state-admitted = In the room
state-left = Has left
state-lost = Lost the connection
state-removed = Outside the room

minutes = Minutes
channel = What do you want to hear?
channel-floor = The room
people = People
ended-record = See the record
ended-home = Go to the start
