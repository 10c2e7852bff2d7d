"""typer, speaking Chinese: its help page and its complaints about a command line."""

import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

WORDS = {
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示这份说明。",
    "[default: ": "[默认 ",
    "[required]": "[必填]",
}
COMPLAINTS = {
    "NoSuchOption": "没有这个选项",
    "MissingParameter": "少写了一项",
    "BadParameter": "有一项写得不对",
    "NoSuchCommand": "没有这个命令",
}
BAD_USAGE = 2


def in_chinese(text: str) -> str:
    for english, chinese in WORDS.items():
        text = text.replace(english, chinese)
    return text


class Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


def group(help_text: str) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        help=help_text,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )


def run(app: typer.Typer, name: str) -> int:
    """Runs the command of sys.argv; returns its exit code. Bad usage is one Chinese line."""
    arguments = sys.argv[1:] or ["--help"]
    try:
        return int(typer.main.get_command(app).main(arguments, name, standalone_mode=False) or 0)
    except Exception as error:
        # typer has its own copy of click's exceptions and exports only some: known by their names
        if not hasattr(error, "format_message"):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message())
            return BAD_USAGE
        print(f"{_complaint(error)}。用法请看：{_path(error) or name} --help", file=sys.stderr)
        return BAD_USAGE


def _complaint(error: Any) -> str:
    words = COMPLAINTS.get(type(error).__name__, "命令写得不对")
    parameter = getattr(error, "param", None)
    what = getattr(error, "option_name", "") or getattr(parameter, "name", "") or getattr(error, "param_hint", "")
    return f"{words}：{what}" if what else words


def _path(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else ""
