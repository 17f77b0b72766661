"""The `dudao` command: every command on one page, and what leads to which exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.main import get_command

from cli import (
    apply_commands,
    case_acts,
    case_commands,
    channel_commands,
    complaint_commands,
    day_commands,
    draft_command,
    draw_commands,
    folder_commands,
    history_commands,
    load_commands,
    outbox_commands,
    plan_commands,
    rotation_commands,
    sheet_commands,
    supervision_commands,
    target_commands,
    visit_commands,
)
from cli.failing import TROUBLES, as_ours, refuse, refuse_usage
from cli.helping import dress
from cli.printing import note
from cli.speaking import speak, told

INTERRUPTED = 130
COMMANDS: dict[str, Callable[..., None]] = {
    "init": folder_commands.init,
    "check": folder_commands.check,
    "calendar": folder_commands.calendar,
    "apply": apply_commands.apply,
    "up": folder_commands.up,
    "work": folder_commands.work,
    "day": day_commands.day,
    "simulate": day_commands.simulate,
    "load": load_commands.load,
    "board": case_commands.board,
    "cases": case_commands.cases,
    "case": case_commands.case,
    "record-finding": case_commands.record_finding,
    "record-visit": visit_commands.record_visit,
    "visits": visit_commands.visits,
    "rotation": rotation_commands.rotation,
    "submit": case_commands.submit,
    "return": case_commands.return_,
    "verify": case_commands.verify,
    "close": case_commands.close,
    "answer": case_commands.answer,
    "issue-notice": case_acts.issue_notice,
    "receive": case_acts.receive,
    "begin": case_acts.begin,
    "revisit": case_acts.revisit,
    "withdraw": case_acts.withdraw,
    "ask-extension": case_acts.ask_extension,
    "decide-extension": case_acts.decide_extension,
    "decide": case_acts.decide,
    "monitor": case_acts.monitor,
    "end-monitoring": case_acts.end_monitoring,
    "targets": target_commands.targets,
    "target": target_commands.target,
}
GROUPS: dict[str, dict[str, Callable[..., None]]] = {
    "outbox": {
        "list": outbox_commands.troubled,
        "send-again": outbox_commands.send_again,
        "count-as-sent": outbox_commands.count_as_sent,
        "held": outbox_commands.held,
        "release": outbox_commands.release,
    },
    "channel": {
        "list": channel_commands.channels,
        "test": channel_commands.send_test,
        "seal": channel_commands.seal,
        "on": channel_commands.on,
    },
    "key": {"new": channel_commands.key_new, "rotate": channel_commands.key_rotate},
    "plan": {"export": plan_commands.export, "import": plan_commands.import_, "draft": draft_command.draft},
    "roster": {"export": sheet_commands.export_roster_, "import": sheet_commands.import_roster},
    "complaint": {
        "register": complaint_commands.register,
        "list": complaint_commands.list_,
        "keep-source": complaint_commands.keep_source,
        "show": complaint_commands.show,
        "answer": complaint_commands.answer,
        "assign": complaint_commands.assign,
        "extend": complaint_commands.extend,
        "link": complaint_commands.link,
        "finish": complaint_commands.finish,
    },
    "terms": {"export": sheet_commands.export_terms, "import": sheet_commands.import_terms},
    "history": {"verify": history_commands.verify},
    "draw": {"new": draw_commands.new, "show": draw_commands.show, "verify": draw_commands.verify},
    "supervision": {
        "new": supervision_commands.new,
        "show": supervision_commands.show,
        "step": supervision_commands.step,
        "change": supervision_commands.change,
    },
}
"""Commands of two words: ``dudao plan export``."""


def run() -> None:
    """The process ends with the command's exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    raise SystemExit(call(sys.argv[1:]))


def call(arguments: list[str]) -> int:
    """The exit code of one call: 0 done, 1 the input or the state has problems, 2 wrong usage."""
    speak()
    as_json = "--json" in arguments
    try:
        return build()(args=arguments or ["--help"], prog_name="dudao", standalone_mode=False) or 0
    except TROUBLES as error:
        return refuse(as_ours(error), as_json=as_json)
    except typer.TyperException as error:
        return refuse_usage(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        note(told("error.interrupted"))
        return INTERRUPTED


def build() -> Any:
    """The command with its help in the language of this run."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    for name, command in COMMANDS.items():
        app.command(name)(command)
    for group, commands in GROUPS.items():
        below = typer.Typer(add_completion=False)
        for name, command in commands.items():
            below.command(name)(command)
        app.add_typer(below, name=group)
    return dress(get_command(app))
