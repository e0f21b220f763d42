"""The field's words, as they are printed in papers: titles, honours, roles, parties, marks of attendance, headings.

A word that a reader meets and does not know is added here, and nowhere else.
"""

from __future__ import annotations

import re

TITLES = (
    "the rt hon", "rt hon", "the right honourable", "the right worshipful", "the worshipful", "hon alderman",
    "councillors", "councillor", "cllrs", "cllr", "cr", "county councillor", "city mayor", "elected mayor",
    "deputy mayor", "mayor", "lord mayor", "alderman", "ald", "baroness", "baron", "lord", "lady", "dame", "sir", "dr",
    "prof", "professor", "rev", "reverend", "revd", "mr", "mrs", "ms", "miss", "mx", "pcc", "commissioner", "cc",
)  # fmt: skip
HONOURS = frozenset((
    "OBE", "MBE", "CBE", "KBE", "DBE", "GBE", "BEM", "KCB", "CB", "DCB", "CMG", "KCMG", "QPM", "KPM", "QFSM", "MVO",
    "LVO", "CVO", "JP", "DL", "MP", "MS", "MSP", "MEP", "AM", "MLA", "QC", "KC", "PC", "CPFA", "FRSA", "FCA",
    "FCCA", "PHD", "MA", "BA", "BSC", "LLB", "MSC", "MBA", "RN", "DSO", "MC", "TD", "VR", "KT", "BT", "ACA",
))  # fmt: skip
ROLES = (
    ("deputy chair", r"(?:deputy|assistant)[- ]chair(?:man|woman|person)?s?"),
    ("vice-chair", r"(?:senior )?vice[- ]?chair(?:man|woman|person)?s?|vice[- ]president"),
    ("chair", r"chair(?:man|woman|person)?s?|convenor|convener|presiding"),
    ("lead peer", r"lead peers?|member peers?"),
    ("lead member", r"lead members?|group leads?|lead|group leader|leader"),
    ("spokesperson", r"(?:opposition |group )?spokes(?:man|woman|person|people)s?"),
    ("substitute", r"(?:named )?substitutes?(?: members?)?|subs?|deput(?:y|ies)|alternates?|reserves?"),
    ("observer", r"observers?|ex[- ]officio(?: members?)?|(?:standing )?invitees?|non[- ]voting(?: members?)?"),
    ("co-opted", r"co[- ]?opted(?: members?)?|co[- ]?optees?|independent members?|lay members?|advisers?|advisors?"),
    ("member", r"(?:full |board |voting |ordinary )?members?|(?:portfolio|cabinet) (?:holder|member)s?"),
)
ROLE_PATTERNS = tuple((role, re.compile(rf"^(?:{pattern})$", re.IGNORECASE)) for role, pattern in ROLES)
PARTIES = {
    "cons": "Conservative", "conservative": "Conservative", "con": "Conservative", "tory": "Conservative",
    "conservatives": "Conservative",
    "labour": "Labour", "lab": "Labour", "labour and co-operative": "Labour and Co-operative",
    "labour co-operative": "Labour and Co-operative",
    "liberal democrat": "Liberal Democrat", "liberal democrats": "Liberal Democrat", "lib dem": "Liberal Democrat",
    "lib dems": "Liberal Democrat", "libdem": "Liberal Democrat", "lib-dem": "Liberal Democrat",
    "ld": "Liberal Democrat", "lib democrat": "Liberal Democrat",
    "independent": "Independent", "independents": "Independent", "ind": "Independent", "non-aligned": "Non-aligned",
    "green": "Green", "greens": "Green", "green party": "Green", "ukip": "UKIP", "reform uk": "Reform UK",
    "reform": "Reform UK", "plaid cymru": "Plaid Cymru", "plaid": "Plaid Cymru", "snp": "SNP",
    "residents": "Residents", "residents association": "Residents Association", "ratepayers": "Ratepayers",
    "co-operative": "Co-operative", "liberal": "Liberal", "crossbench": "Crossbench", "non-political": "Non-political",
}  # fmt: skip
BODIES = re.compile(
    r"\b(?:board|committee|sub-committee|panel|executive|cabinet|forum|assembly|commission|partnership|council|"
    r"working group|steering group|task and finish group|reference group|network|conference|leadership team|"
    r"authority|trust|bureau|company|directors|collaborative|alliance)\b",
    re.IGNORECASE,
)
AUTHORITIES = re.compile(
    r"\b(?:council|borough|county|city|district|metropolitan|unitary|royal|london|mbc|mdc|cc|dc|bc|lb|rb|ccc|"
    r"authority|combined|association|partnerships?|leadership|nhs|police|fire|service|university|trust|of|upon|"
    r"and|&|board|ltd|group)\b",
    re.IGNORECASE,
)
RESTRICTED = re.compile(
    r"\b(?:confidential|exempt|restricted|not for publication|private(?: and confidential)?|in camera|closed session|"
    r"press and public (?:be )?exclu|exclusion of (?:the )?(?:press|public)|part (?:2|ii|two|b)\b)",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"\b(?:part (?:1|i|one|a)|section (?:1|i|one|a)|public (?:items|session|business)|open session)\b", re.IGNORECASE
)
NO_PAGES = re.compile(
    r"\b(?:to follow|verbal(?: (?:report|update|item))?|oral(?: (?:report|update))?|attached|enclosed|tabled|"
    r"to be tabled|presentation|discussion|n/a|none|no papers?|late|circulated separately)\b",
    re.IGNORECASE,
)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
