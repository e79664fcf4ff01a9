"""What must not stand in a text that ships: real organisations and persons (L32), and places left to be filled.

The list is short on purpose: what is likely to slip into a coaching story. It is no register of all names, and a name
that is not found here may still be somebody's. Scenarios use made-up organisations and first names.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from simulator.verification.surface.words import straight

# Names that are nothing else when written like this; "intel" is a word.
REAL = """
Google, Microsoft, Facebook, Instagram, WhatsApp, LinkedIn, YouTube, TikTok, Snapchat, Twitter, Reddit, Pinterest,
Netflix, Spotify, Walt Disney, Airbnb, Deliveroo, PayPal, eBay, Etsy, Alibaba, Huawei, Samsung, Sony, Nokia, Toyota,
Honda, Volkswagen, BMW, Mercedes-Benz, Volvo, Renault, Peugeot, Rolls-Royce, Airbus, Boeing, Ryanair, easyJet,
Lufthansa, British Airways, Siemens, IBM, Intel, Cisco Systems, OpenAI, ChatGPT, Nvidia, Salesforce, Deloitte, PwC,
PricewaterhouseCoopers, KPMG, Ernst & Young, Accenture, McKinsey, Capgemini, Goldman Sachs, JPMorgan, JP Morgan,
Morgan Stanley, HSBC, Barclays Bank, Lloyds Bank, NatWest, Banco Santander, Deutsche Bank, UBS, Vodafone, AT&T, Verizon,
Walmart, Tesco, Sainsbury's, Asda, Waitrose, Lidl, Aldi, Carrefour, IKEA, Costco, Starbucks, Costa Coffee,
McDonald's, Burger King, KFC, Nestlé, Unilever, Procter & Gamble, Coca-Cola, PepsiCo, Heineken,
Adidas, H&M, Primark, Marks & Spencer, M&S, John Lewis, Pfizer, AstraZeneca, GlaxoSmithKline, GSK, Novartis,
ExxonMobil, Maersk, DHL, FedEx, Royal Mail, Network Rail, NHS, BBC, CNN, ITV, New York Times, Financial Times,
The Guardian, Daily Mail, Red Cross, Oxfam, the Samaritans, The Samaritans, Citizens Advice, UNICEF, UNESCO,
Amnesty International, Greenpeace, Salvation Army, Alcoholics Anonymous, Weight Watchers, Acas, Ofsted, HMRC, DWP,
Harvard University, Harvard Business School, Yale University, Oxford University, Cambridge University,
Stanford University, INSEAD, Open University,
International Coaching Federation, International Coach Federation, ICF, EMCC, European Mentoring and Coaching Council,
Association for Coaching, BACP, British Psychological Society, American Psychological Association, UKCP, CIPD, SHRM,
World Health Organization, World Health Organisation, United Nations, European Commission, Myers-Briggs, MBTI,
StrengthsFinder, CliftonStrengths, Hogan Assessments, Gallup, Zoom Video, Microsoft Teams, BetterUp, CoachHub,
Carl Rogers, Sigmund Freud, Carl Jung, Brené Brown, Brene Brown, Tony Robbins, Simon Sinek, Stephen Covey,
Marshall Goldsmith, Marshall Rosenberg, John Whitmore, Timothy Gallwey, Daniel Goleman, Carol Dweck, Adam Grant,
Dale Carnegie, Jordan Peterson, Nancy Kline, Irvin Yalom, Stephen Rollnick, Esther Perel, Viktor Frankl, Martin
Seligman, Daniel Kahneman, Malcolm Gladwell, Peter Drucker, Sheryl Sandberg, Eckhart Tolle, Deepak Chopra,
Oprah Winfrey, Michelle Obama, Barack Obama, Donald Trump, Joe Biden, Boris Johnson, Keir Starmer,
Margaret Thatcher, Winston Churchill, Angela Merkel, Emmanuel Macron, Vladimir Putin, Nelson Mandela, Mahatma Gandhi,
Martin Luther King, Mother Teresa, Dalai Lama, Albert Einstein, Elon Musk, Steve Jobs, Bill Gates, Jeff Bezos,
Mark Zuckerberg, Richard Branson, Warren Buffett, Greta Thunberg, Taylor Swift, Beyoncé, David Beckham,
Serena Williams, Alex Ferguson
"""

# Names that are words, places, families or pets as well ("shell", "the Lloyds"): only where they must be a firm.
WORDS_AS_WELL = """
Apple, Amazon, Meta, Shell, Target, Orange, Boots, Next, Visa, Oracle, Uber, Zoom, Slack, Teams, Signal, Bolt,
Indeed, Sky, Notion, Subway, Sage, Mind, Relate, Shelter, Headspace, Calm, Nike, Tesla, Disney, Cisco, Pepsi, Guinness,
Barclays, Lloyds, Morrisons, Santander
"""


def _listed(names: str) -> list[str]:
    return [" ".join(name.split()) for name in names.split(",")]


_EITHER = "|".join(_listed(WORDS_AS_WELL))
_AS_A_FIRM = re.compile(
    rf"""
      \b(?: at | (?:work(?:s|ed|ing)?|jobs?|employed|hired) \s (?:for|by|with|from) ) \s (?P<employer>{_EITHER}) \b
      (?!-|\s[A-Z])  # not 'at Apple Farm'
    | \b(?: on | by | via | over ) \s (?P<way>Zoom|Slack|Teams|Signal|Uber|Amazon|Headspace) \b
    | (?<=[a-z]\s) (?P<product>Zoom|Slack|Teams|Signal|Apple|Amazon|Uber) \s (?:calls?|meetings?|channel|account) \b
    | \b(?P<company>{_EITHER}),? \s (?: Inc | Ltd | Limited | plc | PLC | LLC | Corp | Corporation | GmbH ) \b
    """,
    re.VERBOSE,
)

_PLACEHOLDER = re.compile(
    r"""
      \b(?:TODO|TBD|TBC|FIXME|TKTK|X{3,})\b        # a writer's note to self
    | (?i:\blorem\s+ipsum\b)
    | (?i:\binsert\s+(?:[\w'’-]+\s+){0,6}here\b)    # insert the name here
    | \[[^\[\]\n]{0,80}\]                        # [name]; stage directions stand in round brackets
    | <(?!\s)[^<>\n]{1,80}>                           # <name>
    | \{{1,2}[^{}\n]{1,80}\}{1,2}                  # {name}
    | \?{3,}
    | _{3,}
    | \A[\s("'“‘]*(?:\.{2,}|…)[\s.…)"'”’]*\Z           # dots and nothing else
    """,
    re.VERBOSE,
)

_WORD = re.compile(r"[^\W_]+")


def _by_first_word(names: list[str]) -> dict[str, list[str]]:
    """The names that begin with a word, the longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        found[_WORD.findall(name)[0]].append(name)
    return dict(found)


_REAL = _by_first_word(_listed(REAL))


def organisations(text: str) -> list[str]:
    """Real organisations, brands and well-known persons named in a text, each once, in order."""
    plain = " ".join(straight(text).split())
    found = [*_real(plain), *_firms(plain)]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _real(plain: str) -> Iterator[tuple[int, str]]:
    end = 0  # of the name found last: "Barack Obama" is not "Obama" once more
    for word in _WORD.finditer(plain):
        names = _REAL.get(word[0], ()) if word.start() >= end else ()
        if name := next((name for name in names if _stands_at(word.start(), name, plain)), None):
            end = word.start() + len(name)
            yield word.start(), name


def _stands_at(start: int, name: str, plain: str) -> bool:
    after = plain[start + len(name) :][:1]
    return plain.startswith(name, start) and not after.isalnum()


def _firms(plain: str) -> Iterator[tuple[int, str]]:
    for match in _AS_A_FIRM.finditer(plain):
        yield match.start(), next(filter(None, match.groups()))


def placeholders(text: str) -> list[str]:
    """What a writer has left to be filled in, as it stands in the text; dots that trail off in speech are none."""
    return [match[0].strip() for match in _PLACEHOLDER.finditer(text)]
