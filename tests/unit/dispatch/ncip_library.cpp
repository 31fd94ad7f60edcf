#include "tests/unit/dispatch/ncip_library.hpp"

#include "config/texts.hpp"
#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/serialize.hpp"
#include "tests/support/trusted_peer.hpp"
#include "tests/unit/dispatch/riverton.hpp"
#include "tests/unit/ncip/schema.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace circ::dispatch::test {

ncip_door make_ncip_door(const peer_change& differs) {
    static const auto words =
        std::make_shared<const texts>(config::load_texts({}).by_language, "en");
    config::ncip_peer peer = circ::test::trusted_peer("state-ncip");
    peer.own_agencies = {"MAIN"};
    if (differs) differs(peer);
    ncip_door made;
    made.peer = std::make_shared<const config::ncip_peer>(std::move(peer));
    made.who = *make_door().identity;
    made.rules = circulation::default_device_rules();
    made.words = words;
    made.address = "192.0.2.7";
    return made;
}

ncip::message read_document(std::string_view document) {
    auto read = ncip::parse(document);
    if (std::holds_alternative<ncip::unreadable>(read))
        throw std::runtime_error("unreadable: " + std::string(document));
    return std::get<ncip::message>(std::move(read));
}

ncip::message read_sample(const std::string& name) {
    std::ifstream in(std::string(CIRC_TEST_DATA) + "/ncip/" + name + ".xml", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.empty()) throw std::runtime_error("no sample " + name);
    return read_document(text);
}

ncip::message request_with(const std::string& service, const std::string& inside) {
    return read_document("<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\"><" + service +
                         "><InitiationHeader><FromAgencyId><AgencyId>STATE</AgencyId></"
                         "FromAgencyId><ToAgencyId><AgencyId>RIV"
                         "</AgencyId></ToAgencyId></InitiationHeader>" +
                         inside + "</" + service + "></NCIPMessage>");
}

namespace {

void add(std::ostream& to, std::string_view name, const std::string& value) {
    if (!value.empty()) to << ' ' << name << '=' << value;
}

std::string text_of(const external_id& id) {
    return id ? id.agency + ':' + id.value : std::string();
}

std::string date_of(std::optional<storage::instant> at) {
    if (!at) return {};
    const auto day = std::chrono::floor<std::chrono::days>(*at);
    const std::chrono::year_month_day date(day);
    std::ostringstream out;
    out << static_cast<int>(date.year()) << '-' << static_cast<unsigned>(date.month()) << '-'
        << static_cast<unsigned>(date.day());
    return out.str();
}

/// What requests have in common is shown where they have it.
template <class Operation>
std::string in_short(const Operation& of) {
    std::ostringstream out;
    if constexpr (requires { of.card; }) add(out, "card", of.card);
    if constexpr (requires { std::string(of.item); }) add(out, "item", of.item);
    if constexpr (requires { of.what.item; }) add(out, "item", of.what.item);
    if constexpr (requires { of.what.title; }) add(out, "title", of.what.title);
    if constexpr (requires { of.pin; }) add(out, "pin", of.pin ? "given" : "");
    if constexpr (requires { of.request; }) add(out, "request", text_of(of.request));
    if constexpr (requires { of.reference; }) add(out, "reference", text_of(of.reference));
    if constexpr (requires { of.which.id; }) {
        add(out, "ours", of.which.id ? std::to_string(of.which.id.value) : "");
        add(out, "theirs", text_of(of.which.request));
    }
    if constexpr (requires { of.pickup; }) add(out, "pickup", of.pickup);
    if constexpr (requires { of.expires; }) add(out, "expires", date_of(of.expires));
    if constexpr (requires { of.due_given; }) add(out, "due", date_of(of.due_given));
    if constexpr (requires { of.wanted_back; }) add(out, "back", date_of(of.wanted_back));
    if constexpr (requires { of.about; }) add(out, "about", of.about.text);
    if constexpr (requires { of.amount->minor; })
        add(out, "amount", of.amount ? std::to_string(of.amount->minor) : "");
    if constexpr (requires { of.count; }) add(out, "count", std::to_string(of.count));
    if constexpr (requires { of.gone.front(); })
        for (const auto& each : of.gone)
            add(out,
                "gone",
                each.address.value_or("") + each.email.value_or("") + each.phone.value_or(""));
    if constexpr (requires { of.place.front(); })
        for (const auto& each : of.place)
            add(out, "block", each);
    if constexpr (requires { of.lift.front(); })
        for (const auto& each : of.lift)
            add(out, "lift", each);
    if (of.by.when == circulation::timing::already_happened)
        add(out, "happened", date_of(of.by.said));
    return out.str();
}

constexpr std::string_view operation_names[] = {"checkout",
                                                "checkin",
                                                "undo_checkout",
                                                "undo_checkin",
                                                "renew",
                                                "renew_all",
                                                "place_hold",
                                                "change_hold",
                                                "cancel_hold",
                                                "pay_fee",
                                                "patron_account",
                                                "item_details",
                                                "update_item_properties",
                                                "block_patron",
                                                "enable_patron",
                                                "end_patron_session",
                                                "service_status",
                                                "accept_item",
                                                "send_home",
                                                "hold_details",
                                                "title_items",
                                                "agency_details",
                                                "create_item",
                                                "update_item",
                                                "delete_item",
                                                "report_item",
                                                "recall_item",
                                                "cancel_recall",
                                                "create_patron",
                                                "update_patron",
                                                "delete_patron",
                                                "charge_fee",
                                                "answer_fee"};
static_assert(std::size(operation_names) == std::variant_size_v<any_operation>);

} // namespace

std::string problems_in(const ncip::message& answer) {
    std::string text;
    for (const auto& each : answer.problems()) {
        if (!text.empty()) text += ", ";
        text += each.problem_type.value;
        if (each.problem_element) text += " @" + *each.problem_element;
    }
    return text;
}

std::string comes_to(const ncip::message& asked, const ncip_door& door) {
    const auto made = to_operation({.message = asked, .once_only_text = {}, .at = now()}, door);
    if (const auto* answer = std::get_if<ncip::message>(&made)) {
        const auto problems = problems_in(*answer);
        return problems.empty() ? answer->service : problems;
    }
    const auto& operation = std::get<any_operation>(made);
    return std::string(operation_names[operation.index()]) +
           std::visit([](const auto& each) { return in_short(each); }, operation);
}

namespace {

/// What we write is valid by the schema, where that can be had.
void validate(const ncip::message& answer) {
    if (!ncip::test::schema_folder()) return;
    const auto document = ncip::serialize(answer);
    EXPECT_EQ(ncip::test::complaints_about(document), "") << document;
}

} // namespace

std::string
answer_lines(const ncip::message& asked, const any_outcome& outcome, const ncip_door& door) {
    const auto answer = to_answer(asked, outcome, door, now());
    validate(answer);
    std::string lines;
    for (const auto& [path, value] : ncip::describe(answer))
        if (path.find("/ResponseHeader/") == std::string::npos) lines += path + ": " + value + '\n';
    return lines;
}

} // namespace circ::dispatch::test
