#include "tests/unit/dispatch/riverton.hpp"

#include "config/texts.hpp"
#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/serialize.hpp"

#include <cstdio>
#include <stdexcept>
#include <type_traits>

namespace circ::dispatch::test {

storage::instant utc(int year, unsigned month, unsigned day, int hour, int minute, int second) {
    return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
           std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

storage::instant now() { return utc(2026, 3, 17, 13, 25, 30); }

namespace {

std::shared_ptr<const texts> shipped_words() {
    static const auto words = std::make_shared<const texts>(config::load_texts({}).by_language, "en");
    return words;
}

terminal_identity kiosk() {
    terminal_identity who;
    who.institution = {.id = {1}, .code = "RIV", .name = "Riverton Public Library", .currency = "EUR",
                       .decimals = 2, .language = "en", .time_zone = "Europe/Berlin"};
    who.branch = {.id = {2}, .institution = {1}, .code = "RIV-MAIN", .name = "Main Library", .address = "",
                  .time_zone = "Europe/Berlin"};
    who.terminal.id = {3};
    who.terminal.institution = {1};
    who.terminal.login = "kiosk02";
    who.terminal.branch = {2};
    who.terminal.location = "RIV-MAIN-HALL";
    return who;
}

} // namespace

sip2_door make_door(const change& differs) {
    config::profile profile;
    sip2_door door;
    door.words = shipped_words();
    door.identity = kiosk();
    if (differs) differs(profile, door);
    door.profile = std::make_shared<const config::profile>(profile);
    door.rules = device_rules_of(profile);
    return door;
}

namespace {

sip2::parsed<sip2::request> read_request(std::string_view line) {
    auto read = sip2::parse_request(line, {});
    if (!read) throw std::runtime_error("no request: " + std::string(line));
    return std::move(*read);
}

} // namespace

sip2::request request(std::string_view line) { return read_request(line).value; }

std::string line_of(const sip2::response& answer, const sip2_door& door) {
    sip2::dialect as;
    if (door.speaks_1_00) as.version = sip2::protocol_version::v1_00;
    std::string line;
    sip2::serialize(line, sip2::view_of(answer), as);
    return line;
}

sip2_translation translate(std::string_view line, const sip2_door& door) {
    const auto message = read_request(line);
    return to_operation({.message = message.value, .once_only_text = line, .at = now(), .faults = message.faults}, door);
}

std::string answer(std::string_view line, const any_outcome& outcome, const sip2_door& door) {
    return line_of(to_answer(request(line), outcome, door, now()), door);
}

std::string answer_at_the_door(std::string_view line, const sip2_door& door) {
    const auto translated = translate(line, door);
    const auto* given = std::get_if<sip2::response>(&translated);
    return given == nullptr ? "an operation" : line_of(*given, door);
}

namespace {

std::string iso(storage::instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

/// Writes what an operation says; what is absent is left out.
class teller {
public:
    explicit teller(std::string name) : text_(std::move(name)) {}

    void say(std::string_view name, const std::string& value) {
        if (!value.empty()) text_ += ' ' + std::string(name) + '=' + value;
    }
    void say(std::string_view name, std::optional<storage::instant> at) {
        if (at) say(name, iso(*at));
    }
    void say(std::string_view name, bool is) {
        if (is) text_ += ' ' + std::string(name);
    }
    void say(const std::optional<storage::secret>& pin) {
        if (pin) text_ += " pin=" + std::string(pin->reveal());
    }
    void say(const target& what) {
        say("item", what.item);
        say("title", what.title);
    }
    void say(const account_parts& parts) {
        std::string lists;
        for (const auto each : parts.lists) lists += std::to_string(static_cast<int>(each));
        say("lists", lists);
        if (parts.first != 1 || parts.last)
            say("entries", std::to_string(parts.first) + '-' + (parts.last ? std::to_string(*parts.last) : ""));
    }
    void say(const requester& by) {
        say("said", by.said);
        say("happened", by.when == timing::already_happened);
        say("language", by.language);
        say("proved", by.pin_proved_before);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

template <class T> constexpr std::string_view name_of = "";
template <> constexpr std::string_view name_of<checkout> = "checkout";
template <> constexpr std::string_view name_of<checkin> = "checkin";
template <> constexpr std::string_view name_of<undo_checkout> = "undo_checkout";
template <> constexpr std::string_view name_of<undo_checkin> = "undo_checkin";
template <> constexpr std::string_view name_of<renew> = "renew";
template <> constexpr std::string_view name_of<renew_all> = "renew_all";
template <> constexpr std::string_view name_of<place_hold> = "place_hold";
template <> constexpr std::string_view name_of<change_hold> = "change_hold";
template <> constexpr std::string_view name_of<cancel_hold> = "cancel_hold";
template <> constexpr std::string_view name_of<pay_fee> = "pay_fee";
template <> constexpr std::string_view name_of<patron_account> = "patron_account";
template <> constexpr std::string_view name_of<item_details> = "item_details";
template <> constexpr std::string_view name_of<update_item_properties> = "update_item_properties";
template <> constexpr std::string_view name_of<block_patron> = "block_patron";
template <> constexpr std::string_view name_of<enable_patron> = "enable_patron";
template <> constexpr std::string_view name_of<end_patron_session> = "end_patron_session";
template <> constexpr std::string_view name_of<service_status> = "service_status";

void tell_payment(teller& to, const pay_fee& of) {
    to.say("amount", of.amount ? std::to_string(of.amount->minor) : std::string());
    to.say("currency", of.currency);
    to.say("kind", of.kind ? std::to_string(static_cast<int>(*of.kind)) : std::string());
    to.say("type", std::to_string(of.payment_type));
    to.say("fee", of.fee_identifier);
    to.say("bk", of.transaction_id);
}

/// Each member that an operation may have, in one order.
template <class Operation>
std::string tell(const Operation& of) {
    teller to{std::string(name_of<Operation>)};
    if constexpr (requires { of.card; }) to.say("card", of.card);
    if constexpr (requires { of.item; }) to.say("item", of.item);
    if constexpr (requires { to.say(of.what); }) to.say(of.what); // else no SIP2 request comes to it
    if constexpr (requires { of.pin; }) to.say(of.pin);
    if constexpr (requires { of.agreed; }) to.say("agreed", of.agreed.to == fee_agreement::kind::any);
    if constexpr (requires { of.renewal_allowed; }) to.say("renewal", of.renewal_allowed);
    if constexpr (requires { of.third_party; }) to.say("third_party", of.third_party);
    if constexpr (requires { of.level; }) to.say("level", std::to_string(static_cast<int>(of.level)));
    if constexpr (requires { of.pickup; }) to.say("pickup", of.pickup);
    if constexpr (requires { of.expires; }) to.say("expires", of.expires);
    if constexpr (requires { of.returned; }) to.say("returned", of.returned);
    if constexpr (requires { of.properties; }) to.say("properties", of.properties);
    if constexpr (requires { of.card_retained; }) to.say("retained", of.card_retained);
    if constexpr (requires { of.reason; }) to.say("reason", of.reason);
    if constexpr (requires { of.parts; }) to.say(of.parts);
    if constexpr (std::is_same_v<Operation, pay_fee>) tell_payment(to, of);
    if constexpr (requires { of.due_given; }) to.say("due", of.due_given);
    to.say(of.by);
    return to.text();
}

} // namespace

std::string operation_in_short(std::string_view line, const sip2_door& door) {
    const auto translated = translate(line, door);
    const auto* operation = std::get_if<any_operation>(&translated);
    if (operation == nullptr) return "answered";
    return std::visit([](const auto& each) { return tell(each); }, *operation);
}

item_view glass_orchard() {
    item_view item;
    item.barcode = barcode;
    item.title = "The Glass Orchard";
    item.author = "Tessa Imre";
    item.control_number = "riv00412";
    item.item_type = "book";
    item.collection = "fiction";
    item.call_number = "F IMR";
    item.media = storage::media_type::book;
    item.home = {.code = "RIV-MAIN", .name = "Main Library", .time_zone = "Europe/Berlin"};
    item.current = item.home;
    item.status = circulation_status::available;
    return item;
}

patron_view maren() {
    patron_view who;
    who.known = true;
    who.name = "Maren Lindqvist";
    who.category = "adult";
    who.counts = {2, 0, 2, 1, 0, 1};
    who.hold_limit = 10;
    who.overdue_limit = 5;
    who.loan_limit = 40;
    who.fee_limit = storage::money{2500};
    who.owed = {350};
    who.address = "7 Mill Lane, Riverton";
    who.email = "maren@example.org";
    who.phone = "555-0142";
    who.birth_date = std::chrono::local_days(std::chrono::year(1990) / 6 / 1);
    who.expires_on = std::chrono::local_days(std::chrono::year(2026) / 12 / 31);
    const loan_entry loan{.barcode = "39009000733019", .title = "Northlight [DVD]", .control_number = "", .due_at = {}, .hourly = false};
    who.lists.loans = {loan, {.barcode = "39009000650021", .title = "Slow Rivers", .control_number = "", .due_at = {}, .hourly = false}};
    who.lists.overdue_loans = {loan};
    who.lists.recalled_loans = {loan};
    who.lists.ready_holds = {{.barcode = "39009000587710", .title = "Tidal Engines", .pickup = "RIV-MAIN", .state = storage::hold_state::on_shelf}};
    who.lists.waiting_holds = {{.barcode = "", .title = "Salt Road", .pickup = "RIV-MAIN", .state = storage::hold_state::queued}};
    who.lists.fees = {{.fee_identifier = "88213", .kind = storage::fee_kind::overdue, .open = {350}, .barcode = "39009000733019",
                       .title = "Northlight [DVD]", .running = false}};
    return who;
}

} // namespace circ::dispatch::test
