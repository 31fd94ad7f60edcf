// What is said of a patron: 23/24, 63/64, 25/26, 01/24, 35/36.
#include "server/dispatch/sip2_translations.hpp"

#include "server/dispatch/languages.hpp"
#include "server/dispatch/sip2_receipts.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace circ::dispatch {

using namespace circulation;

namespace {

struct patron_request {
    std::string_view card;
    std::optional<secret> pin;
    std::string_view language;
};

template <class Operation>
Operation make_patron_operation(const incoming& in, const std::optional<sip2::date_time>& said, patron_request asked) {
    Operation made;
    made.by = make_requester(in, said);
    if (!asked.language.empty()) made.by.language = asked.language;
    made.card = number_of(asked.card, in.door);
    made.by.pin_proved_before = proved_before(in, made.card);
    if constexpr (requires { made.pin; }) made.pin = std::move(asked.pin);
    return made;
}

/// The first four flags of somebody nobody knows.
constexpr std::size_t denied = 4;

sip2::patron_status status_of(const outcome& from, const sip2_door& door) {
    sip2::patron_status status;
    const bool known = from.patron && from.patron->known;
    for (std::size_t i = 0; i < sip2::patron_status::size; ++i) {
        const bool is = known ? from.patron->flags[i] : i < denied;
        // Nobody known: the mask does not hide that.
        if (is && (!known || door.profile->status_flags[i])) status.set(static_cast<sip2::patron_flag>(i));
    }
    return status;
}

/// What 24, 26 and 64 have in common.
template <class Answer>
void fill_patron(Answer& answer, const outcome& from, const outgoing& to, std::string_view sent_institution,
                 std::string_view sent_card) {
    const bool known = from.patron && from.patron->known;
    answer.patron_status = status_of(from, to.door);
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.institution_id = institution_for(sent_institution, to.door);
    answer.patron_identifier = sent_card;
    if (known) answer.personal_name = from.patron->name;
    answer.valid_patron = sip2::to_yes_no(known);
    answer.valid_patron_password = sip2::to_yes_no(known && is_proved(from.pin, to.door));
    answer.screen_message = screen_of(from, to);
}

/// Whether amounts and lists may be told: the rules leave the name away where they may not.
bool tells_details(const outcome& from) { return from.patron && from.patron->known && !from.patron->name.empty(); }

} // namespace

translated<patron_account> to_operation(const sip2::patron_status_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AA"))};
    std::optional<secret> pin;
    // AD is required here: empty means that none was given.
    if (!asked.patron_password.empty()) pin = secret(std::string(asked.patron_password.reveal()));
    return make_patron_operation<patron_account>(in, asked.transaction_date,
                                                 {asked.patron_identifier, std::move(pin), iso_of(asked.language)});
}

sip2::patron_status_response to_answer(const sip2::patron_status_request& asked, const outcome& from, const outgoing& to) {
    sip2::patron_status_response answer;
    fill_patron(answer, from, to, asked.institution_id, asked.patron_identifier);
    answer.language = asked.language;
    if (tells_details(from)) {
        answer.currency_type = currency_of(to.door);
        answer.fee_amount = amount_text(from.patron->owed, to.door);
        extend(answer.extensions, to.door, "BD", from.patron->address);
        extend(answer.extensions, to.door, "BE", from.patron->email);
        extend(answer.extensions, to.door, "BF", from.patron->phone);
    }
    return answer;
}

namespace {

/// By list_kind: the position of the summary that asks for it.
constexpr std::array lists{sip2::summary_list::hold_items, sip2::summary_list::overdue_items,
                           sip2::summary_list::charged_items, sip2::summary_list::fine_items,
                           sip2::summary_list::recall_items, sip2::summary_list::unavailable_hold_items};
static_assert(lists.size() == list_count);

/// What the request wants to see of each list: entries from 1, inclusive.
struct window {
    int first = 1;
    std::optional<int> last; ///< none: to the end
};

window window_of(const sip2::patron_information_request& asked, const config::profile& by) {
    const auto number_in = [](const std::optional<std::string>& field) -> std::optional<int> {
        const auto number = sip2::parse_number(field.value_or(""));
        if (!number) return std::nullopt;
        return std::max(static_cast<int>(*number), 1);
    };
    window asked_for{.first = number_in(asked.start_item).value_or(1), .last = number_in(asked.end_item)};
    if (by.max_items > 0) {
        const int most = asked_for.first + static_cast<int>(by.max_items) - 1;
        asked_for.last = std::min(asked_for.last.value_or(most), most);
    }
    return asked_for;
}

/// Whether AS lists all holds. It is then made of two lists, of which only the answer knows how long
/// the first is: both are asked for from their beginning.
bool joins_holds(const sip2::patron_information_request& asked, const config::profile& by) {
    return by.hold_count == config::hold_count::all && asked.summary.test(sip2::summary_list::hold_items);
}

account_parts parts_of(const sip2::patron_information_request& asked, const sip2_door& door) {
    account_parts parts;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        const bool fees_in_detail = lists[i] == sip2::summary_list::fine_items && asked.summary.test(sip2::summary_list::fee_details);
        if (!asked.summary.test(lists[i]) && !fees_in_detail) continue;
        parts.lists.insert(static_cast<list_kind>(i));
        if (door.profile->multi_summary == config::multi_summary::first) break;
    }
    const window wanted = window_of(asked, *door.profile);
    parts.first = wanted.first;
    parts.last = wanted.last;
    if (joins_holds(asked, *door.profile)) {
        parts.lists.insert(list_kind::waiting_holds);
        parts.first = 1;
    }
    return parts;
}

std::string_view name_of(storage::fee_kind kind) noexcept {
    constexpr std::array<std::string_view, 10> names{"", "other", "card", "damage", "overdue", "processing", "rental",
                                                     "replacement", "computer", "hold"};
    return names[static_cast<std::size_t>(kind)];
}

/// av_format filled in. The title comes last, so that nothing in it is taken for a mark.
std::string fee_line(const fee_entry_view& fee, const sip2_door& door) {
    std::string line = door.profile->av_format;
    const auto fill = [&line](std::string_view mark, std::string_view value) {
        for (auto at = line.find(mark); at != std::string::npos; at = line.find(mark, at + value.size()))
            line.replace(at, mark.size(), value);
    };
    fill("<id>", fee.running ? "0" : std::string_view(fee.fee_identifier));
    fill("<amount>", amount_text(fee.open, door));
    fill("<type>", name_of(fee.kind));
    fill("<title>", fee.title);
    return line;
}

template <class Entries>
std::vector<std::string> list_of(const Entries& entries, const sip2_door& door) {
    std::vector<std::string> lines;
    for (const auto& each : entries) lines.push_back(listed(each.barcode, each.title, door));
    return lines;
}

std::optional<sip2::count> count_of(const std::optional<int>& known, const sip2_door& door) {
    if (known) return static_cast<sip2::count>(std::min(*known, 9999));
    if (door.profile->unknown_count == config::unknown_count::zero) return sip2::count{};
    return std::nullopt;
}

std::optional<sip2::count> limit_of(const std::optional<int>& limit) {
    if (!limit) return std::nullopt;
    return static_cast<sip2::count>(std::min(*limit, 9999));
}

void fill_counts(sip2::patron_information_response& answer, const patron_view& who, const sip2_door& door) {
    auto counts = who.counts;
    auto& ready = counts[static_cast<std::size_t>(list_kind::ready_holds)];
    const auto waiting = counts[static_cast<std::size_t>(list_kind::waiting_holds)];
    if (door.profile->hold_count == config::hold_count::all && ready && waiting) ready = *ready + *waiting;
    answer.hold_items_count = count_of(counts[0], door);
    answer.overdue_items_count = count_of(counts[1], door);
    answer.charged_items_count = count_of(counts[2], door);
    answer.fine_items_count = count_of(counts[3], door);
    answer.recall_items_count = count_of(counts[4], door);
    answer.unavailable_holds_count = count_of(counts[5], door);
}

void fill_lists(sip2::patron_information_response& answer, const patron_lists& from, const sip2_door& door) {
    answer.hold_items = list_of(from.ready_holds, door);
    answer.unavailable_hold_items = list_of(from.waiting_holds, door);
    answer.overdue_items = list_of(from.overdue_loans, door);
    answer.charged_items = list_of(from.loans, door);
    answer.recall_items = list_of(from.recalled_loans, door);
    for (const auto& each : from.fees) answer.fine_items.push_back(fee_line(each, door));
}

/// Puts all holds into AS, and cuts the lists to the window that they were asked for beyond.
void join_holds(sip2::patron_information_response& answer, const sip2::patron_information_request& asked,
                const config::profile& by) {
    const window wanted = window_of(asked, by);
    auto& all = answer.hold_items;
    auto& waiting = answer.unavailable_hold_items;
    all.insert(all.end(), waiting.begin(), waiting.end());
    const bool is_first_alone = by.multi_summary == config::multi_summary::first; // which is AS
    if (is_first_alone || !asked.summary.test(sip2::summary_list::unavailable_hold_items)) waiting.clear();
    const auto before = static_cast<std::size_t>(wanted.first - 1);
    for (auto* list : {&all, &waiting, &answer.overdue_items, &answer.charged_items, &answer.recall_items,
                       &answer.fine_items}) {
        if (wanted.last && list->size() > static_cast<std::size_t>(*wanted.last))
            list->resize(static_cast<std::size_t>(*wanted.last));
        list->erase(list->begin(), list->begin() + static_cast<std::ptrdiff_t>(std::min(before, list->size())));
    }
}

std::string compact_date(const std::optional<storage::local_date>& day) {
    if (!day) return {};
    const std::chrono::year_month_day date(*day);
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
           two(static_cast<unsigned>(date.day()));
}

/// No limit is sent as a high amount: a client was seen that takes a missing one for zero.
constexpr storage::money no_limit{9'999'999};

} // namespace

translated<patron_account> to_operation(const sip2::patron_information_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AA"))};
    auto made = make_patron_operation<patron_account>(
        in, asked.transaction_date, {asked.patron_identifier, secret_of(asked.patron_password), iso_of(asked.language)});
    made.parts = parts_of(asked, in.door);
    return made;
}

sip2::patron_information_response to_answer(const sip2::patron_information_request& asked, const outcome& from, const outgoing& to) {
    sip2::patron_information_response answer;
    fill_patron(answer, from, to, asked.institution_id, asked.patron_identifier);
    answer.language = asked.language;
    for (auto* each : {&answer.hold_items_count, &answer.overdue_items_count, &answer.charged_items_count,
                       &answer.fine_items_count, &answer.recall_items_count, &answer.unavailable_holds_count})
        *each = sip2::count{};
    if (!tells_details(from)) return answer;

    const patron_view& who = *from.patron;
    fill_counts(answer, who, to.door);
    answer.hold_items_limit = limit_of(who.hold_limit);
    answer.overdue_items_limit = limit_of(who.overdue_limit);
    answer.charged_items_limit = limit_of(who.loan_limit);
    answer.currency_type = currency_of(to.door);
    answer.fee_amount = amount_text(who.owed, to.door);
    answer.fee_limit = amount_text(who.fee_limit.value_or(no_limit), to.door);
    fill_lists(answer, who.lists, to.door);
    if (joins_holds(asked, *to.door.profile)) join_holds(answer, asked, *to.door.profile);
    if (!who.address.empty()) answer.home_address = who.address;
    if (!who.email.empty()) answer.email_address = who.email;
    if (!who.phone.empty()) answer.home_phone_number = who.phone;
    extend(answer.extensions, to.door, "PA", compact_date(who.expires_on));
    extend(answer.extensions, to.door, "PB", compact_date(who.birth_date));
    extend(answer.extensions, to.door, "PC", who.category);
    return answer;
}

translated<enable_patron> to_operation(const sip2::patron_enable_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AA"))};
    return make_patron_operation<enable_patron>(in, asked.transaction_date,
                                                {asked.patron_identifier, secret_of(asked.patron_password), {}});
}

sip2::patron_enable_response to_answer(const sip2::patron_enable_request& asked, const outcome& from, const outgoing& to) {
    sip2::patron_enable_response answer;
    fill_patron(answer, from, to, asked.institution_id, asked.patron_identifier);
    return answer;
}

translated<block_patron> to_operation(const sip2::block_patron_request& asked, const incoming& in) {
    if (number_of(asked.patron_identifier, in.door).empty()) return any_outcome{refusal_of<outcome>(lacks("AA"))};
    auto made = make_patron_operation<block_patron>(in, asked.transaction_date, {asked.patron_identifier, {}, {}});
    made.card_retained = asked.card_retained == sip2::yes_no::yes;
    made.reason = asked.blocked_card_msg;
    return made;
}

sip2::patron_status_response to_answer(const sip2::block_patron_request& asked, const outcome& from, const outgoing& to) {
    sip2::patron_status_response answer;
    fill_patron(answer, from, to, asked.institution_id, asked.patron_identifier);
    answer.valid_patron_password = sip2::yes_no::no; // 01 carries no PIN
    return answer;
}

translated<end_patron_session> to_operation(const sip2::end_patron_session_request& asked, const incoming& in) {
    return make_patron_operation<end_patron_session>(in, asked.transaction_date, {asked.patron_identifier, {}, {}});
}

sip2::end_session_response to_answer(const sip2::end_patron_session_request& asked, const outcome& from, const outgoing& to) {
    sip2::end_session_response answer;
    answer.end_session = sip2::yes_no::yes; // whoever it was, the session is over
    answer.transaction_date = to_date_time(to.now, to.door);
    answer.institution_id = institution_for(asked.institution_id, to.door);
    answer.patron_identifier = asked.patron_identifier;
    answer.screen_message = screen_of(from, to);
    answer.print_line = session_receipt(from, to);
    return answer;
}

} // namespace circ::dispatch
