"""Write the pages of docs/reference that follow from the code, or check that they are current.

python docs/build.py            writes them
python docs/build.py --check    exits 1 and names each page that is not current
"""

import sys
from pathlib import Path

import click

from surefoot.cli import surefoot
from surefoot.engine.check.codes import AREAS, CodePage, visible
from surefoot.engine.check.codes import pages as code_pages

REFERENCE = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by docs/build.py; do not edit. -->\n"


def pages() -> dict[str, str]:
    """The name and text of every page."""
    return {"commands.md": commands_page(), "problem-codes.md": codes_page()}


def commands_page() -> str:
    """The help of every command."""
    sections = [f"{NOTE}# Commands\n\n{_help(surefoot, 'surefoot')}"]
    sections += [f"## {name}\n\n{_help(command, name)}" for name, command in _commands()]
    return "\n".join(sections)


def _commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    context = click.Context(surefoot)
    for name in surefoot.list_commands(context):
        command = surefoot.get_command(context, name)
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                one = command.get_command(context, sub)
                assert one is not None  # noqa: S101  (it is in the list)
                found.append((f"surefoot {name} {sub}", one))
        elif command is not None:
            found.append((f"surefoot {name}", command))
    return found


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=88, max_content_width=88,
        help_option_names=surefoot.context_settings["help_option_names"],
    )  # fmt: skip
    return f"```text\n{command.get_help(context)}\n```\n"


def codes_page() -> str:
    """Every code with what it means and its examples, by area."""
    lines = [
        f"{NOTE}# Codes of problems\n\n"
        "`surefoot kb explain KB121` prints one of these in the terminal.\n"
    ]
    for prefix, title in AREAS.items():
        lines.append(f"## {title}\n")
        lines += [_code(page) for code, page in code_pages().items() if code.startswith(prefix)]
    return "\n".join(lines)


def _code(page: CodePage) -> str:
    text = f"### {page.code} {page.name}\n\n{page.summary} {page.why}\n\n"
    if page.where == "happened":
        return f"{text}- Wrong: {page.bad}\n- Right: {page.good}\n"
    language = "sh" if page.where == "command" else "yaml"
    bad, good = visible(page.bad), visible(page.good)
    return f"{text}```{language}\n# wrong\n{bad}\n\n# right\n{good}\n```\n"


def main() -> None:
    """Write or check, as the arguments say."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, text in pages().items():
        path = REFERENCE / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if check and stale:
        print(f"not current: {', '.join(stale)}; run python docs/build.py", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
