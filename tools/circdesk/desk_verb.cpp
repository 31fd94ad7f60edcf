#include "tools/circdesk/desk_verb.hpp"

#include "protocol/sip2/values.hpp"
#include "tools/circdesk/refusal_words.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <iostream>

namespace circ::tool {

circulation::requester operator_of(tool& with, const desk_words& said) {
    if (!said.at.empty()) return operator_at(with, said.at);
    circulation::requester made;
    made.operator_name = with.how().operator_name;
    made.institution = with.institution().id;
    made.received = with.now();
    return made;
}

namespace {

struct naming_row {
    circulation::reason_code why;
    std::string named_things::* thing;
};
constexpr std::array naming_rows{
    naming_row{circulation::reason_code::patron_unknown, &named_things::card},
    naming_row{circulation::reason_code::item_unknown, &named_things::item},
    naming_row{circulation::reason_code::title_unknown, &named_things::title},
};

circulation::reason with_name(circulation::reason why, const named_things& named) {
    const auto found = std::ranges::find(naming_rows, why.code, &naming_row::why);
    if (found != naming_rows.end() && why.field.empty()) why.field = named.*found->thing;
    return why;
}

} // namespace

void expect_done(const circulation::outcome& made, const storage::institution& of, const named_things& named) {
    if (made.result == circulation::verdict::done) return;
    std::string all;
    exit_code how = made.reasons.empty() ? refused : not_found;
    for (const auto& each : made.reasons) {
        all += (all.empty() ? "" : "; ") + refusal_text(with_name(each, named), of);
        if (!says_not_found(each.code)) how = refused;
    }
    throw complaint(all, how);
}

void tell(tool& with, const circulation::desk_outcome& made, const std::string& sentence) {
    if (!with.how().json) {
        std::cout << sentence << '\n';
        return;
    }
    const auto of = with.institution();
    boost::json::array charged;
    for (const auto& each : made.charged)
        charged.push_back(boost::json::object{{"fee", std::to_string(each.id.value)},
                                              {"kind", std::string(in_words(each.kind))},
                                              {"amount", money_text(each.amount, of)}});
    boost::json::object all{{"result", "done"}, {"charged", std::move(charged)}};
    if (made.amount.minor != 0) all["amount"] = money_text(made.amount, of);
    if (made.made != 0) all["made"] = std::to_string(made.made);
    std::cout << boost::json::serialize(all) << '\n';
}

namespace {

/// "3.50" where a unit has hundredths, "350" where it has no parts.
std::string amount_as_example(int decimals) {
    if (decimals == 0) return "350";
    return "3.5" + std::string(static_cast<std::size_t>(decimals - 1), '0');
}

} // namespace

std::string charges_text(const std::vector<storage::fee>& charged, const storage::institution& of) {
    std::string all;
    for (const auto& each : charged)
        all += (all.empty() ? "" : ", ") + std::string(in_words(each.kind)) + ' ' +
               money_text(each.amount, of) + " (fee " + std::to_string(each.id.value) + ')';
    return all.empty() ? "nothing" : all;
}

storage::money typed_amount(const std::string& text, const storage::institution& of) {
    namespace sip2 = protocol::sip2;
    const auto decimals = static_cast<unsigned>(of.decimals);
    const auto read = sip2::parse_amount(text, decimals, sip2::decimal_sign::point_or_comma);
    if (!read || text.starts_with('-'))
        throw complaint("'" + text + "' is no amount in " + of.currency + " such as " +
                            amount_as_example(of.decimals),
                        wrong_usage);
    return {*read};
}

std::int64_t typed_number(const std::string& text, const char* of_what) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
        throw complaint("'" + text + "' is no number of a " + of_what + "; the lists show them",
                        wrong_usage);
    return number;
}

storage::patron_facts find_reader(storage::reader& from,
                                  const storage::institution& of,
                                  const std::string& card,
                                  storage::instant now) {
    auto found = from.patron_by_card(of.id, card, now);
    if (!found) throw complaint("nobody has the card " + card, not_found);
    return std::move(*found);
}

} // namespace circ::tool
