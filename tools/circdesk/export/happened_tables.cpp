#include "server/circulation/review.hpp"
#include "tools/circdesk/export/only_tables.hpp"
#include "tools/circdesk/export/texts.hpp"
#include "tools/circdesk/export/whole_kinds.hpp"
#include "tools/circdesk/stored_reasons.hpp"
#include "tools/circdesk/wording.hpp"

#include <array>

// What happened, what readers were told of it, what staff had to look at, and what went from branch
// to branch. Passwords and PINs are in none of these records.

namespace circ::tool {
namespace {

using namespace storage;

constexpr std::array<std::string_view, 7> transit_columns{
    "transit", "item", "from", "to", "hold", "sent_at", "ended_at"};
constexpr std::array<std::string_view, 16> notice_columns{"notice",
                                                          "kind",
                                                          "card",
                                                          "to",
                                                          "channel",
                                                          "language",
                                                          "item",
                                                          "hold",
                                                          "cause",
                                                          "facts",
                                                          "state",
                                                          "tries",
                                                          "created_at",
                                                          "done_at",
                                                          "claimed_by",
                                                          "last_error"};
constexpr std::array<std::string_view, 16> review_columns{"review",
                                                          "at",
                                                          "kind",
                                                          "what",
                                                          "terminal",
                                                          "card",
                                                          "item",
                                                          "control_number",
                                                          "request",
                                                          "reasons",
                                                          "said_at",
                                                          "due_at",
                                                          "returned_at",
                                                          "resolved_at",
                                                          "resolved_by",
                                                          "resolution"};
constexpr std::array<std::string_view, 14> event_columns{"event",
                                                         "at",
                                                         "kind",
                                                         "what",
                                                         "branch",
                                                         "by",
                                                         "card",
                                                         "item",
                                                         "loan",
                                                         "hold",
                                                         "fee",
                                                         "account",
                                                         "detail",
                                                         "reason"};

/// Those under way, and those that have ended.
std::vector<std::string> transit_row(export_source& with, const transit& one) {
    const auto& to = with.library.branch(one.to);
    if (!to.id) return {}; // another library's
    return {id_text(one.id),
            barcode_text(with, one.item),
            with.library.branch(one.from).code,
            to.code,
            id_text(one.hold),
            export_text(std::optional(one.sent_at)),
            export_text(one.ended_at)};
}

/// The letter itself is made anew from its facts whenever it is handed over: there is no text to tell.
std::vector<std::string> notice_row(export_source& with, const notice& one) {
    constexpr std::array states{"waiting", "handed_over", "failed", "given_up"};
    if (!is_ours(with, one.patron)) return {};
    return {id_text(one.id),
            one.kind,
            card_text(with, one.patron),
            card_text(with, one.recipient ? one.recipient : one.patron),
            one.channel == notice_channel::email ? "email" : "post",
            one.language,
            barcode_text(with, one.item),
            id_text(one.hold),
            one.cause,
            one.facts,
            states.at(static_cast<std::size_t>(one.state)),
            std::to_string(one.tries),
            export_text(std::optional(one.created_at)),
            export_text(one.done_at),
            one.claimed_by,
            one.last_error};
}

/// What another version has left has its name for words.
std::string meaning_of(const review_entry& one) {
    const auto* known = circulation::review_named(one.kind);
    return std::string(known != nullptr ? known->meaning : std::string_view(one.kind));
}

/// As it was sent, though not of one who is erased: an entry may not say whose card it was.
std::string sent_card(export_source& with, const std::string& number) {
    const auto holder = with.from.holder_of(with.library.institution.id, number);
    return holder && holder->erased_at ? std::string() : number;
}

std::vector<std::string> review_row(export_source& with, const review_entry& one) {
    if (one.institution != with.library.institution.id) return {};
    return {id_text(one.id),
            export_text(std::optional(one.at)),
            one.kind,
            meaning_of(one),
            doer_text(with, one.terminal, {}),
            one.card.empty() ? card_text(with, one.patron) : sent_card(with, one.card),
            one.barcode.empty() ? barcode_text(with, one.item) : one.barcode,
            one.control_number,
            one.request,
            reasons_in_words(one.reasons),
            export_text(one.said_at),
            export_text(one.due_at),
            export_text(one.returned_at),
            export_text(one.resolved_at),
            one.resolved_by,
            one.resolution};
}

/// Whom it is about as long as that is kept.
std::vector<std::string> event_row(export_source& with, const event& one) {
    if (one.institution != with.library.institution.id) return {};
    return {id_text(one.id),
            export_text(std::optional(one.at)),
            one.kind,
            event_in_words(one.kind),
            with.library.branch(one.branch).code,
            doer_text(with, one.terminal, one.by),
            card_text(with, one.patron),
            barcode_text(with, one.item),
            id_text(one.loan),
            id_text(one.hold),
            id_text(one.fee),
            doer_text(with, one.account, {}),
            one.detail,
            one.reason};
}

const std::array all_of_it{export_table{"transits", transit_columns, 1, &pages_of<&record_reader::transits_after, &transit_row>},
                           export_table{"notices", notice_columns, 1, &pages_of<&record_reader::notices_after, &notice_row>},
                           export_table{"reviews", review_columns, 1, &pages_of<&record_reader::reviews_after, &review_row>},
                           export_table{"events", event_columns, 1, &pages_of<&record_reader::events_after, &event_row>}};

} // namespace

std::span<const export_table> happened_tables() {
    return all_of_it;
}

} // namespace circ::tool
