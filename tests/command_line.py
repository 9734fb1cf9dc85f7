"""What the tests of the command line share: running a command, and tables to run it on."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import click
from click.testing import CliRunner

from borderviz.cli import main

HEADER = "event_id,event_type,place,date,latitude,longitude,killed_low,killed_high"
GOOD = "a,arrest,Hyesan,2021-01-28,,,,"
BAD = [
    ("b,arrest,Hyesan,2021-13,,,,", 3, "date", "2021-13", "13 is not a month"),
    ("c,arrest,Hyesan,,95,128,,", 4, "latitude", "95", "from -90 to 90"),
    ("d,arrest,Hyesan,,,,5,3", 5, "killed_low", "5", "greater than killed_high"),
    ("a,arrest,Musan,,,,,", 6, "event_id", "a", "that of row 2 too"),
    ("e,arest,Musan,,,,,", 7, "event_type", "arest", "did you mean 'arrest'"),
]
SHORT = ("--rule", "kp-north-2020-ru")  # the shortest border: soon drawn
INTERNAL = ("--policy", "internal")
OWN = "name,kind,country,admin1,latitude,longitude,aliases"
MARKET = "Namsan Market,site,KP,KP-10,41.4,128.18,남산장마당"
# What clears a screen, rings, renames a window, turns the writing round.
ESCAPES = "\x1b[2J\x07\x1b]0;owned\x07\u202e"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def coloured(*arguments):
    """Run as on a terminal: click then leaves escape sequences as they are."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], color=True)


def write(name, *rows, header=HEADER, encoding="utf-8"):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("\n".join([header, *rows, ""]), encoding=encoding)
    return name


def the_error(done, status=1):
    """Return the one line of an error; anything else is a failure."""
    assert done.exit_code == status, (done.output, done.exception)
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("borderviz: ")
    assert "Traceback" not in line
    return line


def rows_of(text):
    return list(csv.DictReader(text.splitlines()))


def commands(group=main, path=()):
    """Yield every command with the words that call it."""
    for name, command in sorted(group.commands.items()):
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def examples(path):
    """Return the examples that a command's help gives."""
    done = run(*path, "--help")
    assert done.exit_code == 0
    _, _, told = done.stdout.partition("Example:\n")
    return [line.strip() for line in told.splitlines() if line.strip().startswith("borderviz ")]
