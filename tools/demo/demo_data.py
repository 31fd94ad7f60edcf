"""Reads the demo library's files and answers questions about them; check is built on it."""

import collections
import csv
import pathlib
import re
import tomllib

HERE = pathlib.Path(__file__).resolve().parent

STILL_LENT = {"lost", "claimed_returned"}  # item states in which the loan stays with its patron


def luhn_digit(digits):
    doubled = [int(c) * (2 - k % 2) for k, c in enumerate(reversed(digits))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def is_number(text, kind, library="9012"):
    return (re.fullmatch(kind + library + r"\d{9}", text) is not None) and luhn_digit(text[:-1]) == text[-1]


def is_isbn(text):
    return re.fullmatch(r"97[89]\d{10}", text) is not None and \
        sum(int(c) * (1, 3)[k % 2] for k, c in enumerate(text)) % 10 == 0


def is_issn(text):
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", text):
        return False
    values = [10 if c == "X" else int(c) for c in text.replace("-", "")]
    return sum(v * w for v, w in zip(values, range(8, 0, -1))) % 11 == 0


def cents(text):
    if not re.fullmatch(r"\d+\.\d\d", text):
        raise ValueError(f"not an amount: {text!r}")
    return int(text.replace(".", ""))


def read_csv(name):
    with open(HERE / name, encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, strict=True))


def read_toml(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def grouped(rows, key):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def keyed(rows, key, what):
    table = {row[key]: row for row in rows}
    if len(table) != len(rows):
        raise ValueError(f"{what}: the same {key} twice")
    return table


class Policy:
    """The policy that ships, in config/circdesk.toml: each key comes from the first matching rule that sets it."""

    def __init__(self):
        shipped = HERE.parent.parent / "config" / "circdesk.toml"
        self.rules = tomllib.loads(shipped.read_text(encoding="utf-8"))["policy"]

    def term(self, key, **about):
        for rule in self.rules:
            conditions = rule.get("when", {}).items()
            if key in rule["set"] and all(about.get(name) in words for name, words in conditions):
                return rule["set"][key]
        raise ValueError(f"circdesk.toml: no rule sets {key}")

    def term_for(self, key, patron, item):
        return self.term(key, patron_category=patron["category"], item_type=item["item_type"],
                         collection=item["collection"], item_branch=item["branch"])

    def in_words(self, key):
        """The last rule's value, then each other rule's by its name: "20; children 10"."""
        set_by = [(rule["name"], rule["set"][key]) for rule in self.rules if key in rule["set"]]
        if not set_by:
            raise ValueError(f"circdesk.toml: no rule sets {key}")
        spoken = [(name, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value) or "none")
                  for name, value in set_by]
        return "; ".join([spoken[-1][1]] + [f"{name} {value}" for name, value in spoken[:-1]])


class Demo:
    """All files of the demo, with the look-ups that the checks need."""

    def __init__(self):
        self.titles = keyed(read_csv("books.csv"), "control_number", "books.csv")
        self.items = keyed(read_csv("items.csv"), "barcode", "items.csv")
        self.patrons = keyed(read_csv("patrons.csv"), "card", "patrons.csv")
        self.library = read_toml("library.toml")
        self.business = read_toml("business.toml")
        self.tour = read_toml("tour.toml")["try"]
        self.away = read_toml("tour.toml")["away"]
        self.neighbours_items = keyed(read_csv("neighbour/items.csv"), "barcode", "neighbour/items.csv")
        self.profiles = read_toml("settings.toml")["profile"]
        self.branches = keyed(self.library["branch"], "code", "library.toml")
        self.terminals = keyed(self.library["terminal"], "login", "library.toml")
        self.loans = keyed(self.business["loan"], "item", "business.toml, loan")
        self.item_states = keyed(self.business["item_state"], "item", "business.toml, item_state")
        self.holds = self.business["hold"]
        self.trapped = {h["item"]: h for h in self.holds if h["state"] in ("on_shelf", "in_transit")}
        self.loans_of = grouped(self.loans.values(), "card")
        self.holds_of = grouped(self.holds, "card")
        self.copies = grouped(self.items.values(), "control_number")

    def profile_of(self, login):
        """What the demo's own settings say of the profile of this terminal; nothing for one that ships."""
        return self.profiles.get(self.terminals[login]["profile"], {})

    def state_of(self, item):
        return self.item_states.get(item, {}).get("state", "")

    def title_of(self, hold):
        return hold.get("control_number") or self.items[hold["item"]]["control_number"]

    def overdue_of(self, card):
        return [l for l in self.loans_of[card]
                if l["due_in_days"] < 0 and self.state_of(l["item"]) not in STILL_LENT]

    def lent_in_state(self, card, state):
        return [l for l in self.loans_of[card] if self.state_of(l["item"]) == state]

    def owed_by(self, card):
        fees = sum(cents(f["amount"]) for f in self.business["fee"] if f["card"] == card)
        return fees - sum(cents(p["amount"]) for p in self.business["payment"] if p["card"] == card)

    def states_of(self, card):
        return [s.partition(":")[::2] for s in self.patrons[card]["states"].split(";") if s]

    def is_available(self, item):
        lapsed = any(h["state"] == "lapsed" and h.get("item") == item for h in self.holds)
        return not (item in self.loans or item in self.item_states or item in self.trapped or lapsed)

    def waiting_for(self, control_number):
        return [h for h in self.holds if h["state"] == "queued" and self.title_of(h) == control_number]
