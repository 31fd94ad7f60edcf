#include "server/notices/letter.hpp"

#include "server/circulation/facts.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/trail.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace circ::notices {

namespace {

namespace json = boost::json;
using circulation::short_form;

std::string_view sentence_of(std::string_view kind) {
    const auto kinds = circulation::notice_kinds();
    const auto found = std::ranges::find(kinds, kind, &circulation::notice_kind::name);
    return found == kinds.end() ? std::string_view{} : found->sentence;
}

json::object person(const storage::patron& who) {
    return {{"name", circulation::display_name(who)},
            {"email", who.email},
            {"address", who.address},
            {"phone", who.phone}};
}

void put_people(json::object& into, storage::reader& from, const storage::notice& what) {
    if (const auto to = from.find_patron(what.recipient ? what.recipient : what.patron)) {
        into["to"] = person(*to);
        into["for_guarantor"] = to->id != what.patron;
    }
    if (const auto about = from.find_patron(what.patron))
        into["about"] = json::object{{"name", circulation::display_name(*about)},
                                     {"card", circulation::card_number_of(from, about->id)}};
}

void put_date(json::object& into, const char* name, const short_form& facts, const char* fact) {
    const auto days = facts.number(fact);
    if (days) into[name] = circulation::iso_date(storage::local_date{std::chrono::days{*days}});
}

void put_item(json::object& into, storage::reader& from, const storage::notice& what) {
    const auto hold = from.find_hold(what.hold);
    const auto item = from.item_with_facts(what.item);
    if (item)
        into["item"] = json::object{{"barcode", item->item.barcode},
                                    {"title", item->title.text},
                                    {"author", item->title.author}};
    else if (const auto title = hold ? from.find_title(hold->title) : std::nullopt)
        into["item"] = json::object{{"title", title->text}, {"author", title->author}};
    if (!hold) return;
    if (const auto pickup = from.find_branch(hold->pickup))
        into["pickup"] = json::object{{"branch", pickup->code}, {"name", pickup->name}};
    if (hold->shelf_until) into["until"] = circulation::iso_date(*hold->shelf_until);
}

/// Of a loan what is open of its fees.
void put_fees(json::object& into, storage::reader& from, const storage::notice& what) {
    if (!what.loan) return;
    json::array open;
    for (const auto& each : from.fees_of_loan(what.loan))
        if (const auto left = from.find_open_fee(each.id))
            open.push_back(json::object{{"fee", std::to_string(each.id.value)},
                                        {"type", static_cast<int>(each.kind)},
                                        {"open_minor", left->amount.minor}});
    if (!open.empty()) into["fees"] = std::move(open);
}

} // namespace

json::object letter_of(storage::reader& from,
                       const storage::institution& of,
                       const storage::notice& what) {
    const short_form facts(what.facts);
    json::object made{{"id", std::to_string(what.id.value)},
                      {"kind", what.kind},
                      {"says", sentence_of(what.kind)},
                      {"made_on",
                       circulation::iso_date(circulation::date_in(what.created_at, of.time_zone))},
                      {"channel", what.channel == storage::notice_channel::email ? "email" : "post"},
                      {"language", what.language}};
    put_people(made, from, what);
    put_item(made, from, what);
    put_date(made, "due", facts, "due");
    put_date(made, "until", facts, "until");
    put_fees(made, from, what);
    made["library"] = json::object{{"code", of.code},
                                   {"name", of.name},
                                   {"currency", of.currency},
                                   {"decimals", of.decimals}};
    return made;
}

} // namespace circ::notices
