#include "server/shadow/fields.hpp"

#include "server/shadow/prediction.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace circ::shadow {

using namespace circulation;

namespace {

using answer = std::optional<finding>;

// clang-format off
constexpr std::array<std::string_view, 11> status_names{
    "lost", "missing", "claimed returned", "in transit", "on the hold shelf", "on loan", "on loan", "in process",
    "on order", "available", "other"}; // recalled is on loan too
constexpr std::array<std::string_view, 3> holder_names{"nobody", "this reader", "somebody else"};

/// What a refusal is about.
enum class subject { reader, item, hold, other };
constexpr std::array hold_reasons{
    reason_code::item_trapped_for_other, reason_code::item_held_by_other, reason_code::item_queued_for_other,
    reason_code::renewal_queued, reason_code::hold_duplicate, reason_code::hold_has_loan, reason_code::hold_not_found};
// clang-format on

subject subject_of(reason_code why) {
    if (std::ranges::find(hold_reasons, why) != hold_reasons.end()) return subject::hold;
    if (why >= reason_code::patron_unknown && why <= reason_code::too_young)
        return subject::reader;
    if (why >= reason_code::item_unknown && why <= reason_code::renewal_no_gain)
        return subject::item;
    return subject::other;
}

std::string words_of(const std::vector<reason_code>& reasons) {
    std::string text;
    for (const auto each : reasons)
        text.append(text.empty() ? "" : ", ").append(reason_name(each));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool both_know_reader(const side& ours, const side& theirs) {
    return ours.reader && theirs.reader && ours.reader->known && theirs.reader->known;
}

/// Of a card reported lost nobody is told more.
bool both_tell_reader(const side& ours, const side& theirs) {
    constexpr std::size_t lost = 4;
    return both_know_reader(ours, theirs) && !ours.reader->flags[lost] &&
           !theirs.reader->flags[lost];
}

bool both_know_item(const side& ours, const side& theirs) {
    return ours.item && theirs.item && !ours.item->barcode.empty() && !theirs.item->barcode.empty();
}

template <list_kind Kind>
answer count_of(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    constexpr auto at = static_cast<std::size_t>(Kind);
    return compare_counts(ours.reader->counts[at], theirs.reader->counts[at]);
}

template <std::size_t Flag>
answer flag_of(const side& ours, const side& theirs, const moment&) {
    if (!both_know_reader(ours, theirs)) return {};
    return compare_yes_no(ours.reader->flags[Flag], theirs.reader->flags[Flag]);
}

template <std::size_t Flag>
answer lack_of(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    return compare_yes_no(!ours.reader->flags[Flag], !theirs.reader->flags[Flag]);
}

template <bool service_outcome::*Flag>
answer service_flag(const side& ours, const side& theirs, const moment&) {
    if (!ours.service || !theirs.service) return {};
    return compare_yes_no((*ours.service).*Flag, (*theirs.service).*Flag);
}

template <std::string item_view::*Text>
answer text_of(const side& ours, const side& theirs, const moment&) {
    if (!both_know_item(ours, theirs)) return {};
    return compare_texts((*ours.item).*Text, (*theirs.item).*Text);
}

answer card(const side& ours, const side& theirs, const moment&) {
    if (!ours.reader || !theirs.reader) return {};
    return compare_words(ours.reader->known ? "known" : "unknown",
                         theirs.reader->known ? "known" : "unknown");
}

answer name(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    return compare_names(ours.reader->name, theirs.reader->name);
}

answer owed(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    return compare_money(ours.reader->owed, theirs.reader->owed);
}

answer expires(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    return compare_days(ours.reader->expires_on, theirs.reader->expires_on);
}

answer borrowing(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    return compare_yes_no(!may_not_borrow(*ours.reader), !may_not_borrow(*theirs.reader));
}

/// One that is lost or said to be returned is not overdue with us, but its date alone says nothing
/// of that.
answer overdue(const side& ours, const side& theirs, const moment& at) {
    auto made = count_of<list_kind::overdue_loans>(ours, theirs, at);
    if (!made || made->how != grade::different) return made;
    const auto is_past = [&](const loan_entry& each) { return each.due_at < at.now; };
    const auto past = std::ranges::count_if(ours.reader->lists.loans, is_past);
    constexpr auto which = static_cast<std::size_t>(list_kind::overdue_loans);
    if (past == theirs.reader->counts[which]) return finding{.how = grade::tolerable};
    return made;
}

std::size_t missing_in(const std::vector<loan_entry>& all, const std::vector<loan_entry>& from) {
    std::set<std::string_view> there;
    for (const auto& each : from)
        there.insert(each.barcode);
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [&](const loan_entry& each) { return !there.contains(each.barcode); }));
}

answer which_loans(const side& ours, const side& theirs, const moment&) {
    if (!both_tell_reader(ours, theirs)) return {};
    const auto& here = ours.reader->lists.loans;
    const auto& there = theirs.reader->lists.loans;
    if (here.empty() || there.empty()) return finding{}; // a system may count them only
    const auto more = missing_in(here, there);
    const auto fewer = missing_in(there, here);
    if (more == 0 && fewer == 0) return finding{};
    return finding{grade::different,
                   more > 0 ? "some that are not there" : "all of them there too",
                   fewer > 0 ? "some that are not here" : "all of them here too",
                   std::to_string(more) + " and " + std::to_string(fewer)};
}

/// The first loan of both whose date differs most stands for all.
answer dates_of_loans(const side& ours, const side& theirs, const moment& at) {
    if (!both_tell_reader(ours, theirs)) return {};
    finding worst;
    for (const auto& each : ours.reader->lists.loans) {
        const auto& loans = theirs.reader->lists.loans;
        const auto there = std::ranges::find(loans, each.barcode, &loan_entry::barcode);
        if (there == loans.end() || there->due_at == instant{}) continue;
        auto found = compare_days(each.due_at, there->due_at, at.time_zone);
        if (found.how > worst.how) worst = std::move(found);
    }
    return worst;
}

answer item(const side& ours, const side& theirs, const moment&) {
    if (!ours.item || !theirs.item) return {};
    return compare_words(ours.item->barcode.empty() ? "unknown" : "known",
                         theirs.item->barcode.empty() ? "unknown" : "known");
}

answer status(const side& ours, const side& theirs, const moment&) {
    if (!both_know_item(ours, theirs)) return {};
    if (ours.item->status == theirs.item->status) return finding{};
    const auto words = [](const side& of) {
        return status_names[static_cast<std::size_t>(of.item->status)];
    };
    auto made = compare_words(words(ours), words(theirs));
    // "other" is what has no word with a system, and the same words are not quite the same state.
    const bool is_other = ours.item->status == circulation_status::other ||
                          theirs.item->status == circulation_status::other;
    const bool both_away = ours.item->status != circulation_status::available &&
                           theirs.item->status != circulation_status::available;
    if (made.how == grade::same || (is_other && both_away)) return finding{.how = grade::tolerable};
    return made;
}

answer has_it(const side& ours, const side& theirs, const moment&) {
    const auto here = holder_of(ours);
    const auto there = holder_of(theirs);
    if (!here || !there) return {};
    return compare_words(holder_names[static_cast<std::size_t>(*here)],
                         holder_names[static_cast<std::size_t>(*there)]);
}

answer date_of_item(const side& ours, const side& theirs, const moment& at) {
    if (!both_know_item(ours, theirs)) return {};
    return compare_days(ours.item->due_at, theirs.item->due_at, at.time_zone);
}

answer queue(const side& ours, const side& theirs, const moment&) {
    if (!both_know_item(ours, theirs)) return {};
    return compare_counts(ours.item->queue_length, theirs.item->queue_length);
}

std::string decided(const decision& by) {
    if (by.result == verdict::done) return "done";
    std::string text = "refused";
    if (!by.reasons.empty()) text.append(": ").append(words_of(by.reasons));
    return text;
}

bool is_unseen(const decision& by) {
    return std::ranges::none_of(by.reasons, &can_be_seen);
}

answer result(const side& ours, const side& theirs, const moment&) {
    if (!ours.decided || !theirs.decided || !ours.decided->result || !theirs.decided->result)
        return {};
    if (*ours.decided->result == *theirs.decided->result) return finding{};
    // What we refuse for a reason of policy that is not looked up, it may refuse as well.
    if (*ours.decided->result == verdict::refused && is_unseen(*ours.decided))
        return finding{.how = grade::tolerable};
    return compare_words(decided(*ours.decided), decided(*theirs.decided));
}

answer reasons(const side& ours, const side& theirs, const moment&) {
    if (!ours.decided || !theirs.decided) return {};
    const auto& here = ours.decided->reasons;
    const auto& there = theirs.decided->reasons;
    if (here.empty() || there.empty()) return {};
    if (here == there) return finding{};
    for (const auto each : here)
        for (const auto other : there)
            if (subject_of(each) == subject_of(other)) return finding{.how = grade::tolerable};
    return compare_words(words_of(here), words_of(there));
}

answer date_of_loan(const side& ours, const side& theirs, const moment& at) {
    if (!ours.decided || !theirs.decided) return {};
    if (!ours.decided->due_at || !theirs.decided->due_at) return {};
    return compare_spans(at.now, ours.decided->due_at, theirs.decided->due_at, at.time_zone);
}

answer kept_for(const side& ours, const side& theirs, const moment&) {
    if (!ours.decided || !theirs.decided) return {};
    if (!ours.decided->for_a_reader || !theirs.decided->for_a_reader) return {};
    return compare_yes_no(*ours.decided->for_a_reader, *theirs.decided->for_a_reader);
}

constexpr auto fact = weight::fact;
constexpr auto decides = weight::decision;
constexpr auto says = weight::wording;

// clang-format off
constexpr std::array table{
    // the reader
    field{"card", "whether the card is known", fact, &card},
    field{"card_lost", "whether the card is reported lost", fact, &flag_of<4>},
    field{"name", "the reader's name", says, &name},
    field{"expires", "until when the card is good", fact, &expires},
    field{"loans", "how many loans the reader has", fact, &count_of<list_kind::loans>},
    field{"which_loans", "which loans the reader has", fact, &which_loans},
    field{"due_dates", "until when the reader's loans run", fact, &dates_of_loans},
    field{"overdue_loans", "how many of them are overdue", fact, &overdue},
    field{"recalled_loans", "how many of them are called back", fact, &count_of<list_kind::recalled_loans>},
    field{"ready_holds", "how many holds are ready", fact, &count_of<list_kind::ready_holds>},
    field{"waiting_holds", "how many holds wait", fact, &count_of<list_kind::waiting_holds>},
    field{"fees", "how many fees are open", fact, &count_of<list_kind::fees>},
    field{"owed", "how much the reader owes", fact, &owed},
    field{"may_borrow", "whether the reader may borrow", decides, &borrowing},
    field{"may_renew", "whether the reader may renew", decides, &lack_of<1>},
    field{"may_hold", "whether the reader may place holds", decides, &lack_of<3>},
    // the item
    field{"item", "whether the item is known", fact, &item},
    field{"title", "the title", says, &text_of<&item_view::title>},
    field{"author", "the author", says, &text_of<&item_view::author>},
    field{"call_number", "the call number", says, &text_of<&item_view::call_number>},
    field{"status", "what the item is doing", fact, &status},
    field{"holder", "who has the item", fact, &has_it},
    field{"item_due", "until when the item is lent", fact, &date_of_item},
    field{"queue", "how many wait for the item", fact, &queue},
    // what becomes of a change
    field{"result", "whether it is done", decides, &result},
    field{"reason", "why it is refused", says, &reasons},
    field{"due", "until when it is lent", decides, &date_of_loan},
    field{"kept", "whether it is kept for a reader", decides, &kept_for},
    // what a device may do
    field{"online", "whether it is on line", decides, &service_flag<&service_outcome::online>},
    field{"may_checkout", "whether devices may lend", decides, &service_flag<&service_outcome::may_checkout>},
    field{"may_checkin", "whether devices may take back", decides, &service_flag<&service_outcome::may_checkin>},
    field{"may_renew_items", "whether devices may renew", decides, &service_flag<&service_outcome::may_renew>},
};
// clang-format on

} // namespace

std::span<const field> all_fields() {
    return table;
}

std::string_view field_in_words(std::string_view name) {
    const auto found = std::ranges::find(table, name, &field::name);
    return found == table.end() ? name : found->words;
}

} // namespace circ::shadow
