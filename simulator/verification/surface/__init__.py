"""What can be measured on a text without understanding it: the traits by which an option might give itself away.

Nothing here knows a scenario; what the numbers say about beats and options is for those who ask.
"""
