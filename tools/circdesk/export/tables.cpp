#include "tools/circdesk/export/tables.hpp"

#include "storage/titles.hpp"
#include "tools/circdesk/export/marc_records.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/terms_column.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace circ::tool {
namespace {

using namespace storage;

constexpr int rows_of_page = 200;
constexpr page whole_account{.first = 0, .count = 100'000};

// Catalogue

constexpr std::array<std::string_view, 7> title_columns{
    "control_number", "title", "author", "isbn", "year", "language", "record"};
constexpr std::array<std::string_view, 21> item_columns{"barcode",
                                                        "control_number",
                                                        "branch",
                                                        "place",
                                                        "location",
                                                        "item_type",
                                                        "collection",
                                                        "call_number",
                                                        "media",
                                                        "status",
                                                        "price",
                                                        "note",
                                                        "parts",
                                                        "properties",
                                                        "lender",
                                                        "wanted_back",
                                                        "renewable",
                                                        "temporary_location",
                                                        "temporary_type",
                                                        "temporary_until",
                                                        "created_at"};

template <class Record>
table_page page_of(std::vector<Record> records,
                   std::string Record::*key,
                   const std::function<std::vector<std::string>(const Record&)>& row) {
    table_page made;
    for (const auto& each : records)
        made.rows.push_back(row(each));
    if (records.size() == rows_of_page) made.next = records.back().*key;
    return made;
}

table_page titles(export_source& with, const std::string& after) {
    return page_of<title>(known_titles_after(with.from, with.library.institution.id, after, rows_of_page),
                          &title::control_number,
                          [&](const title& one) -> std::vector<std::string> {
                              return {one.control_number,
                                      one.text,
                                      one.author,
                                      one.isbn,
                                      std::to_string(one.year),
                                      one.language,
                                      record_digest(one, with.from.marc_of(one.id))};
                          });
}

table_page items(export_source& with, const std::string& after) {
    const auto& of = with.library.institution;
    return page_of<item>(with.from.items_after(of.id, after, rows_of_page),
                         &item::barcode,
                         [&](const item& one) -> std::vector<std::string> {
                             return {one.barcode,
                                     title_reader(with.from).known_number_of(one.title),
                                     with.library.branch(one.branch).code,
                                     with.library.branch(one.place).code,
                                     one.location,
                                     one.item_type,
                                     one.collection,
                                     one.call_number,
                                     std::to_string(static_cast<int>(one.media)),
                                     std::string(name_of(one.state)),
                                     export_text(one.price, of),
                                     one.note,
                                     std::to_string(one.parts),
                                     one.properties,
                                     one.lender,
                                     export_text(one.wanted_back),
                                     one.renewable ? "1" : "0",
                                     one.temporary_location,
                                     one.temporary_type,
                                     export_text(one.temporary_until),
                                     export_text(std::optional(one.created_at))};
                         });
}

// Patrons, and what stands open of each

constexpr std::array<std::string_view, 13> patron_columns{"card",
                                                          "family_name",
                                                          "given_name",
                                                          "birth_date",
                                                          "category",
                                                          "branch",
                                                          "language",
                                                          "address",
                                                          "email",
                                                          "phone",
                                                          "expires_on",
                                                          "guarantor",
                                                          "pin"};
constexpr std::array<std::string_view, 4> card_columns{"number", "card", "state", "since"};
constexpr std::array<std::string_view, 12> loan_columns{"item",
                                                        "card",
                                                        "branch",
                                                        "lent_at",
                                                        "due_at",
                                                        "renewals",
                                                        "state",
                                                        "since",
                                                        "recalled_at",
                                                        "recall_due_at",
                                                        "due_before_recall",
                                                        "terms"};
constexpr std::array<std::string_view, 12> hold_columns{"card",
                                                        "control_number",
                                                        "item",
                                                        "level",
                                                        "pickup",
                                                        "placed_at",
                                                        "state",
                                                        "shelf_until",
                                                        "expires_on",
                                                        "suspended_until",
                                                        "place",
                                                        "recalls"};
constexpr std::array<std::string_view, 7> fee_columns{
    "card", "assessed_at", "kind", "amount", "item", "note", "original"};
constexpr std::array<std::string_view, 2> credit_columns{"card", "amount"};
constexpr std::array<std::string_view, 4> block_columns{"card", "kind", "reason", "placed_at"};
constexpr std::array<std::string_view, 4> message_columns{"card", "to", "text", "until"};

using row_list = std::vector<std::vector<std::string>>;

/// Who holds a card, if it is the one by which they are named.
struct named_patron {
    patron who;
    std::string card;
};

/// The cards of a page, each told to `take`.
table_page walk_cards(export_source& with,
                      const std::string& after,
                      const std::function<void(const card&, row_list&)>& take) {
    const auto cards = with.from.cards_after(with.library.institution.id, after, rows_of_page);
    table_page made;
    for (const auto& each : cards)
        take(each, made.rows);
    if (cards.size() == rows_of_page) made.next = cards.back().number;
    return made;
}

/// The patrons whose cards are on a page, each told to `take`, whose rows are sorted.
table_page walk_patrons(export_source& with,
                        const std::string& after,
                        const std::function<void(const named_patron&, row_list&)>& take) {
    return walk_cards(with, after, [&](const card& own, row_list& rows) {
        if (circulation::card_number_of(with.from, own.patron) != own.number) return;
        const auto who = with.from.find_patron(own.patron);
        if (!who || who->erased_at) return;
        row_list of_patron;
        take({*who, own.number}, of_patron);
        std::ranges::sort(of_patron);
        for (auto& row : of_patron)
            rows.push_back(std::move(row));
    });
}

table_page patrons(export_source& with, const std::string& after) {
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        const auto& who = one.who;
        rows.push_back(
            {one.card,
             who.family_name,
             who.given_name,
             export_text(who.birth_date),
             who.category,
             with.library.branch(who.branch).code,
             who.language,
             who.address,
             who.email,
             who.phone,
             export_text(who.expires_on),
             who.guarantor ? circulation::card_number_of(with.from, who.guarantor) : std::string(),
             with.with_pins ? who.pin_verifier : std::string()});
    });
}

/// All cards but those by which good patrons are named anyway.
table_page cards(export_source& with, const std::string& after) {
    constexpr std::array states{"good", "lost", "stolen", "replaced", "retained"};
    return walk_cards(with, after, [&](const card& one, row_list& rows) {
        const auto who = with.from.find_patron(one.patron);
        const std::string named = circulation::card_number_of(with.from, one.patron);
        if (!who || who->erased_at || (named == one.number && one.state == card_state::good))
            return;
        rows.push_back({one.number,
                        named,
                        states.at(static_cast<std::size_t>(one.state)),
                        export_text(std::optional(one.since))});
    });
}

/// By the item, which is out once at most.
table_page loans(export_source& with, const std::string& after) {
    table_page made;
    const auto items = with.from.items_after(with.library.institution.id, after, rows_of_page);
    for (const auto& each : items) {
        const auto facts = with.from.item_with_facts(each.id);
        if (!facts || !facts->open_loan) continue;
        const auto& loan = *facts->open_loan;
        const bool is_lost = loan.state == loan_state::lost;
        const bool is_claimed = loan.state == loan_state::claimed_returned;
        made.rows.push_back({each.barcode,
                             circulation::card_number_of(with.from, loan.patron),
                             with.library.branch(loan.branch).code,
                             export_text(std::optional(loan.lent_at)),
                             export_text(std::optional(loan.due_at)),
                             std::to_string(loan.renewals),
                             is_lost      ? "lost"
                             : is_claimed ? "claimed"
                                          : "open",
                             export_text(is_lost      ? loan.lost_at
                                         : is_claimed ? loan.claimed_at
                                                      : std::nullopt),
                             export_text(loan.recalled_at),
                             export_text(loan.recall_due_at),
                             export_text(loan.due_before_recall),
                             terms_column(loan.terms, with.library.institution)});
    }
    if (items.size() == rows_of_page) made.next = items.back().barcode;
    return made;
}

std::string place_in_queue(reader& from, const hold& one) {
    const auto queue = from.queue_of(one.title, whole_account);
    const auto found = std::ranges::find(queue, one.id, &hold::id);
    return std::to_string(found - queue.begin() + 1);
}

std::string called_back_for(reader& from, const hold& one) {
    const auto loan = from.loan_recalled_for(one.id);
    const auto item = loan ? from.find_item(loan->item) : std::nullopt;
    return item ? item->barcode : std::string();
}

table_page holds(export_source& with, const std::string& after) {
    constexpr std::array levels{"title", "item", "branch"};
    constexpr std::array states{"queued", "suspended", "in_transit", "on_shelf"};
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        if (one.who.open_holds == 0) return;
        for (const auto& lines : {with.from.ready_holds_of(one.who.id, whole_account),
                                  with.from.waiting_holds_of(one.who.id, whole_account)})
            for (const auto& line : lines) {
                const auto& hold = line.hold;
                rows.push_back({one.card,
                                title_reader(with.from).known_number_of(hold.title),
                                line.barcode,
                                levels.at(static_cast<std::size_t>(hold.level)),
                                line.pickup,
                                export_text(std::optional(hold.placed_at)),
                                states.at(static_cast<std::size_t>(hold.state)),
                                export_text(hold.shelf_until),
                                export_text(hold.expires_on),
                                export_text(hold.suspended_until),
                                place_in_queue(with.from, hold),
                                called_back_for(with.from, hold)});
            }
    });
}

table_page fees(export_source& with, const std::string& after) {
    const auto& of = with.library.institution;
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        if (one.who.open_fees == 0) return;
        for (const auto& line : with.from.open_fees_of(one.who.id, whole_account))
            rows.push_back({one.card,
                            export_text(std::optional(line.fee.assessed_at)),
                            std::string(in_words(line.fee.kind)),
                            export_text(std::optional(line.open), of),
                            line.barcode,
                            line.fee.note,
                            export_text(std::optional(line.fee.amount), of)});
    });
}

table_page credits(export_source& with, const std::string& after) {
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        if (one.who.credit.minor > 0)
            rows.push_back(
                {one.card, export_text(std::optional(one.who.credit), with.library.institution)});
    });
}

table_page blocks(export_source& with, const std::string& after) {
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        for (const auto& block : with.from.open_blocks_of(one.who.id))
            rows.push_back({one.card,
                            block.kind == block_kind::note ? "note" : "block",
                            block.reason,
                            export_text(std::optional(block.placed_at))});
    });
}

table_page messages(export_source& with, const std::string& after) {
    return walk_patrons(with, after, [&](const named_patron& one, row_list& rows) {
        for (const auto& each : with.from.messages_of(one.who.id, {}))
            rows.push_back({one.card,
                            each.shown_to == audience::staff ? "staff" : "reader",
                            each.text,
                            export_text(each.until)});
    });
}

const std::array all_tables{export_table{"titles", title_columns, 1, &titles},
                            export_table{"items", item_columns, 1, &items},
                            export_table{"patrons", patron_columns, 1, &patrons},
                            export_table{"cards", card_columns, 1, &cards},
                            export_table{"loans", loan_columns, 1, &loans},
                            export_table{"holds", hold_columns, 4, &holds},
                            export_table{"fees", fee_columns, 6, &fees},
                            export_table{"credits", credit_columns, 1, &credits},
                            export_table{"blocks", block_columns, 3, &blocks},
                            export_table{"messages", message_columns, 4, &messages}};

} // namespace

std::vector<storage::title> known_titles_after(storage::reader& from,
                                               storage::institution_id of,
                                               const std::string& number,
                                               int most) {
    auto all = from.titles_after(of, number, most);
    const auto numbered = static_cast<std::ptrdiff_t>(all.size());
    for (auto& each : title_reader(from).unnumbered_titles_after(of, number, most))
        all.push_back(std::move(each));
    std::ranges::inplace_merge(all, all.begin() + numbered, {}, &title::control_number);
    if (std::cmp_greater(all.size(), most)) all.resize(static_cast<std::size_t>(most));
    return all;
}

std::span<const export_table> export_tables() {
    return all_tables;
}

const export_table* find_export_table(std::string_view name) {
    for (const auto tables : {export_tables(), export_only_tables()})
        for (const auto& each : tables)
            if (each.name == name) return &each;
    return nullptr;
}

} // namespace circ::tool
