"""The help of every command, in the language of this run: the words stand in the catalogue, not in the code."""

from __future__ import annotations

from typing import Any

import typer

from cli.speaking import told


def dress(group: Any) -> Any:
    """The whole command with its help in the language of this run.

    Args:
        group: what `typer.main.get_command` gives; commands and options are found by their names in the catalogue.
    """
    group.help = told("about")
    _dress_parameters(group)
    for name, command in group.commands.items():
        _dress_command(name, command)
        for second, below in getattr(command, "commands", {}).items():
            _dress_command(f"{name}-{second}", below)
    return group


def _dress_command(name: str, command: Any) -> None:
    command.help = told(f"command.{name}")
    command.short_help = None
    command.rich_help_panel = told("panel.commands")
    _dress_parameters(command)


def _dress_parameters(command: Any) -> None:
    for parameter in command.params:
        is_argument = parameter.param_type_name == "argument"
        parameter.help = told(f"parameter.{parameter.name}")
        parameter.rich_help_panel = told("panel.arguments" if is_argument else "panel.options")
    option = command.get_help_option(typer.Context(command))
    option.help = told("parameter.help")
    option.rich_help_panel = told("panel.options")
