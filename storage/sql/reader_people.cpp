#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::find_page;
using sql::query;
using sql::with;

namespace {

void count_standing(patron_facts& of, sql::session& over, instant now) {
    auto counted = run(over,
                       query::patron_standing,
                       with("patron", of.patron.id),
                       with("now", now),
                       with("guarantor", of.patron.guarantor));
    static_cast<void>(counted.next()); // always one row
    of.overdue_loans = counted.get<int>(0);
    of.lost_loans = counted.get<int>(1);
    of.claimed_loans = counted.get<int>(2);
    of.recalled_loans = counted.get<int>(3);
    of.ready_holds = counted.get<int>(4);
    of.overdue_owed = counted.get<money>(5);
    of.guarantor_owed = counted.get<money>(6);
}

/// The patron with what counts against them, but for blocks; nobody when erased.
std::optional<patron_facts> facts_of(sql::session& over,
                                     std::optional<patron> found,
                                     std::optional<card> looked_up,
                                     instant now) {
    if (!found || found->erased_at) return std::nullopt;
    patron_facts facts{.patron = std::move(*found), .card = std::move(looked_up), .blocks = {}};
    const patron& who = facts.patron;
    // The kept counts tell of most patrons that there is nothing to count.
    if (who.open_loans + who.open_holds + who.open_fees > 0 || who.guarantor) count_standing(facts, over, now);
    return facts;
}

} // namespace

std::optional<patron_facts>
reader::patron_by_card(institution_id of, std::string_view number, instant now) {
    std::optional<patron> holder;
    std::optional<card> looked_up;
    bool has_blocks = false;
    {
        constexpr int at_card = sql::width<patron>();
        auto found =
            run(*session_, query::patron_of_card, with("institution", of), with("number", number));
        if (!found.next()) return std::nullopt;
        holder = found.record<patron>();
        looked_up = found.record<card>(at_card);
        has_blocks = found.get<int>(at_card + sql::width<card>()) != 0;
    }
    auto facts = facts_of(*session_, std::move(holder), std::move(looked_up), now);
    if (facts && has_blocks) facts->blocks = open_blocks_of(facts->patron.id);
    return facts;
}

std::optional<patron_facts> reader::patron_with_facts(patron_id id, instant now) {
    auto facts = facts_of(*session_, find_patron(id), std::nullopt, now);
    if (facts) facts->blocks = open_blocks_of(id);
    return facts;
}

std::optional<patron> reader::find_patron(patron_id id) {
    return find_one<patron>(*session_, query::find_patron, with("id", id));
}

std::optional<patron_with_cards> reader::find_patron_and_cards(patron_id id) {
    constexpr int at_card = sql::width<patron>();
    auto found = run(*session_, query::patron_and_cards, with("id", id));
    if (!found.next()) return std::nullopt;
    patron_with_cards made{.patron = found.record<patron>(), .cards = {}};
    if (found.is_null(at_card)) return made; // has none
    do
        made.cards.push_back(found.record<card>(at_card));
    while (found.next());
    return made;
}

std::optional<card> reader::find_card(institution_id of, std::string_view number) {
    return find_one<card>(
        *session_, query::find_card, with("institution", of), with("number", number));
}

std::optional<patron> reader::holder_of(institution_id of, std::string_view number) {
    return find_one<patron>(
        *session_, query::patron_of_card, with("institution", of), with("number", number));
}

std::vector<card> reader::cards_of(patron_id of) {
    return find_all<card>(*session_, query::cards_of, with("patron", of));
}

std::vector<card> reader::cards_in(institution_id of, card_state state, page which) {
    return find_page<card>(
        *session_, query::cards_in, which, with("institution", of), with("state", state));
}

std::vector<patron> reader::patrons_locked(institution_id of, instant after, page which) {
    return find_page<patron>(
        *session_, query::patrons_locked, which, with("institution", of), with("after", after));
}

std::optional<block> reader::find_block(block_id id) {
    return find_one<block>(*session_, query::find_block, with("id", id));
}

std::vector<block> reader::open_blocks_of(patron_id of) {
    return find_all<block>(*session_, query::open_blocks_of, with("patron", of));
}

int reader::blocks_placed_by(terminal_id by, instant since) {
    auto counted =
        run(*session_, query::blocks_placed_by, with("terminal", by), with("since", since));
    return counted.next() ? counted.get<int>(0) : 0;
}

std::vector<message> reader::messages_of(patron_id of, instant now) {
    return find_all<message>(*session_, query::messages_of, with("patron", of), with("now", now));
}

} // namespace circ::storage
