"""The rules, by what they ask: can it be played (structure), is it scored fairly (scoring), does a line give itself
away (tells), are the words fit to print (text), and does the whole bank hold together (bank).
"""
