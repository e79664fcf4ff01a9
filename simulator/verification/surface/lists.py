"""The words by which options can give themselves away, one list a trait, each as one regular expression.

Where a list is named in the content specification (3c.2), its line says so: what stands there comes first, the rest are
the plain variants of it. Nothing here says that a word is good or bad to use; it says what to count.
"""

import re

Pattern = re.Pattern[str]


def any_of(phrases: str, not_after: str = "") -> Pattern:
    """Matches any of the phrases, written apart by commas, as whole words; of two that fit, the longer.

    It does not match after the words `not_after`.
    """
    each = sorted({phrase.strip() for phrase in phrases.split(",")}, key=len, reverse=True)
    unless = "".join(rf"(?<!\b{word} )" for word in not_after.split())
    return re.compile(rf"\b{unless}(?:{'|'.join(map(re.escape, each))})(?!\w)")


def any_word(plain: str) -> frozenset[str]:
    """Single words, written apart by spaces, for looking up."""
    return frozenset(plain.split())


# L04, hedges and softeners; the list of the content tests, with "could be" and its like.
HEDGES = any_of(
    "maybe, might, perhaps, i wonder, i'm wondering, a little, a bit, possibly, probably, sort of, kind of, i guess, "
    "i suppose, it may be, could be, somewhat, slightly, rather, in a way, if you like, i could be wrong, "
    "i may be wrong, not sure"
)

# L05, absolutes and obligations.
ABSOLUTES = any_of(
    "always, never, must, should, just, have to, has to, need to, ought to, everyone, everybody, nobody, no one, "
    "nothing, everything, all of it, completely, totally, absolutely, entirely, definitely, certainly, only, every, "
    "mustn't, shouldn't, can't ever, at all, no matter"
)

# L06, empathic stems.
EMPATHIC = any_of(
    "sounds like, sound like, it sounds, that sounds, i hear, i'm hearing, it seems, seems like, you feel, you felt, "
    "you're feeling, you are feeling, must feel, must be, must have been, i sense, i can see how, i can see that, "
    "i can imagine, i imagine, i understand, it feels like"
)

# L07, autonomy: the choice is the client's.
AUTONOMY = any_of(
    "up to you, your choice, your decision, your call, you choose, you decide, yours to, for you to, as you like, "
    "if you want, if you want to, whether you, you're free, you are free, free to, you can say no, as suits you, "
    "in your own words, in your own time, or not at all, only if you, that's yours, it's yours, you needn't, "
    "you don't have to, it's your, the choice is"
)

# L07, permission.
PERMISSION = any_of(
    "may i, could i, can i, might i, would it be all right, would it be ok, would it be okay, is it all right, "
    "is it ok, is it okay, is that all right, is that ok, is that okay, are you willing, would you be willing, "
    "would you mind, do you mind, shall i, shall we, with your permission, would you like me to, do you want me to, "
    "if i may, if that's all right, if that's ok, if that's okay"
)

# L07, apology.
APOLOGY = any_of(
    "sorry, apologise, apologize, apologies, apology, forgive, my fault, my mistake, my doing, i regret, i was wrong, "
    "excuse me, pardon, i let you down"
)

# L07, referral: somebody else should help.
REFERRAL = any_of(
    "refer, referral, referred, doctor, gp, therapist, therapy, counsellor, counselling, counselor, psychologist, "
    "psychiatrist, specialist, professional help, nurse, hospital, helpline, crisis line, ambulance, emergency, "
    "solicitor, lawyer, somebody else who, someone else who, someone who can, occupational health"
)

# L07, supervision.
SUPERVISION = any_of(
    "supervision, supervisor, my supervisor, supervise, supervised, supervising, peer group, ethics code, "
    "code of ethics, my own coach"
)

# L08, first person, as a share of the words.
FIRST_PERSON = any_of("i, i'm, i've, i'd, i'll, me, my, mine, myself")

# Gaming strategy "agree with the client" (3c.3), wherever it is said ...
AGREEMENT = any_of(
    "of course, you're right, you are right, you'd be right, that's right, that is right, quite right, that's true, "
    "that is true, that makes sense, it makes sense, makes sense, i agree, fair enough, that's fair, "
    "good point, good idea, no problem, i don't blame you, i'd feel the same, anyone would, who wouldn't, exactly, "
    "absolutely, indeed, definitely, by all means, understandable",
    not_after="if whether till until when not don't",
)

# ... and these only as the first word of a sentence: "yes" in "yes or no?" agrees with nobody.
AGREEING_OPENERS = re.compile(
    r"(?:^|[.!?…)]\s*)\"?(yes|yeah|yep|right|sure|true|certainly|agreed|ok|okay|fine)(?=[.,!;:]|$)"
)

# L11, words of good feeling: the warm words of the content tests in all their forms.
PLEASANT = any_of(
    "thank, thanks, thankful, grateful, glad, kind, kindly, kindness, generous, love, loved, lovely, loving, great, "
    "brave, bravely, courage, care, cares, cared, caring, warm, warmly, warmth, good, happy, happily, appreciate, "
    "appreciated, proud, pride, wonderful, well done, admire, admired, honest, honestly, respect, respected, trust, "
    "trusted, help, helps, helped, helpful, support, supported, supporting, understand, understood, easy, easily, "
    "safe, safely, fine, of course, gentle, gently, dear, welcome, pleased, pleasure, nice, nicely, enjoy, enjoyed, "
    "hope, hopeful, strong, strength, strengths, impressive, impressed, excellent, perfect, delighted, comfortable, "
    "worth, useful, fair, fairly, friendly, friend, smile, calm, patient, sorry, don't worry, no worries, best, "
    "better, success, successful, well deserved, deserve, deserved, relief, relieved, encouraging, promising"
)

# L11, words of bad feeling.
UNPLEASANT = any_of(
    "angry, anger, annoyed, annoying, upset, afraid, fear, frightened, frightens, scared, scare, bad, badly, worse, "
    "worst, wrong, fail, failed, failing, failure, fault, blame, blamed, hurt, hurts, hurtful, pain, painful, lose, "
    "losing, loss, lost, sad, sadly, ashamed, shame, guilt, guilty, awful, terrible, terribly, hopeless, hate, hated, "
    "stupid, silly, lazy, useless, weak, weakness, problem, problems, trouble, difficult, hard, hardest, harm, danger, "
    "dangerous, risk, lie, lied, lying, cheat, cheated, unfair, disappointed, disappointing, disappoint, mess, "
    "messed, mistake, mistakes, refuse, refused, threat, threaten, warning, complain, complaint, complaints, worry, "
    "worried, worries, nonsense, excuse, excuses, tired, lonely, miss out, broke, broken, waste, wasted, unhappy"
)

# Gaming strategy "most formal" (3c.3): words of letters and meetings ...
FORMAL = any_of(
    "regarding, concerning, therefore, however, furthermore, moreover, additionally, consequently, nevertheless, thus, "
    "hence, whilst, ensure, provide, provided, require, required, requires, assist, assistance, commence, discuss, "
    "discussion, establish, indicate, obtain, permit, previously, proceed, request, subsequent, sufficient, "
    "appropriate, agreement, obligation, confidential, confidentiality, objective, objectives, outcome, outcomes, "
    "process, session, sessions, engagement, professional, responsibility, acknowledge, appreciate, clarify, "
    "commitment, consider, explore, identify, reflect, whether, which, upon, in order to, with respect to, prior to, "
    "as agreed, in writing, kindly, shall, may i"
)

# ... and those of the kitchen table.
CASUAL = any_of(
    "yeah, yep, nope, ok, okay, hey, hi, oh, ah, well, wow, gosh, stuff, thing, things, a lot, lots, loads, bit, "
    "kid, kids, guy, guys, mum, dad, gonna, wanna, gotta, bloke, mate, cheers, pretty, really, sort of, kind of, "
    "anyway, get, gets, got, fed up, messed, mad, daft, chat, pop, grab, huge, awful"
)

# Contractions. A name's possessive ("Leo's") is not one, so 's counts only after these words.
CONTRACTIONS = re.compile(
    r"\b(?:\w+(?:n't|'(?:ll|re|ve|m|d))|(?:it|that|what|there|here|where|who|how|he|she|let|one|nobody|everything)'s)\b"
)

# L08, imperative start: verbs that open a request or an action. Nouns and adjectives that begin sentences as readily
# ("part", "last", "half") are left out.
BARE_VERBS = any_word(
    "accept add agree answer apologise arrange ask avoid begin book breathe bring call carry change check choose clear "
    "close come compare consider continue cut decide describe do don't draw drop email explain explore feel fetch fill "
    "find finish fold follow forget forgive get give go hand have hear help hold ignore imagine interrupt invite join "
    "keep lay lean learn leave let let's listen look lower make mark meet mention move name never nod note notice "
    "offer open pass pause phone pick place point press promise propose pull push put quote raise reach read refer "
    "reflect refuse remember remind repeat reply report rest return ring run save say see sell send set shake share "
    "show sign sit skip slide slow smile speak spell spend stand start stay step stick stop suggest summarise swap "
    "switch take talk tear tell text think touch trust try turn use wait walk watch weigh work write"
)

# Before an imperative these only soften it.
SOFT_STARTS = any_word("please just now then so and but well first")

# "Do you ...", "Have they ...", "Change takes ...": after these the verb before was none, or asks a question.
NOT_AFTER_BARE_VERB = any_word("i you we they he she is was are were has had can could will would does takes of")

# L13, numbers in words. "One" is left out, it is seldom a number.
NUMBERS = any_of(
    "two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, "
    "seventeen, eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred, thousand, "
    "million, once, twice, half, first, second, third, quarter, dozen"
)
DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")

# Words without content of their own: articles, pronouns, auxiliaries, prepositions, and what is left of contractions.
STOP_WORDS = any_word(
    "a about after again all also am an and any are aren as at back be because been before being both but by ca can "
    "could couldn did didn do does doesn doing don done down each even ever every for from further get gets getting "
    "go going gone got had hadn has hasn have haven having he her here hers herself him himself his how i if in into "
    "is isn it its itself just know let like ll made make many may me might mine more most much must my myself need "
    "no nor not now of off on once one only or other our ours out over own re really said same say says sha shall she "
    "should shouldn so some such than that the their theirs them themselves then there these they thing things this "
    "those though through to too under until up us ve very want was wasn way we well went were weren what when where "
    "whether which while who whom whose why will with without wo would wouldn yes yet you your yours yourself"
)
