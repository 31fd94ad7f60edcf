#!/usr/bin/env python3
"""Keeps what pages say of the tree true: every file or folder that a page names in backquotes is there,
and so is every page that it links to. TARGET and the like stand for anything, * for any part of a name,
and `name.*` may be written `name` where there is a header beside the source."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config/", "docs/", "protocol/", "server/", "storage/", "tests/", "tools/")

QUOTED = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b")
SOURCE = re.compile(r"[\w*-]+\.(?:cpp|hpp|py|sql|cmake)")


def tracked() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")


class Tree:
    def __init__(self, files: list[str]):
        self.paths = set(files) | {str(folder) for each in files for folder in PurePosixPath(each).parents}
        self.paths |= {each.rsplit(".", 1)[0] for each in files}
        self.names = {PurePosixPath(each).name for each in files}

    def has(self, path: str) -> bool:
        return path in self.paths or ("*" in path and any(fnmatch(each, path) for each in self.paths))

    def has_name(self, name: str) -> bool:
        return name in self.names or ("*" in name and any(fnmatch(each, name) for each in self.names))


def missing_in(page: str, tree: Tree):
    for number, line in enumerate((ROOT / page).read_text().split("\n"), 1):
        for word in QUOTED.findall(line):
            if PLACEHOLDER.search(word):
                continue
            path = word.rstrip("/")
            if word.startswith(ROOMS) and not tree.has(path):
                yield f"{page}:{number}: there is no {word}"
            elif "/" not in word and SOURCE.fullmatch(word) and not tree.has_name(word):
                yield f"{page}:{number}: there is no file {word}"
        for target in LINK.findall(line):
            if "://" not in target and not (ROOT / page).parent.joinpath(target).exists():
                yield f"{page}:{number}: the link to {target} leads nowhere"


def main() -> int:
    files = tracked()
    tree = Tree(files)
    pages = [each for each in files if each.endswith(".md") and not each.startswith("docs/changelog.d/")]
    found = [each for page in pages if page != "CHANGELOG.md" for each in missing_in(page, tree)]
    for each in found:
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
