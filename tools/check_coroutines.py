#!/usr/bin/env python3
"""Refuses what GCC 12 destroys twice: an expression with co_await that makes an aggregate by braces, a
lambda with captures, or a value by ?: (style: name it on a line of its own and move it in)."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AWAIT = re.compile(r"\bco_await\b(?P<rest>[^;]*);", re.S)


def without_comments_and_strings(text: str) -> str:
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"', lambda m: " " * len(m.group()), text, flags=re.S)


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "server/net/*.cpp",
                             "server/net/*.hpp", "server/app/*.cpp"],
                            cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    complaints = []
    for path in sorted(set(listed)):
        text = (ROOT / path).read_text()
        for found in AWAIT.finditer(without_comments_and_strings(text)):
            # A condition ends at the brace that opens its block: `if (!co_await x()) {`.
            rest = re.split(r"\)\s*\{\s*$|\)\s*\n?\s*\{", found["rest"])[0]
            bad = [what for what in "{[?" if what in rest]
            if bad:
                line = text.count("\n", 0, found.start()) + 1
                complaints.append(f"{path}:{line}: '{bad[0]}' in an expression with co_await: name it first")
    for each in complaints:
        print(each, file=sys.stderr)
    print(f"coroutines: {len(listed)} files, {len(complaints)} expressions to name first")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
