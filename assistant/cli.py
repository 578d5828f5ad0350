"""The command `specs`.

Exit codes: 0 done, 1 nothing found, 2 the user's mistake, 3 some inputs failed, 4 the home or the model needs mending
(`specs doctor` says how), 130 stopped by the person.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from assistant.cli_ask import ask
from assistant.cli_chat import chat
from assistant.cli_check import check
from assistant.cli_differences import compare_classes, diff
from assistant.cli_doctor import doctor
from assistant.cli_eval import evaluations
from assistant.cli_library import history, list_classes, show
from assistant.cli_match import match, report
from assistant.cli_rules import rules
from assistant.cli_search import search
from assistant.cli_serve import serve
from assistant.cli_taking import demo, ingest, sync_home
from assistant.cli_terminal import complain
from corpus.errors import InputError, SpecsError, StoreError, UserMistake

EXIT_CODES: tuple[tuple[type[SpecsError], int], ...] = ((StoreError, 4), (InputError, 3), (SpecsError, 2))
STOPPED = 130

COMMANDS: dict[str, Callable[..., None]] = {
    "ask": ask,
    "chat": chat,
    "serve": serve,
    "search": search,
    "list": list_classes,
    "show": show,
    "history": history,
    "diff": diff,
    "compare": compare_classes,
    "check": check,
    "match": match,
    "report": report,
    "rules": rules,
    "ingest": ingest,
    "sync": sync_home,
    "doctor": doctor,
    "demo": demo,
}

app = typer.Typer(name="specs", add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(evaluations, name="eval")
GROUPS = {
    "eval": tuple(str(one.name or one.callback.__name__) for one in evaluations.registered_commands if one.callback)
}


@app.callback(invoke_without_command=True)
def specs(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    """Ask government job-class specifications; every statement is proven by the characters it cites."""
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"specs {version_of('spec-assistant')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit code."""
    try:
        return int(app(list(arguments), prog_name="specs", standalone_mode=False) or 0)
    except SpecsError as error:
        complain(error)
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)  # the command that was meant, where one was
        path = context.command_path if context else "specs"
        complain(UserMistake(error.format_message(), mend=f"{path} --help"))
        return 2
    except (typer.Abort, KeyboardInterrupt):
        return STOPPED
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def main() -> None:
    """Run the command line that this process was started with."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character is no error
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
