#include "tools/circdesk/shadow_summary.hpp"

#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace circ::tool {

namespace {

struct message_name {
    std::string_view operation;
    std::string_view words;
};

// clang-format off
constexpr std::array messages{
    message_name{"patron_account", "reader's account (23, 63)"},
    message_name{"item_details", "item (17)"},
    message_name{"service_status", "status (99)"},
    message_name{"checkout", "checkout (11)"},
    message_name{"checkin", "checkin (09)"},
    message_name{"undo_checkout", "checkout taken back (09)"},
    message_name{"undo_checkin", "checkin taken back (11)"},
    message_name{"renew", "renewal (29)"},
    message_name{"renew_all", "renewal of all (65)"},
    message_name{"place_hold", "hold (15)"},
    message_name{"change_hold", "hold changed (15)"},
    message_name{"cancel_hold", "hold cancelled (15)"},
    message_name{"pay_fee", "payment (37)"},
    message_name{"block_patron", "card blocked (01)"},
    message_name{"enable_patron", "card enabled (25)"},
    message_name{"update_item_properties", "item noted (19)"}};

constexpr std::array<std::string_view, 3> causes{"other facts", "another rule", "other words"};
// clang-format on

} // namespace

shadow_summary summary_of(std::int64_t days,
                          const std::vector<storage::shadow_sum>& sums,
                          const std::vector<storage::shadow_line>& lines) {
    shadow_summary made{.days = days};
    for (const auto& each : sums)
        made.counted += each.counted;
    std::set<std::int64_t> kinds;
    for (const auto& each : lines) {
        if (each.kind.accepted_at) continue;
        made.differences += each.count;
        if (!kinds.insert(each.kind.number).second) continue;
        ++made.kinds;
        if (each.kind.cause == storage::shadow_cause::rule) ++made.rules;
    }
    return made;
}

std::string same_decisions(const storage::shadow_tally& of) {
    const std::int64_t all = of.compared();
    const std::int64_t hundredths = all == 0 ? 0 : (all - of.decided_otherwise) * 10'000 / all;
    const std::string digits = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100)
        .append(digits.size() == 1 ? ".0" : ".")
        .append(digits);
}

std::string sentence(const shadow_summary& of) {
    const std::string days = counted(of.days, "day", "days");
    const std::int64_t all = of.counted.compared();
    if (all == 0) return "no requests were compared in " + days;
    std::string text = counted(all, "request", "requests");
    text.append(" in ").append(days).append(", ");
    text.append(same_decisions(of.counted)).append(" % the same decision, ");
    if (of.kinds == 0) return text.append("no differences");
    text.append(counted(of.differences, "difference", "differences")).append(" of ");
    text.append(counted(of.kinds, "kind", "kinds")).append(", ");
    return text.append(of.rules == 0 ? "none" : grouped(of.rules))
        .append(of.rules == 1 ? " of them a rule" : " of them rules");
}

std::string_view message_in_words(std::string_view operation) {
    const auto found = std::ranges::find(messages, operation, &message_name::operation);
    return found == messages.end() ? operation : found->words;
}

std::string_view cause_in_words(storage::shadow_cause cause) {
    return causes.at(static_cast<std::size_t>(cause));
}

} // namespace circ::tool
