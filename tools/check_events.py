#!/usr/bin/env python3
"""Keeps the catalogue of log events true: every enumerator of server/log/events.hpp is named where something
happens. A row that nobody writes promises a line, a figure and an alert that never come."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = "server/log/events.hpp"
ROOMS = ("server", "storage", "tools")
# The table itself, and those who only count what was written.
READERS = {CATALOGUE, "server/log/events.cpp", "server/log/log.cpp", "server/app/figures.cpp"}

PASSED_OVER = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
ENUMERATORS = re.compile(r"enum class event\b[^{]*\{([^}]*)\}")
USE = re.compile(r"\bevent::(\w+)")


def code_of(path: Path) -> str:
    return PASSED_OVER.sub(" ", path.read_text())


def events() -> list[str]:
    return re.findall(r"\w+", ENUMERATORS.search(code_of(ROOT / CATALOGUE)).group(1))


def sources():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.[ch]pp")):
            if str(path.relative_to(ROOT)) not in READERS:
                yield path


def main() -> int:
    written = {name for path in sources() for name in USE.findall(code_of(path))}
    all_events = events()
    silent = [each for each in all_events if each not in written]
    for each in silent:
        print(f"{CATALOGUE}: nobody writes {each}", file=sys.stderr)
    print(f"events: {len(all_events)}, {len(silent)} that nobody writes")
    return 1 if silent or not all_events else 0


if __name__ == "__main__":
    sys.exit(main())
