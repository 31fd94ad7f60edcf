// Operations and ends of the cases, in words.
#include "server/circulation/local_time.hpp"
#include "tests/unit/relay/dialogue_case.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace circ::test {

using namespace circulation;

namespace {

constexpr std::string_view zone = "Europe/Berlin";

/// "2026-12-01" is the end of that day in Berlin, "2026-12-01T10:00" an hour of it.
std::optional<instant> moment(const std::string& text) {
    if (text.empty()) return std::nullopt;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;
    const int read =
        std::sscanf(text.c_str(), "%d-%d-%dT%d:%d", &year, &month, &day, &hour, &minute);
    if (read < 3) throw std::runtime_error("no date: " + text);
    const std::chrono::local_days date{std::chrono::year(year) / month / day};
    if (read == 3) return end_of_day(date, zone);
    return to_instant(wall_time(date) + std::chrono::hours(hour) + std::chrono::minutes(minute),
                      zone);
}

std::string shown(const std::optional<instant>& at, bool hourly) {
    if (!at) return "none";
    const auto wall = to_wall(*at, zone);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    if (!hourly) return iso_date(day);
    const std::chrono::hh_mm_ss time(wall - day);
    char text[16];
    std::snprintf(text,
                  sizeof text,
                  "T%02d:%02d",
                  static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()));
    return iso_date(day) + text;
}

std::string shown(bool yes) {
    return yes ? "yes" : "no";
}

std::string shown(const std::vector<reason>& all) {
    std::string line;
    for (const auto& each : all)
        line += (line.empty() ? "" : ",") + std::string(reason_name(each.code));
    return line;
}

template <class Entries>
std::string barcodes(const Entries& entries) {
    std::string line;
    for (const auto& each : entries)
        line += (line.empty() ? "" : ",") + (each.barcode.empty() ? each.title : each.barcode);
    return line;
}

std::shared_ptr<const device_rules> rules_of(const dialogue_case& in) {
    device_rules rules;
    rules.offline_ok = true;
    for (const words& line : in.settings)
        for (const auto& [key, value] : line.pairs) {
            if (key == "device.offline_ok") rules.offline_ok = value == "true";
            if (key == "device.pin")
                rules.pin = value == "none"           ? pin_rule::none
                            : value == "each_request" ? pin_rule::each_request
                            : value == "in_session"   ? pin_rule::in_session
                                                      : pin_rule::if_present;
            if (key == "device.hides_unknown_cards") rules.hides_unknown_cards = value == "true";
            if (key == "device.block_patron")
                rules.block_patron = value == "block"  ? block_handling::block
                                     : value == "note" ? block_handling::note
                                                       : block_handling::ignore;
            if (key == "device.may_enable_patron") rules.may_enable_patron = value == "true";
            if (key == "device.details_without_pin")
                rules.details_without_pin =
                    value == "full" ? device_rules::details::full : device_rules::details::minimal;
            if (key == "device.payment_id_scope")
                rules.payment_id_scope = value == "ever"   ? id_scope::ever
                                         : value == "none" ? id_scope::none
                                                           : id_scope::day;
        }
    return std::make_shared<const device_rules>(rules);
}

std::optional<secret> pin_of(const words& from) {
    if (!from.has("pin")) return std::nullopt;
    return secret(from.get("pin"));
}

fee_agreement agreed_of(const words& from) {
    const std::string said = from.get("agreed");
    if (said.empty()) return {};
    if (said == "any") return {.to = fee_agreement::kind::any, .amount = {}};
    return {.to = fee_agreement::kind::exactly, .amount = {std::stoll(said)}};
}

account_parts parts_of(const words& from) {
    const std::map<std::string, list_kind> kinds{{"ready", list_kind::ready_holds},
                                                 {"overdue", list_kind::overdue_loans},
                                                 {"loans", list_kind::loans},
                                                 {"fees", list_kind::fees},
                                                 {"recalled", list_kind::recalled_loans},
                                                 {"waiting", list_kind::waiting_holds}};
    account_parts parts;
    std::istringstream names(from.get("lists"));
    for (std::string name; std::getline(names, name, ',');)
        parts.lists.insert(kinds.at(name));
    parts.first = std::stoi(from.get("first", "1"));
    if (from.has("last")) parts.last = std::stoi(from.get("last"));
    return parts;
}

target target_of(const words& from) {
    return {from.get("item"), from.get("title")};
}

/// What all have: who, when, whether it has happened already.
template <class Operation>
any_operation with_common(Operation made, const words& from, const dialogue_case& in, instant now) {
    made.by.terminal_login = "kiosk1";
    made.by.received = now;
    made.by.said = now;
    made.by.rules = rules_of(in);
    made.by.pin_proved_before = from.has("proved");
    if (from.has("told")) {
        made.by.when = timing::already_happened;
        made.by.said = moment(from.get("told"));
    }
    if constexpr (requires { made.card; }) made.card = from.get("card");
    if constexpr (requires { made.item; }) made.item = from.get("item");
    if constexpr (requires { made.what; }) made.what = target_of(from);
    if constexpr (requires { made.pin; }) made.pin = pin_of(from);
    if constexpr (requires { made.agreed; }) made.agreed = agreed_of(from);
    if constexpr (requires { made.due_given; }) made.due_given = moment(from.get("due"));
    if constexpr (requires { made.pickup; }) made.pickup = from.get("pickup");
    if constexpr (requires { made.expires; }) made.expires = moment(from.get("expires"));
    return any_operation{std::move(made)};
}

} // namespace

std::vector<relay::loan_before> loans_before(const act& of) {
    std::vector<relay::loan_before> made;
    for (const auto* const number : {"", "2"}) {
        const auto due = moment(of.operation.get(std::string("before") + number));
        if (due)
            made.push_back({.card = of.operation.get("card"),
                            .barcode = of.operation.get(std::string("item") + number),
                            .due_at = *due});
    }
    return made;
}

any_operation operation_of(const act& of, const dialogue_case& in, instant now) {
    const words& said = of.operation;
    const auto make = [&](auto made) { return with_common(std::move(made), said, in, now); };
    const std::string& what = said.first;
    if (what == "checkout") {
        checkout made;
        made.renewal_allowed = !said.has("no_renewal");
        return make(made);
    }
    if (what == "checkin") {
        checkin made;
        made.returned = moment(said.get("returned"));
        return make(made);
    }
    if (what == "undo_checkout") return make(undo_checkout{});
    if (what == "undo_checkin") return make(undo_checkin{});
    if (what == "renew") {
        renew made;
        made.third_party = said.has("third_party");
        return make(made);
    }
    if (what == "renew_all") return make(renew_all{});
    if (what == "place_hold") {
        place_hold made;
        made.level = said.get("level") == "item"     ? storage::hold_level::item
                     : said.get("level") == "branch" ? storage::hold_level::branch
                                                     : storage::hold_level::title;
        return make(made);
    }
    if (what == "change_hold") return make(change_hold{});
    if (what == "cancel_hold") return make(cancel_hold{});
    if (what == "pay_fee") {
        pay_fee made;
        if (said.has("amount")) made.amount = money{std::stoll(said.get("amount"))};
        made.currency = said.get("currency");
        if (said.has("kind"))
            made.kind = static_cast<storage::fee_kind>(std::stoi(said.get("kind")));
        made.payment_type = std::stoi(said.get("type", "0"));
        made.fee_identifier = said.get("fee");
        made.transaction_id = said.get("bk");
        made.reference.value = said.get("reference");
        return make(made);
    }
    if (what == "charge_fee") {
        charge_fee made;
        made.amount = money{std::stoll(said.get("amount"))};
        made.kind = static_cast<storage::fee_kind>(std::stoi(said.get("kind", "1")));
        made.reference.value = said.get("reference");
        made.why = said.get("why");
        return make(made);
    }
    if (what == "answer_fee") {
        answer_fee made;
        made.amount = money{std::stoll(said.get("amount"))};
        made.fee.theirs.value = said.get("fee");
        made.reference.value = said.get("reference");
        return make(made);
    }
    if (what == "patron_account") {
        patron_account made;
        made.parts = parts_of(said);
        return make(made);
    }
    if (what == "item_details") return make(item_details{});
    if (what == "update_item_properties") {
        update_item_properties made;
        made.properties = said.get("properties");
        return make(made);
    }
    if (what == "block_patron") {
        block_patron made;
        made.card_retained = said.has("retained");
        return make(made);
    }
    if (what == "enable_patron") return make(enable_patron{});
    if (what == "end_patron_session") return make(end_patron_session{});
    if (what == "service_status") return make(service_status{});
    if (what == "delete_item") return make(delete_item{});
    throw std::runtime_error("unknown operation " + what);
}

namespace {

using facts = std::map<std::string, std::string>;

void show(facts& to, const item_view& item) {
    to["barcode"] = item.barcode;
    to["title"] = item.title;
    to["author"] = item.author;
    to["record"] = item.control_number;
    to["call_number"] = item.call_number;
    to["media"] = std::to_string(static_cast<int>(item.media));
    to["magnetic"] = shown(item.magnetic);
    to["desensitize"] = shown(item.desensitize);
    to["status"] = std::to_string(static_cast<int>(item.status));
    to["home"] = item.home.code;
    to["current"] = item.current.code;
    to["properties"] = item.properties;
    to["queue"] = std::to_string(item.queue_length);
    to["item_due"] = shown(item.due_at, item.due_hourly);
    to["recalled"] = shown(item.recalled_at, false);
    to["shelf_until"] = shown(item.shelf_until, false);
    to["isbn"] = item.isbn;
    to["item_language"] = item.language;
}

void show(facts& to, const patron_view& who) {
    to["known"] = shown(who.known);
    to["name"] = who.name;
    to["language"] = who.language;
    to["category"] = who.category;
    for (const auto* each : {"fees", "messages"})
        to[each] = {};
    for (const bool each : who.flags)
        to["flags"] += each ? 'Y' : '-';
    for (const auto& each : who.counts)
        to["counts"] += (to["counts"].empty() ? "" : "/") + (each ? std::to_string(*each) : "?");
    to["owed"] = std::to_string(who.owed.minor);
    to["address"] = who.address;
    to["email"] = who.email;
    to["phone"] = who.phone;
    to["birth"] = who.birth_date ? iso_date(*who.birth_date) : "none";
    to["expires_on"] = who.expires_on ? iso_date(*who.expires_on) : "none";
    to["loan_limit"] = who.loan_limit ? std::to_string(*who.loan_limit) : "none";
    to["fee_limit"] = who.fee_limit ? std::to_string(who.fee_limit->minor) : "none";
    to["loans"] = barcodes(who.lists.loans);
    to["overdue"] = barcodes(who.lists.overdue_loans);
    to["ready"] = barcodes(who.lists.ready_holds);
    to["waiting"] = barcodes(who.lists.waiting_holds);
    for (const auto& each : who.lists.fees)
        to["fees"] += (to["fees"].empty() ? "" : ",") + each.fee_identifier + ':' +
                      std::to_string(static_cast<int>(each.kind)) + ':' +
                      std::to_string(each.open.minor);
    for (const auto& each : who.messages)
        to["messages"] += (to["messages"].empty() ? "" : "|") + each;
}

void show_lines(std::string& to, const std::vector<renew_all_outcome::line>& lines) {
    for (const auto& each : lines) {
        to += (to.empty() ? "" : ",") + each.barcode;
        if (each.why_not) to += ':' + std::string(reason_name(each.why_not->code));
    }
}

struct own_facts {
    facts& to;

    void operator()(const outcome&) const {}
    void operator()(const loan_outcome& of) const {
        to["due"] = shown(of.due_at, of.due_hourly);
        to["renewed"] = shown(of.renewed);
        to["already_his"] = shown(of.already_his);
    }
    void operator()(const checkin_outcome& of) const {
        constexpr std::string_view names[] = {
            "none", "hold_here", "hold_elsewhere", "hold_interlibrary", "transit", "other"};
        to["alert"] = names[static_cast<std::size_t>(of.alert)];
        to["resensitize"] = shown(of.resensitize);
        to["destination"] = of.destination ? of.destination->code : "none";
        to["bin"] = of.sort_bin;
        to["borrower"] = of.borrower_card;
        to["hold_card"] = of.hold_card;
        to["hold_name"] = of.hold_name;
    }
    void operator()(const renew_all_outcome& of) const {
        show_lines(to["renewed"], of.renewed);
        show_lines(to["unrenewed"], of.unrenewed);
    }
    void operator()(const hold_outcome& of) const {
        to["available"] = shown(of.available);
        to["position"] = of.position ? std::to_string(*of.position) : "none";
        to["pickup"] = of.pickup;
        to["expires"] = shown(of.expires, false);
    }
    void operator()(const payment_outcome& of) const {
        to["receipt"] = of.receipt;
        to["owed_after"] = std::to_string(of.owed_after.minor);
    }
    void operator()(const service_outcome& of) const {
        to["may"] = std::string(of.may_checkin ? "checkin " : "") +
                    (of.may_checkout ? "checkout " : "") + (of.may_renew ? "renew " : "") +
                    (of.may_block ? "block " : "");
    }
};

} // namespace

facts facts_of(const relay::finished& end) {
    constexpr std::string_view pins[] = {
        "not_given", "empty", "right", "wrong", "locked", "not_needed"};
    constexpr std::string_view whys[] = {
        "not_sent", "no_answer", "no_ncip", "refused_now", "out_of_time"};
    const outcome& of = common(end.outcome);
    facts made;
    made["verdict"] = of.result == verdict::done      ? "done"
                      : of.result == verdict::refused ? "refused"
                                                      : "unavailable";
    made["reasons"] = shown(of.reasons);
    made["notices"] = shown(of.notices);
    made["pin"] = pins[static_cast<std::size_t>(of.pin)];
    made["words"] = of.remote_words;
    made["fee"] = of.fee ? std::to_string(static_cast<int>(of.fee->kind)) + ':' +
                               std::to_string(of.fee->amount.minor)
                         : "none";
    made["sure"] = shown(end.sure == relay::certainty::sure);
    made["conflict"] = shown(end.conflict);
    made["why"] = end.why ? whys[static_cast<std::size_t>(*end.why)] : "none";
    if (of.item) show(made, *of.item);
    if (of.patron) show(made, *of.patron);
    std::visit([&](const auto& each) { own_facts{made}(each); }, end.outcome);
    return made;
}

std::string difference(const words& expected, const relay::finished& end) {
    const auto is = facts_of(end);
    std::string wrong;
    if (is.at("verdict") != expected.first)
        wrong += "verdict is " + is.at("verdict") + " (" + is.at("reasons") + ")\n";
    // A refusal is about its reasons: they are always said, beside the word.
    auto pairs = expected.pairs;
    if (!pairs.empty() && !expected.has_sign.front())
        pairs.front() = {"reasons", pairs.front().first};
    for (const auto& [key, value] : pairs) {
        const auto found = is.find(key);
        const std::string shown_value = found == is.end() ? "absent" : found->second;
        if (shown_value != value) wrong += key + " is " + shown_value + ", not " + value + '\n';
    }
    return wrong;
}

} // namespace circ::test
