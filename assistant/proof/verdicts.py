"""Invariant 6: a verdict, in whatever words, is the determination's, and without a determination there is none to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.proof.tokens import spaced

_WANTED = r"(?:requirements?|qualifications?|criteria|criterion|standards?|minimums?|mqs?|threshold|bar|experience|education|prerequisites?)\b"
_PERSON = r"(?:you|they|he|she|applicants?|candidates?|persons?|people|anyone|everyone|anybody|everybody|somebody|someone|who|application|applications)"

_VERDICTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        r"\b(?:dis|over|under|un)?qualif(?:y|ies|ying)\b",
        rf"\b{_PERSON}\b[^.;]{{0,40}}\b(?:dis|over|under|un)?qualified\b|\b(?:well|fully|highly|dis|over|under|un)[ -]?qualified\b",
        rf"(?<!^to )(?<!way to )(?<!ways to )(?<!required to )(?<!needed to )\b(?:meets?|meeting|fulfil(?:l?s|ls?)?|satisf(?:y|ies)|exceeds?|clears?|fails?|passes|pass)\b(?: \w+){{0,5}}? {_WANTED}",
        rf"\b{_WANTED}(?: \w+){{0,6}}? (?:is|are|was|were|be|been) (?:\w+ ){{0,2}}?(?:met|satisfied|fulfilled|unmet)\b",
        r"\b(?:in)?eligible\b|\b(?:in)?eligibility\b",
        r"\b(?:falls?|fell|comes?|come up|run|are|is|be) (?:\w+ ){0,3}?short\b|\bshort of\b|\bshortfall\b",
        r"\b(?:is|are|be|was|were|'s|not|n't) (?:more than |quite |just |not |already )*(?:enough|sufficient|insufficient|adequate|inadequate)\b|\b(?:has|have|had|having|got|gives? you)\b(?: \w+){0,2}? (?:enough|sufficient|insufficient|adequate|inadequate)\b(?! \w+ to\b)|\bsuffic(?:e|es|ed)\b|\benough (?:experience|education|years|training|credits?|time)\b|\b(?:degree|experience|background|years|that|it|this) (?:\w+ ){0,2}(?:good )?enough\b",
        rf"\b{_PERSON}\b(?: \w+){{0,3}}? (?:can|could|may|should|able to|free to) (?:\w+ )?apply\b",
        r"\b(?:good|strong|great|ideal|suitable|solid|perfect|excellent|poor|bad|close) (?:fit|match|candidate|choice|applicant)\b|\b(?:is|are|be|look like|looks like) an? match\b|\b(?:well|ideally|perfectly) suited\b|\bright for (?:this|the) (?:job|class|position|role)\b",
        rf"\b{_PERSON}\b[^.;]{{0,30}}\b(?:rejected|accepted|approved|denied|screened out|turned down|admitted|hired|selected|considered for|ruled out)\b",
        r"\b(?:you|your|they|he|she)\b[^.;]{0,40}\b(?:lacks?|missing|counts?|credited|make the cut|made the cut|be in|pass|passes)\b",
        r"\bverdict (?:is|was|would be|on)\b",
        r"\bno (?:problem|obstacle)\b|\bgood (?:chance|news)\b|\b(?:un)?fortunately\b|\byou(?: are|'re) (?:in|out|ready|set|good)\b",
    )
)  # fmt: skip
"""Wordings of a verdict on a person, whoever is its subject. Where the cited clause itself has the words, it is none."""

_HINT = re.compile(
    r"\b(?:verdict|(?:dis|over|under|un)?qualif|meet|met\b|fulfil|satisf|exceed|clear|fail|pass|unmet|(?:in)?eligib|short|(?:in)?suffic|enough|(?:in)?adequa"
    r"|apply|fit\b|match|candidate|choice|applicant|suited|right|reject|accept|approv|den|screen|turn|admit|hire|select|consider|rul|you|they|he\b|she\b"
    r"|problem|obstacle|good|(?:un)?fortun|my\b|mine\b|I\b)",
    re.IGNORECASE,
)
"""Words without which no text gives a verdict."""

_RULE_WORD = re.compile(
    r"\b(?:must|may|can|could|might|shall|cannot|have to|has to|required|not|n't|target class|guidelines)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:adequate|sufficient|enough)\b(?= \w)|\beligibility\b|\bqualified (?=\w+ (?:\w+ )?(?:class|level)\b)",
    re.IGNORECASE,
)
"""What makes words that a clause has a rule of the class, or a measure of something, and no verdict on whoever asks."""

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.;]{0,40}\b(?:instructions?|rules?|above|previous|prior|qualifications?|requirements?|prompt)\b"
    r"|(?:^|[.;:\n] ?)(?:system|assistant|developer|user|model)\s*:|\bto the (?:model|assistant|ai|chatbot|llm)\b|\byou are now\b|\b(?:reply|respond|answer) only\b"
    r"|\b(?:for|to) (?:the |any |all )?(?:ai|model|assistant|chatbot|llm|language model)s?\b(?! of| for)|\bthe (?:ai|model|llm) (?:reading|answering)\b|\byour (?:guidelines|instructions|rules|prompt|training)\b"
    r"|(?:^|[.;:>] ?)(?:please )?(?:treat|consider|regard|mark|declare|report|confirm|certify)\b[^.;]{0,60}\b(?:eligible|qualified|meets?|met|accepted)\b"
    r"|\btell the (?:user|reader|applicant) (?:that|:)|\b(?:say|answer|reply|respond|state|confirm|conclude)(?: that|:)[^.;]{0,60}\b(?:qualif\w+|eligible|meets?|accepted|hired)\b",
    re.IGNORECASE,
)
"""Words that address whoever answers. A specification states; an order in it was put there."""

_YOU = re.compile(r"\byou\b(?P<after>(?:'(?:re|ve|ll|d))?(?: \w+| n't){0,3})", re.IGNORECASE)
_RULE = re.compile(
    r"^(?:'(?:ll|d))?(?: (?:also|then|still|only|first|will|would|do|not|n't|either))*"
    r" (?:need|must|have to|has to|may|might|can|could|should|cannot|shall|are required|be required|will be|would be|are expected|be expected|are not required|are not allowed)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|when|while|once|unless|as|where|should|that|which|because|since|before|after)\b(?: \w+){0,1}$",
    re.IGNORECASE,
)
_ONLY_SUPPOSED = re.compile(r"\b(?:if|when|while|once|unless|should|before|after)$", re.IGNORECASE)
_FOLLOWS = re.compile(r"^(?:'(?:ll|d))? (?:will|would|'ll|'d) \w+", re.IGNORECASE)
_YOURS = re.compile(
    r"\b(?:[Yy]ours?|[Yy]ou've|[Mm]y|[Mm]ine)\b|\bI (?:think|believe|am|can|would|have|do|find|found|cannot|recommend|confirm)\b"
)

_DENIES = re.compile(
    r"\b(?:not|n't|no|never|nor|neither|lacks?|lacking|missing|short|shortfall|insufficient|inadequate|unmet|unqualified|disqualified|underqualified"
    r"|disqualif\w+|underqualif\w+|ineligib\w+|rejected|denied|screened out|turned down|ruled out|fails?|poor|bad|unfortunately|without)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\bwhether\b|\b(?:not|n't) (?:yet )?(?:know|known|clear|certain|sure|be determined|determined|be decided|decided|be said|settled)\b"
    r"|\b(?:unknown|undetermined|unclear|undecided|open|depends)\b|\b(?:a person|someone|an? (?:hr )?(?:analyst|reviewer)) (?:must|has to|needs to|should) (?:judge|decide|review)\b"
    r"|\bneeds? (?:a )?(?:human )?review\b|\b(?:may|might) or may not\b|\bmore (?:information|facts) (?:is|are) needed\b",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(r"\b(?:would|could|will)\b[^.;]*\b(?:if|once|with|after|when)\b|\b(?:if|once|with|after)\b[^.;]*\b(?:would|could|will)\b", re.IGNORECASE)  # fmt: skip


def verdicts(text: str, quotes: str, determination: Mapping[str, Any] | None) -> Iterator[str]:
    """Why what the text says of somebody's case is not the determination's; nothing if it says nothing of it or the same."""
    said, there = spaced(text), spaced(quotes)
    if order := _ORDERS.search(there):
        yield f"{order.group()!r} in the clause is an order, and states nothing of the class"
    if not _HINT.search(said):
        return
    ruled = bool(_RULE_WORD.search(said)) or not _WHOEVER.search(said)
    hits = [
        match
        for pattern in _VERDICTS
        for match in pattern.finditer(said)
        if not _told(match.group(), determination)
        and not ((ruled or _measures(match.group(), said)) and _stands(match.group(), there))
    ]
    if determination is None:
        if hits:
            yield f"{hits[0].group()!r} is a verdict, and nothing was determined"
        elif own := _own_case(said):
            yield f"{own!r} speaks of the asker's own case, and nothing was determined"
    elif hits and not _lines_up(said, determination):
        yield f"{hits[0].group()!r} is not what was determined: {determination.get('verdict')}"


def _told(words: str, determination: Mapping[str, Any] | None) -> bool:
    """Whether the determination itself has the words: a path, a question or a reason that it gives."""
    return determination is not None and words.lower() in spaced(str(determination)).lower()


def _measures(words: str, said: str) -> bool:
    """Whether the words measure a thing ("sufficient strength") or belong to a class, and no person is their subject."""
    return bool(_DEGREE.search(words) or _DEGREE.search(said)) and not _WHOEVER.search(said)


_WHOEVER = re.compile(
    r"\b(?:every(?:one|body)?|all|any(?:one|body)?|each|whoever|nobody|no one|users?|askers?|applicants?|candidates?|persons?|people|answer)\b",
    re.IGNORECASE,
)


def _stands(words: str, quotes: str) -> bool:
    """Whether a clause has the words of a supposed verdict, so that they are told of the class and not of a person."""
    if re.search(r"\byou", words, re.IGNORECASE):
        return False
    verb = re.findall(r"\w+", words.lower())
    telling = [word for word in verb if re.match(r"(?:\w*qualif|meet|satisf|fulfil|suffic|adequa|enough|insuf|inadeq|eligib|exceed|fail|pass|short|apply|reject|accept|hire|select|consider|admit|denied|approv)", word)]  # fmt: skip
    return bool(telling) and all(re.search(rf"\b{word[:5]}", quotes, re.IGNORECASE) for word in telling)


def _own_case(said: str) -> str:
    """Words that state something of the asker, where a rule ("you need ...", "if you hold ...") states nothing."""
    yours = _YOURS.search(said)
    if yours:
        return yours.group()
    for match in _YOU.finditer(said):
        before = said[: match.start()].rstrip()
        if _ONLY_SUPPOSED.search(before) or _RULE.match(match["after"]) or _FOLLOWS.match(match["after"]):
            continue
        return match.group()
    return ""


def _lines_up(said: str, determination: Mapping[str, Any]) -> bool:
    verdict = _verdict_on(said, determination)
    if _OPEN.search(said):
        return verdict in {"undetermined", "needs_review"}
    if _SUPPOSING.search(said):
        return verdict != "met"
    return verdict == ("not_met" if _DENIES.search(said) else "met")


def _verdict_on(said: str, determination: Mapping[str, Any]) -> str:
    """The verdict on what is spoken of: a requirement that is named alone, else the whole."""
    named = [kind for kind, pattern in _PARTS.items() if re.search(pattern, said, re.IGNORECASE)]
    whole = str(determination.get("verdict"))
    if len(named) != 1 or _WHOLE.search(said):
        return whole
    nodes = [
        node
        for node in _nodes(determination.get("requirements", ()))
        if named[0] in (node.get("experience"), node.get("kind"))
    ]
    found = {str(node["verdict"]) for node in nodes if node.get("gates")}
    return found.pop() if len(found) == 1 else whole


_PARTS = {
    "general": r"\bgeneral experience\b",
    "special": r"\bspecial experience\b",
    "education": r"\b(?:degree|education(?:al)? requirement)\b",
    "credential": r"\b(?:licen[sc]e|certificat\w+) requirement\b",
}
_WHOLE = re.compile(r"\b(?:minimum|stated|all|the|every) (?:\w+ )?(?:qualifications|requirements)\b|\bqualif(?:y|ies|ied)\b|\beligible\b", re.IGNORECASE)  # fmt: skip


def _nodes(nodes: Any) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        yield node
        yield from _nodes(node.get("children", ()))
