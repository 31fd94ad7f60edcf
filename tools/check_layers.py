#!/usr/bin/env python3
"""Keeps the picture of which room opens onto which (docs/architecture.md): every include of ours must
follow an arrow, and heavy libraries stay in the few files that may know them. A new arrow is a
decision with a page in docs/decisions/."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Room (longest prefix wins) -> rooms it may include, besides itself.
ROOMS = {
    "protocol/text": [],
    "protocol/csv": ["protocol/text"],
    "protocol/marc": ["protocol/text"],
    "protocol": ["protocol/text"],
    "storage/records": [],
    "storage": ["storage/records"],
    "storage/sql": ["storage", "storage/records"],
    "storage/sqlite": ["storage", "storage/records", "storage/sql"],
    "storage/open_store": ["storage", "storage/records", "storage/sql", "storage/sqlite"],
    "storage/backup": ["storage", "storage/records", "storage/sql", "storage/sqlite"],
    "config": [],
    "server/log": [],
    "server/metrics": [],
    "server/circulation": ["storage", "storage/records", "config"],
    "server/dispatch": ["protocol", "server/circulation", "storage/records", "config"],
    "server/relay": ["protocol", "server/circulation", "storage/records", "config"],
    "server/shadow": ["server/circulation", "storage", "storage/records"],
    "server/notices": ["server/circulation", "storage", "storage/records", "config"],
    "server/net": ["server/dispatch", "server/relay", "server/shadow", "protocol", "server/circulation", "storage", "storage/records",
                   "config", "server/log", "server/metrics"],
    "server/app": ["server/net", "server/notices", "server/dispatch", "server/relay", "server/circulation", "storage", "storage/records",
                   "storage/open_store", "config", "server/log", "server/metrics"],
    "tools/circdesk": ["protocol", "protocol/text", "protocol/csv", "protocol/marc", "config", "storage",
                       "storage/records", "storage/open_store", "storage/backup", "server/circulation", "server/dispatch",
                       "server/notices", "server/relay", "server/shadow", "server/log"],
    "tests": None,  # may use all; nothing uses tests
}

# Header prefix -> where alone it may be included (tests apart).
HEAVY = {
    "boost/beast": ["server/net/http_request", "server/net/backend_reply", "tools/circdesk/connection_http"],
    "boost/asio": ["server/net", "server/app", "tools/circdesk/connection"],
    "spdlog/": ["server/log"],
    "prometheus/": ["server/metrics/registry"],
    "CLI/": ["server/app", "tools/circdesk/main"],
    "toml++/": ["config", "tools/circdesk"],
    "sqlite3.h": ["storage/sqlite"],
    "sodium.h": ["server/circulation"],
    "crypt.h": ["server/circulation/verifier"],
    "openssl/": ["protocol/tls"],
    "libxml/": ["protocol/marc", "protocol/ncip/xml"],
    "yaz/": ["protocol/marc"],
    "date/": ["server/circulation"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path: str) -> str | None:
    fitting = [r for r in ROOMS if path == r or path.startswith(r + "/") or path.startswith(r + ".")]
    return max(fitting, key=len, default=None)


def complaints_about(path: str):
    own = room_of(path)
    allowed = ROOMS.get(own) if own else None
    for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, header = found.groups()
        if quote == '"':
            target = room_of(header)
            if target is None or not (ROOT / header).exists():
                if own != "tests" and "/embedded_" not in header:  # made by the build
                    yield f"{path}:{number}: \"{header}\" is not a path from the root"
            elif own != "tests" and target != own and (allowed is None or target not in allowed):
                yield f"{path}:{number}: {own} may not include {target} ({header})"
        elif own != "tests":
            for prefix, homes in HEAVY.items():
                if header.startswith(prefix) and not any(path.startswith(home) for home in homes):
                    yield f"{path}:{number}: <{header}> belongs to {', '.join(homes)} alone"


def rooms_left_out():
    """Rooms that the page's table does not name, whole or by its last word behind another of their folder."""
    page = (ROOT / "docs/architecture.md").read_text()
    for room in ROOMS:
        if f"`{room}`" not in page and f"`{room.rsplit('/', 1)[-1]}`" not in page and ROOMS[room] is not None and "/" in room:
            yield f"docs/architecture.md: the room {room} is not told of"


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.hpp", "*.cpp"], cwd=ROOT,
                            check=True, capture_output=True, text=True).stdout.split()
    complaints = [c for path in sorted(set(listed)) if (ROOT / path).exists() for c in complaints_about(path)]
    complaints += rooms_left_out()
    for each in complaints:
        print(each, file=sys.stderr)
    print(f"layers: {len(listed)} files, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
