"""The same core for other programs: five endpoints of Gradio's API, which are the MCP tools as well.

What is wrong with what was sent is said in the error, with what mends it. An argument that has a default may be null.
"""

# No `from __future__ import annotations`: Gradio reads the types of results from the functions as they are.

import json
from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from inspect import Parameter, signature
from typing import Annotated, Any, Literal

import gradio as gr
from anyio.to_thread import run_sync
from gradio.events import api as gradio_api
from mcp import types
from pydantic import ConfigDict, Field, ValidationError, create_model
from starlette.requests import Request

from assistant.cli_answer import answer_json
from assistant.cli_arguments import day, section_kinds
from assistant.cli_facts import reading_json
from assistant.cli_library import spec_json
from assistant.cli_search import hit_json
from assistant.eligibility.applicant import Applicant, dated, parse_applicant
from assistant.eligibility.freetext import merge, read_facts
from assistant.eligibility.match import match_classes
from assistant.web.desk import Desk
from corpus.errors import NotFound, SpecsError, UserMistake
from corpus.filters import Filters

Json = dict[str, Any]
Call = Callable[..., Any]

MOST = 200
"""Hits or classes that may be asked for at once."""
MOST_HISTORY = 50
"""Earlier questions that are taken with one."""


def endpoints(desk: Desk) -> dict[str, Call]:
    """Add the endpoints to the blocks that are being made; the functions by name."""
    found = {function.__name__: function for function in _functions(desk)}
    for name, function in found.items():
        gradio_api(function, api_name=name, api_visibility="public")
    return found


def tools(pages: gr.Blocks, functions: dict[str, Call], may_use: Callable[[Request], bool]) -> None:
    """Let the MCP server of the mounted pages offer these functions, and nothing else.

    Gradio's own way writes a result as Python does, and asks itself over the address that the client names; here it is
    JSON and asked directly. `may_use` says whether the sender of a request may use the tools.
    """
    if pages.mcp_server_obj is None:
        raise RuntimeError(f"the MCP tools could not be made: {getattr(pages, 'mcp_error', 'unknown reason')}")
    server = pages.mcp_server_obj.mcp_server
    for kind in (types.ReadResourceRequest, types.GetPromptRequest):
        server.request_handlers.pop(kind, None)

    @server.call_tool()  # type: ignore[untyped-decorator]
    async def call(name: str, arguments: Json) -> tuple[list[types.TextContent], Json]:
        request = server.request_context.request
        if request is None or not may_use(request):
            raise PermissionError("sign in first: POST name and password to /sign-in and send the cookie")
        if name not in functions:
            raise LookupError(f"there is no tool {name!r}; there are {', '.join(functions)}")
        try:
            found = await run_sync(partial(functions[name], **arguments))
        except gr.Error as error:
            raise ValueError(error.message) from error
        text = types.TextContent(type="text", text=json.dumps(found, ensure_ascii=False))
        return [text], found if isinstance(found, dict) else {"result": found}


Text = Annotated[str, Field(max_length=20_000)]
History = Annotated[list[Text], Field(max_length=MOST_HISTORY)]
Most = Annotated[int, Field(ge=1, le=MOST)]


def _functions(desk: Desk) -> list[Call]:
    """The endpoints; their names, types and docstrings are what other programs are told of them."""

    @_said
    def ask(question: str, class_code: str = "", history: list[str] | None = None, as_of: str = "") -> dict[str, Any]:
        """Answer a question about job classes from their specifications, each statement with the exact characters that
        prove it. Whether a person meets the stated minimum qualifications is computed by rules from what they say of
        themselves.

        Args:
            question: the question, as "How many years of experience do I need?"; at most 4000 characters
            class_code: the class that is meant, as 3039MP; empty: found from the question
            history: the earlier questions of the conversation, oldest first
            as_of: the day on which a person's own case is judged, as 2026-11-24; empty: today

        Returns:
            The answer: outcome (answered, abstained, clarify, determination), text, statements with citations
        """
        code = _code(desk, class_code) if class_code else None
        return answer_json(desk.ask(question, class_code=code, history=history or (), as_of=_day(desk, as_of)))

    @_said
    def search(  # noqa: PLR0917
        query: str, section: str = "", class_code: str = "", agency: str = "", salary_group: str = "", limit: int = 10
    ) -> list[dict[str, Any]]:
        """Find the clauses of current specifications that fit a query best.

        Args:
            query: what the clauses are to be about, in a few words
            section: only this section, as duties, substitutions_allowed or minimum_qualifications; empty: all
            class_code: only this class, as 3039MP; empty: all
            agency: only classes whose agency has these words; empty: all
            salary_group: only classes of this salary group, as MP 75; empty: all
            limit: the most clauses that are given, 1 to 200

        Returns:
            The clauses, best first: class_code, title, section, start, end, quote, score
        """
        if not query.strip():
            raise UserMistake("the query is empty", mend="say in a few words what the clauses are to be about")
        filters = Filters(
            class_codes=frozenset({desk.catalogue.entry(_code(desk, class_code)).class_code} if class_code else ()),
            sections=section_kinds([section] if section.strip() else []),
            agency=agency or None,
            salary_group=salary_group or None,
        )
        return [hit_json(hit) for hit in desk.search(query, filters, limit)]

    @_said
    def check(
        class_code: str,
        applicant: dict[str, Any] | None = None,
        said: str = "",
        as_of: str = "",
        mode: Literal["advisory", "as_filed"] = "advisory",
    ) -> dict[str, Any]:
        """Compute whether a person meets the stated minimum qualifications of a class. Nothing that is sent is stored;
        the agency makes the decision.

        Args:
            class_code: the class, as 3039MP
            applicant: the facts: education, credentials, employment, state_employee; absent is unknown, [] is none
            said: further facts in the person's own words, as "master's in education, 092, 11 years teaching"
            as_of: the day of the check, as 2026-11-24; empty: the applicant's own as_of, else today
            mode: advisory leaves open what is not known, as_filed does not count it

        Returns:
            The determination with its verdict (met, not_met, undetermined, needs_review), and what was read of said
        """
        found = desk.check(_code(desk, class_code), _applicant(desk, applicant, said, as_of), mode=mode).as_json()
        return {**found, "read": reading_json(read_facts(said))} if said.strip() else found

    @_said
    def match(
        applicant: dict[str, Any] | None = None, said: str = "", as_of: str = "", limit: int = 20
    ) -> dict[str, Any]:
        """Rank all classes by how near a person is to their stated minimum qualifications. Nothing that is sent is
        stored.

        Args:
            applicant: the facts as JSON, as for check
            said: further facts in the person's own words
            as_of: the day of the check, as 2026-11-24; empty: the applicant's own as_of, else today
            limit: the most classes that are given, 1 to 200

        Returns:
            count, the nearest matches with verdict and distance, and not_judged: classes whose rules cannot be used
        """
        facts = _applicant(desk, applicant, said, as_of)
        classes, not_judged = [], []
        for code in desk.rules.codes():
            try:
                classes.append((*desk.rules.rules(code), desk.rules.reviewed(code)))
            except UserMistake as error:  # a document that was imported; the other classes are matched all the same
                not_judged.append({"class_code": code, "reason": error.message})
        found = match_classes(facts, classes)
        return {"count": len(found), "matches": [one.as_json() for one in found[:limit]], "not_judged": not_judged}

    @_said
    def show(class_code: str, section: str = "") -> dict[str, Any]:
        """Give a specification, or one of its sections, clause by clause.

        Args:
            class_code: the class, as 3039MP
            section: only this section, as duties or general_experience; empty: the whole text

        Returns:
            The specification: class_code, title, revision, fields, and sections with their clauses
        """
        spec = desk.spec(_code(desk, class_code))
        kinds = section_kinds([section] if section.strip() else [])
        sections = [part for part in spec.sections if not kinds or kinds & {part.kind, part.topic}]
        if not sections:
            has = ", ".join(dict.fromkeys(part.kind.value for part in spec.sections))
            raise NotFound(f"{spec.class_code} has no section {section!r}", mend=f"it has {has}")
        return spec_json(spec, sections)

    return [ask, search, check, match, show]


_LIMITS = {"history": History, "limit": Most}
"""What arguments are checked against where their type does not say enough; texts against `Text`."""


def _said(function: Call) -> Call:
    """The function with its arguments checked, and every mistake told to whoever sent it."""
    takes = signature(function)
    arguments: dict[str, Any] = {
        name: (
            _LIMITS.get(name, Text if one.annotation is str else one.annotation),
            ... if _is_needed(one) else one.default,
        )
        for name, one in takes.parameters.items()
    }
    checked = create_model("Arguments", __config__=ConfigDict(strict=True), **arguments)

    @wraps(function)
    def told(*given: Any, **named: Any) -> Any:
        try:
            sent = takes.bind(*given, **named).arguments
            stated = {
                name: value for name, value in sent.items() if value is not None or _is_needed(takes.parameters[name])
            }
            return function(**dict(checked.model_validate(stated)))
        except TypeError as error:
            raise _error(str(error), _SEE) from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise _error(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", _SEE) from error
        except SpecsError as error:
            raise _error(error.message, error.mend) from error

    return told


_SEE = "docs/api.md says what each argument is"


def _is_needed(parameter: Parameter) -> bool:
    return parameter.default is Parameter.empty


def _error(message: str, mend: str | None) -> gr.Error:
    return gr.Error(f"{message} ({mend})" if mend else message, print_exception=False)


def _code(desk: Desk, class_code: str) -> str:
    code = desk.known(class_code)
    if code is None:
        raise NotFound(f"there is no class {class_code!r}", mend="search gives the codes of the classes that there are")
    return code


def _day(desk: Desk, as_of: str) -> date:
    return day(as_of) if as_of else desk.today()


def _applicant(desk: Desk, applicant: Json | None, said: str, as_of: str) -> Applicant:
    """The stated facts with those in the person's words, on the day that is given."""
    data: Json = dict(applicant or {})
    if as_of:
        data["as_of"] = day(as_of).isoformat()
    facts = dated(parse_applicant(data), desk.today())
    return merge(facts, read_facts(said)) if said.strip() else facts
