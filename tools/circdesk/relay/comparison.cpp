#include "tools/circdesk/relay/comparison.hpp"

#include "server/circulation/facts.hpp"
#include "server/circulation/perform.hpp"
#include "tools/circdesk/relay/mending.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

namespace circ::tool {

using namespace circulation;

namespace {

constexpr int at_once = 200; ///< cards or items

/// Nothing is asked for in its turn: it has happened at the other side.
std::shared_ptr<const device_rules> rules_of_mending() {
    device_rules rules;
    rules.offline_ok = true;
    rules.pin = pin_rule::none;
    rules.details_without_pin = device_rules::details::full;
    rules.holds = hold_handling::tell_only;
    rules.assesses_fees = false;
    rules.block_patron = block_handling::block;
    rules.may_enable_patron = true;
    return std::make_shared<const device_rules>(rules);
}

} // namespace

comparison::comparison(tool& with, const config::ncip_backend& which)
    : with_(&with), institution_(with.institution()), rules_(policy_of(with)),
      there_(with, which) {}

requester comparison::asker() const {
    requester by;
    by.operator_name = with_->how().operator_name;
    by.institution = institution_.id;
    by.received = with_->now();
    by.rules = rules_of_mending();
    return by;
}

patron_view comparison::ours(const std::string& card) {
    patron_account asked;
    asked.by = asker();
    asked.card = card;
    asked.parts.lists = {
        list_kind::loans, list_kind::ready_holds, list_kind::waiting_holds, list_kind::fees};
    outcome told;
    with_->store().read([&](storage::reader& from) {
        if (const auto who = from.holder_of(institution_.id, card)) asked.by.branch = who->branch;
        told = circulation::perform(
            from, asked, {.rules = rules_, .now = with_->now(), .pin = pin_state::not_needed});
    });
    return told.patron.value_or(patron_view{});
}

std::optional<patron_view> comparison::theirs(const std::string& card) {
    patron_account asked;
    asked.by = asker();
    asked.card = card;
    asked.parts.lists = {
        list_kind::loans, list_kind::ready_holds, list_kind::waiting_holds, list_kind::fees};
    const auto told = there_.perform(std::move(asked));
    const auto& of = common(told);
    if (of.result == verdict::unavailable)
        throw complaint("the library system does not say what it has of card " + card +
                            "; nothing has been taken down",
                        unavailable);
    if (of.result == verdict::refused || !of.patron || !of.patron->known) return std::nullopt;
    return of.patron;
}

relay::telling comparison::how_told() const {
    return {.time_zone = institution_.time_zone,
            .money = {.code = institution_.currency, .decimals = institution_.decimals}};
}

std::vector<reader_difference> comparison::of_card(const std::string& card) {
    std::vector<reader_difference> all;
    for (auto& each : relay::compare_accounts(ours(card), theirs(card), how_told()))
        all.push_back({card, std::move(each)});
    return all;
}

std::vector<reader_difference> comparison::of_item(const std::string& barcode) {
    bool is_free = false;
    with_->store().read([&](storage::reader& from) {
        const auto item = from.item_by_barcode(institution_.id, barcode);
        is_free = item && !item->open_loan;
    });
    if (!is_free) return {}; // of what a reader has here both are asked by the card
    item_details asked;
    asked.by = asker();
    asked.item = barcode;
    const auto told = there_.perform(std::move(asked));
    const auto& of = common(told);
    const bool is_not_offered = std::ranges::any_of(of.reasons, [](const reason& each) {
        return each.code == reason_code::not_permitted;
    });
    if (of.result == verdict::unavailable || is_not_offered)
        throw complaint("the library system does not say what it has of item " + barcode +
                            "; nothing has been taken down",
                        unavailable);
    std::vector<reader_difference> all;
    if (!of.item) return all; // they do not have it
    if (auto found = relay::compare_free_item(*of.item, how_told()))
        all.push_back({{}, std::move(*found)});
    return all;
}

std::vector<reader_difference> comparison::of_row(const std::string& card,
                                                  const std::string& subject) {
    return card.empty() ? of_item(subject) : of_card(card);
}

std::vector<reader_difference> comparison::walk(const progress& tell) {
    std::set<std::string> differing;
    std::string last;
    std::size_t readers = 0;
    for (bool more = true; more;) {
        std::vector<std::string> cards; // the one in use of each reader
        std::size_t read = 0;
        with_->store().end_turn();
        with_->store().read([&](storage::reader& from) {
            const auto page = from.cards_after(institution_.id, last, at_once);
            read = page.size();
            for (const auto& each : page)
                if (card_number_of(from, each.patron) == each.number) cards.push_back(each.number);
            if (!page.empty()) last = page.back().number;
        });
        for (const auto& card : cards) {
            if (!of_card(card).empty()) differing.insert(card);
            tell(++readers, differing.size());
        }
        more = read == at_once;
    }
    std::vector<reader_difference> all;
    with_->store().end_turn();
    for (const auto& card : differing)
        for (auto& each : of_card(card))
            all.push_back(std::move(each));
    return all;
}

std::vector<reader_difference> comparison::walk_items(const progress& tell) {
    std::vector<std::string> differing;
    std::string last;
    std::size_t asked = 0;
    for (bool more = true; more;) {
        std::vector<storage::item> page;
        with_->store().end_turn();
        with_->store().read([&](storage::reader& from) {
            page = from.items_after(institution_.id, last, at_once);
        });
        for (const auto& each : page) {
            if (!of_item(each.barcode).empty()) differing.push_back(each.barcode);
            tell(++asked, differing.size());
        }
        if (!page.empty()) last = page.back().barcode;
        more = page.size() == at_once;
    }
    std::vector<reader_difference> all;
    with_->store().end_turn();
    for (const auto& barcode : differing)
        for (auto& each : of_item(barcode))
            all.push_back(std::move(each));
    return all;
}

std::string comparison::mend(const reader_difference& what,
                             side_to_mend at,
                             const std::string& reference) {
    requester by = asker();
    by.when = timing::already_happened;
    by.said = by.received;
    std::vector<any_operation> orders;
    with_->store().read([&](storage::reader& here) {
        orders = orders_to_mend(what, at, {by, institution_, reference}, here);
    });
    if (orders.empty()) return "no message says it";
    for (auto& each : orders) {
        const auto why_not = at == side_to_mend::theirs
                                 ? reasons_against(common(there_.perform(std::move(each))))
                                 : perform_here(std::move(each), what);
        if (!why_not.empty()) return why_not;
    }
    with_->store().end_turn();
    const auto left = of_row(what.card, what.what.subject);
    const bool stays = std::ranges::any_of(left, [&](const reader_difference& each) {
        return each.what.kind == what.what.kind && each.what.subject == what.what.subject;
    });
    return stays ? "it was done, and both still differ: another reason stands behind it" : "";
}

std::string comparison::perform_here(any_operation order, const reader_difference& about) {
    std::string why_not;
    storage::write_and_wait(with_->store(), [&](storage::unit_of_work& unit) {
        std::visit(
            [&](auto asked) {
                using operation = std::decay_t<decltype(asked)>;
                if constexpr (changes_store<operation>) {
                    if (const auto item =
                            unit.item_by_barcode(institution_.id, about.what.subject))
                        asked.by.branch = item->item.place;
                    else if (const auto who = unit.holder_of(institution_.id, about.card))
                        asked.by.branch = who->branch;
                    why_not = reasons_against(common(any_outcome(circulation::perform(
                        unit,
                        asked,
                        {.rules = rules_, .now = with_->now(), .pin = pin_state::not_needed}))));
                }
            },
            order);
    });
    return why_not;
}

} // namespace circ::tool
