#include "server/dispatch/sip2_common.hpp"

#include "server/circulation/local_time.hpp"
#include "server/dispatch/languages.hpp"

#include <algorithm>
#include <chrono>

namespace circ::dispatch {

using circulation::reason;
using circulation::reason_code;
using storage::instant;

circulation::requester make_requester(const incoming& in, const std::optional<sip2::date_time>& said) {
    const terminal_identity& who = *in.door.identity;
    circulation::requester by;
    by.terminal = who.terminal.id;
    by.terminal_login = who.terminal.login;
    by.address = in.door.address;
    by.institution = who.institution.id;
    by.branch = who.branch.id;
    by.received = in.at;
    by.said = to_instant(said, in.door);
    by.language = in.door.language.empty() ? in.door.profile->language : in.door.language;
    by.once_only_text = in.once_only_text;
    by.rules = in.door.rules;
    return by;
}

circulation::requester make_requester(const incoming& in, const std::optional<sip2::date_time>& said,
                                      sip2::yes_no no_block) {
    circulation::requester by = make_requester(in, said);
    if (no_block == sip2::yes_no::yes) by.when = circulation::timing::already_happened;
    return by;
}

bool proved_before(const incoming& in, std::string_view card) {
    return !card.empty() && in.door.proved_card == card && in.at - in.door.proved_at <= proved_for;
}

std::string_view zone_of(const sip2_door& door) noexcept {
    return door.identity ? std::string_view(door.identity->branch.time_zone) : std::string_view("UTC");
}

std::optional<instant> to_instant(const std::optional<sip2::date_time>& when, const sip2_door& door) {
    if (!when) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(when->year), std::chrono::month(when->month),
                                           std::chrono::day(when->day));
    if (!date.ok()) return std::nullopt;
    const auto time = std::chrono::hours(when->hour) + std::chrono::minutes(when->minute) + std::chrono::seconds(when->second);
    if (const auto offset = sip2::utc_offset(*when)) return instant(std::chrono::sys_days(date) + time - *offset);
    return circulation::to_instant(std::chrono::local_days(date) + time, zone_of(door));
}

sip2::date_time to_date_time(instant at, const sip2_door& door) {
    const auto wall = circulation::to_wall(at, zone_of(door));
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(wall - day);
    return {.year = static_cast<std::uint16_t>(static_cast<int>(date.year())),
            .month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
            .day = static_cast<std::uint8_t>(static_cast<unsigned>(date.day())),
            .zone = door.identity ? ' ' : 'Z',
            .hour = static_cast<std::uint8_t>(time.hours().count()),
            .minute = static_cast<std::uint8_t>(time.minutes().count()),
            .second = static_cast<std::uint8_t>(time.seconds().count())};
}

std::string number_of(std::string_view sent, const sip2_door& door) {
    if (door.profile->trim_barcodes) {
        const auto first = sent.find_first_not_of(' ');
        if (first == std::string_view::npos) return {};
        sent = sent.substr(first, sent.find_last_not_of(' ') - first + 1);
    }
    return std::string(sent);
}

std::optional<storage::secret> secret_of(const std::optional<sip2::secret>& sent) {
    if (!sent) return std::nullopt;
    return storage::secret(std::string(sent->reveal()));
}

circulation::fee_agreement agreement_of(const std::optional<sip2::yes_no>& acknowledged) {
    circulation::fee_agreement agreed;
    if (is_yes(acknowledged)) agreed.to = circulation::fee_agreement::kind::any;
    return agreed;
}

bool is_proved(circulation::pin_state pin, const sip2_door& door) {
    using circulation::pin_state;
    switch (pin) {
    case pin_state::right: return true;
    case pin_state::not_needed: return door.profile->pin_policy == config::pin_policy::none;
    case pin_state::empty:
    case pin_state::not_given: return door.profile->empty_pin == config::empty_pin::not_checked;
    case pin_state::wrong:
    case pin_state::locked: return false;
    }
    return false;
}

reason lacks(std::string_view field) { return {.code = reason_code::request_incomplete, .field = std::string(field)}; }

std::string institution_for(std::string_view sent, const sip2_door& door) {
    const bool echoes = door.profile->ao_policy == config::ao_policy::echo && !sent.empty();
    if (echoes) return std::string(sent);
    if (!door.profile->institution_id.empty()) return door.profile->institution_id;
    return door.identity ? door.identity->institution.code : std::string(sent);
}

std::string language_for(const circulation::outcome& from, const outgoing& to) {
    const sip2_door& door = to.door;
    const std::string_view patrons = from.patron ? from.patron->language : door.reader.language;
    const std::string_view librarys =
        door.identity ? std::string_view(door.identity->institution.language) : std::string_view();
    for (const std::string_view each :
         {to.language, std::string_view(door.language), patrons, std::string_view(door.profile->language), librarys})
        if (!each.empty() && door.words->speaks(each)) return std::string(each);
    return {};
}

text_setting setting_of(const sip2_door& door) {
    text_setting setting;
    if (door.identity)
        setting.money = {door.identity->institution.currency, door.identity->institution.decimals};
    setting.time_zone = zone_of(door);
    return setting;
}

std::string sentence(const reason& why, const outgoing& to, std::string_view language) {
    return to.door.words->sentence(why, language, setting_of(to.door));
}

namespace {

/// Where a line ends that a field can hold: before a blank, or inside its only word, but in no character.
std::size_t end_of_line(std::string_view text) {
    constexpr std::size_t most = 255;
    if (text.size() <= most) return text.size();
    if (const auto blank = text.rfind(' ', most); blank != std::string_view::npos && blank > 0) return blank;
    std::size_t end = most;
    while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return end;
}

/// What staff has written for a reader may be longer than a line: it goes on in the next.
/// @param room bytes that lines may take before nothing goes on any more
void add_lines(std::vector<std::string>& to, std::string_view text, std::size_t& room) {
    for (bool goes_on = false; !text.empty(); goes_on = true) {
        const auto end = end_of_line(text);
        if (goes_on && end > room) return;
        room -= std::min(end, room);
        to.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
    }
}

} // namespace

std::vector<std::string> screen_of(const circulation::outcome& from, const outgoing& to) {
    const std::string language = language_for(from, to);
    std::vector<std::string> sentences;
    const auto say = [&](const std::vector<reason>& all) {
        for (const auto& each : all) {
            std::string one = sentence(each, to, language);
            const bool is_new = std::find(sentences.begin(), sentences.end(), one) == sentences.end();
            if (is_new && !one.empty()) sentences.push_back(std::move(one));
        }
    };
    // Who refuses knows better why than we, who read it out of a word of a list.
    if (from.remote_words.empty())
        say(from.reasons);
    else
        sentences.push_back(from.remote_words);
    say(from.notices);
    std::vector<std::string> lines;
    auto room = to.door.profile->max_reply / 2; // the rest is for what was asked for, such as a list
    for (const auto& each : sentences) add_lines(lines, each, room);
    return lines;
}

std::string due_text(instant due, bool hourly, const sip2_door& door) {
    if (door.profile->due_date_format == "sip") {
        std::string text;
        sip2::wire<sip2::date_time>::write(text, to_date_time(due, door));
        return text;
    }
    std::string pattern = door.profile->due_date_format;
    if (hourly && pattern.find("%H") == std::string::npos) pattern += " %H:%M";
    return format_date(due, pattern, zone_of(door));
}

std::string amount_text(storage::money amount, const sip2_door& door) {
    const int decimals = door.identity ? door.identity->institution.decimals : 2;
    return sip2::format_amount(amount.minor, static_cast<unsigned>(decimals));
}

std::optional<sip2::currency> currency_of(const sip2_door& door) {
    return door.identity ? sip2::make_currency(door.identity->institution.currency) : std::nullopt;
}

sip2::magnetic magnetic_of(const circulation::outcome& from) {
    return from.item && from.item->magnetic ? sip2::magnetic::yes : sip2::magnetic::no;
}

std::optional<sip2::media_type> media_of(const circulation::outcome& from) {
    if (!from.item) return std::nullopt;
    return static_cast<sip2::media_type>(from.item->media); // both are numbered as SIP2 does
}
static_assert(static_cast<int>(storage::media_type::book_with_audio_tape) ==
              static_cast<int>(sip2::media_type::book_with_audio_tape));

std::string title_of(const circulation::item_view& item, const sip2_door& door) {
    if (door.profile->title_id == config::title_id::number && !item.control_number.empty()) return item.control_number;
    if (item.title.empty()) return item.barcode;
    return item.author.empty() ? item.title : item.title + " / " + item.author;
}

std::string listed(const std::string& barcode, const std::string& title, const sip2_door& door) {
    const auto how = door.profile->item_lists;
    if (barcode.empty() || (how == config::item_lists::title && !title.empty())) return title;
    return how == config::item_lists::both ? barcode + ' ' + title : barcode;
}

sip2::fee_type fee_type_of(storage::fee_kind kind) noexcept {
    return static_cast<sip2::fee_type>(kind); // both are numbered as SIP2 does
}
static_assert(static_cast<int>(storage::fee_kind::hold) == static_cast<int>(sip2::fee_type::hold) &&
              static_cast<int>(storage::fee_kind::rental) == static_cast<int>(sip2::fee_type::rental));

bool extends(const sip2_door& door, std::string_view id) {
    const auto& named = door.profile->extensions;
    return !door.speaks_1_00 && std::find(named.begin(), named.end(), id) != named.end();
}

void extend(std::vector<sip2::unknown_field>& fields, const sip2_door& door, std::string_view id, std::string value) {
    if (!value.empty() && extends(door, id)) fields.push_back({std::string(id), std::move(value)});
}

} // namespace circ::dispatch
