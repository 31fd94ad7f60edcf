#!/usr/bin/env python3
"""Two types of one name in one namespace are one to the linker, whatever stands in them: inline
functions of the one are then called for the other, and no compiler says so. Every struct, class and
enum of ours outside an anonymous namespace must be defined once."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TOKEN = re.compile(
    r"""namespace\s+(?P<space>[\w:]+)\s*\{"""
    r"""|(?P<anonymous>namespace\s*\{)"""
    r"""|\b(?:struct|class|union|enum(?:\s+class|\s+struct)?)\s+(?P<type>\w+)(?P<more>(?:::\w+|<[^{};]*>)*)"""
    r"""\s*(?:final\s*)?(?::(?!:)[^;{}]*)?\{"""
    r"""|(?P<open>\{)|(?P<close>\})"""
)
# What braces in them would confuse.
SKIPPED = re.compile(r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", re.S)


def types_in(text: str):
    """Every type defined in a namespace that has a name, with that namespace and its line."""
    text = SKIPPED.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    scopes: list[tuple[str, str]] = []  # kind: space, anonymous, type, other; and its name
    for found in TOKEN.finditer(text):
        if found["close"]:
            if scopes:
                scopes.pop()
        elif found["space"]:
            scopes.append(("space", found["space"]))
        elif found["anonymous"]:
            scopes.append(("anonymous", ""))
        elif found["type"]:
            # A specialisation, or a class within another, has a name of its own.
            if not found["more"] and all(kind == "space" for kind, _ in scopes):
                line = text.count("\n", 0, found.start()) + 1
                yield "::".join(name for _, name in scopes), found["type"], line
            scopes.append(("type", found["type"]))
        else:
            scopes.append(("other", ""))


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "*.hpp", "*.cpp"], cwd=ROOT, check=True, capture_output=True, text=True)
    places = defaultdict(list)
    files = listed.stdout.split()
    for path in files:
        program = "tests" if path.startswith("tests/") else ""
        for space, name, line in types_in((ROOT / path).read_text()):
            places[program, space, name].append(f"{path}:{line}")
    # Each test program is linked alone, so only what stands in the headers of tests is shared.
    twice = {
        key: where
        for key, where in places.items()
        if len([each for each in where if key[0] == "" or ".hpp" in each]) > 1
    }
    for (_, space, name), where in sorted(twice.items()):
        print(f"{space}::{name} is defined {len(where)} times: {', '.join(where)}", file=sys.stderr)
    print(f"types: {len(places)} in {len(files)} files, {len(twice)} of a name twice")
    return 1 if twice else 0


if __name__ == "__main__":
    sys.exit(main())
