"""coachsim: a flight simulator for coaching conversations."""
