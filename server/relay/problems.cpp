#include "server/relay/problems.hpp"

#include "protocol/ncip/values.hpp"

#include <algorithm>
#include <array>

namespace circ::relay {

namespace {

using ncip::problem_class;
using code = circulation::reason_code;
using circulation::verdict;

struct row {
    problem_class what;
    std::optional<attempt> tried; ///< none: whatever was tried
    told_as told;
};

// The first row that fits counts: what is special to an attempt stands above what is not.
// clang-format off
constexpr std::array rows{
    row{problem_class::unknown_user,    {},                {code::patron_unknown, verdict::refused}},
    row{problem_class::auth_failed,     {},                {code::pin_wrong, verdict::refused}},
    row{problem_class::user_blocked,    {},                {code::patron_blocked, verdict::refused}},
    row{problem_class::too_many,        attempt::hold,     {code::hold_limit, verdict::refused}},
    row{problem_class::too_many,        {},                {code::too_many_loans, verdict::refused}},
    row{problem_class::unknown_item,    attempt::hold,     {code::title_unknown, verdict::refused}},
    row{problem_class::unknown_item,    attempt::payment,  {code::fee_unknown, verdict::refused}},
    row{problem_class::unknown_item,    {},                {code::item_unknown, verdict::refused}},
    row{problem_class::item_not_loaned, attempt::renewal,  {code::not_on_loan_to_patron, verdict::refused}},
    row{problem_class::item_not_loaned, {},                {code::not_on_loan, verdict::refused}},
    row{problem_class::already_loaned,  attempt::hold,     {code::hold_has_loan, verdict::refused}},
    row{problem_class::already_loaned,  {},                {code::item_on_loan_to_other, verdict::refused}},
    row{problem_class::item_restricted, attempt::hold,     {code::hold_impossible, verdict::refused}},
    row{problem_class::item_restricted, attempt::renewal,  {code::renewal_not_allowed, verdict::refused}},
    row{problem_class::item_restricted, {},                {code::item_not_for_loan, verdict::refused}},
    row{problem_class::has_requests,    attempt::hold,     {code::hold_impossible, verdict::refused}},
    row{problem_class::has_requests,    attempt::renewal,  {code::renewal_queued, verdict::refused}},
    row{problem_class::has_requests,    {},                {code::item_queued_for_other, verdict::refused}},
    row{problem_class::not_renewable,   {},                {code::renewal_not_allowed, verdict::refused}},
    row{problem_class::max_renewals,    {},                {code::renewal_limit, verdict::refused}},
    row{problem_class::unknown_request, {},                {code::hold_not_found, verdict::refused}},
    row{problem_class::duplicate,       attempt::hold,     {code::hold_duplicate, verdict::refused}},
    row{problem_class::duplicate,       attempt::payment,  {code::reference_taken, verdict::refused}},
    row{problem_class::duplicate,       {},                {code::already_so, verdict::refused}},
    row{problem_class::fee_required,    {},                {code::fee_not_agreed, verdict::refused}},
    row{problem_class::data_missing,    attempt::payment,  {code::amount_unreadable, verdict::refused}},
    row{problem_class::data_missing,    {},                {code::request_incomplete, verdict::refused}},
    row{problem_class::unauthorized,    {},                {code::not_permitted, verdict::refused}},
    row{problem_class::unsupported,     {},                {code::not_permitted, verdict::refused}},
    row{problem_class::temporary,       {},                {code::backend_unavailable, verdict::unavailable}},
    row{problem_class::syntax,          {},                {code::backend_unavailable, verdict::unavailable}},
    row{problem_class::other,           attempt::loan,     {code::item_not_for_loan, verdict::refused}},
    row{problem_class::other,           attempt::renewal,  {code::renewal_not_allowed, verdict::refused}},
    row{problem_class::other,           attempt::hold,     {code::hold_impossible, verdict::refused}},
    row{problem_class::other,           {},                {code::not_permitted, verdict::refused}},
};
// clang-format on

/// Elements that say what is wrong where the reason itself says little.
struct element_row {
    std::string_view end; ///< of the element or its path, folded
    code told;
};
constexpr std::array element_rows{element_row{"acknowledgedfeeamount", code::fee_not_agreed},
                                  element_row{"needbeforedate", code::hold_expiry_past},
                                  element_row{"pickuplocation", code::pickup_unknown},
                                  element_row{"currencycode", code::currency_foreign},
                                  element_row{"monetaryvalue", code::amount_unreadable}};

told_as told_of(const ncip::problem& what, attempt tried, const relay_settings& by) {
    const problem_class means = class_of(what, by);
    const told_as usual = told(means, tried);
    if (means != problem_class::other && means != problem_class::data_missing) return usual;
    const std::string element = ncip::folded(what.problem_element.value_or(""));
    for (const auto& each : element_rows)
        if (element.ends_with(each.end)) return {each.told, usual.verdict};
    return usual;
}

/// What is in program text and never in a sentence for readers.
constexpr std::array<std::string_view, 6> suspicious{
    "<", "Exception", "Traceback", "at line", "SELECT ", "::"};

constexpr std::size_t longest = 160;

/// A text may be cut between two letters only, and a letter may be several bytes.
std::string cut(std::string text) {
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
    return text + "...";
}

void add(std::vector<circulation::reason>& to, code what) {
    const bool is_there =
        std::any_of(to.begin(), to.end(), [&](const auto& each) { return each.code == what; });
    if (!is_there) to.push_back({.code = what});
}

} // namespace

ncip::problem_class class_of(const ncip::problem& what, const relay_settings& by) {
    const auto& own = by.backend.dialect.problems;
    if (!own.empty()) {
        const std::string type = ncip::folded(what.problem_type.value);
        const std::string detail = ncip::folded(what.problem_detail.value_or(""));
        for (const auto& [text, means] : own) {
            const std::string wanted = ncip::folded(text);
            if (wanted.empty()) continue;
            if (type == wanted || detail.find(wanted) != std::string::npos)
                return static_cast<ncip::problem_class>(means); // both in one order
        }
    }
    return ncip::classify(what);
}
static_assert(static_cast<int>(config::ncip_problem::other) ==
                  static_cast<int>(problem_class::other) &&
              static_cast<int>(config::ncip_problem::temporary) ==
                  static_cast<int>(problem_class::temporary));

told_as told(ncip::problem_class what, attempt tried) noexcept {
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const row& each) {
        return each.what == what && (!each.tried || *each.tried == tried);
    });
    return found != rows.end() ? found->told : rows.back().told;
}

trouble
trouble_of(std::span<const ncip::problem> problems, attempt tried, const relay_settings& by) {
    trouble made;
    for (const auto& each : problems) {
        const told_as as = told_of(each, tried, by);
        if (as.verdict == verdict::unavailable) made.verdict = verdict::unavailable;
        // What it does not understand it will not understand later either.
        if (class_of(each, by) == problem_class::syntax) made.why = failure::no_ncip;
        add(made.reasons, as.code);
        const std::string words = presentable(each.problem_detail.value_or(""));
        if (by.backend.show_backend_text && !words.empty())
            made.words.append(made.words.empty() ? "" : " ").append(words);
    }
    if (made.reasons.empty()) add(made.reasons, code::not_permitted);
    return made;
}

trouble trouble_of(failure why) {
    return {.reasons = {{.code = code::backend_unavailable}},
            .verdict = verdict::unavailable,
            .words = {},
            .why = why};
}

trouble trouble_of(circulation::reason why) {
    trouble made;
    made.reasons.push_back(std::move(why));
    return made;
}

bool has_class(std::span<const ncip::problem> problems,
               ncip::problem_class what,
               const relay_settings& by) {
    return std::any_of(problems.begin(), problems.end(), [&](const auto& each) {
        return class_of(each, by) == what;
    });
}

std::string presentable(std::string_view text) {
    for (const auto mark : suspicious)
        if (text.find(mark) != std::string_view::npos) return {};
    std::string line;
    for (const char c : ncip::trimmed(text)) {
        const bool is_blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
        if (is_blank && (line.empty() || line.back() == ' ')) continue;
        line += is_blank ? ' ' : c;
    }
    return cut(std::move(line));
}

} // namespace circ::relay
