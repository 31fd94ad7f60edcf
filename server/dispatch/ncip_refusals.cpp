// Reasons of our own in NCIP's words, with the elements at fault.
#include "protocol/ncip/describe.hpp"
#include "server/dispatch/ncip_common.hpp"
#include "server/dispatch/ncip_problems.hpp"
#include "server/dispatch/ncip_sentences.hpp"

#include <algorithm>
#include <array>

namespace circ::dispatch {

ncip::problem make_problem(const ncip::message& asked,
                           ncip::problem_type type,
                           std::string_view element,
                           std::string_view value,
                           std::string_view detail) {
    ncip::problem made = ncip::make_problem(type, asked.service);
    if (!element.empty()) made.problem_element = element;
    if (!value.empty()) made.problem_value = value;
    if (!detail.empty()) made.problem_detail = detail;
    return made;
}

ncip_problems lacking(const ncip::message& asked, std::string_view element) {
    return {make_problem(asked, ncip::problem_type::needed_data_missing, element)};
}

ncip_problems paid_elsewhere(const ncip::message& asked, const std::optional<ncip::money>& paid) {
    if (!paid || paid->minor_units == 0) return {};
    return {make_problem(asked,
                         ncip::problem_type::unauthorized_combination_for_system,
                         "PaidFeeAmount",
                         {},
                         "Tell of payments by CreateUserFiscalTransaction.")};
}

namespace {

using ncip::problem_type;

constexpr bool is_of_user(std::string_view element) {
    return element == "UserIdentifierValue" || element == "AuthenticationInputData";
}

/// What was sent in the element at fault: as the reason says, else as the request does. Never a
/// secret.
std::string
value_of(const circulation::reason& why, std::string_view element, const ncip::message& asked) {
    if (element.empty() || element == "AuthenticationInputData") return {};
    if (!why.field.empty()) return why.field;
    for (const auto& each : ncip::describe(asked))
        if (each.path.ends_with('/' + std::string(element))) return each.value;
    return {};
}

struct field_row {
    std::string_view ours; ///< what an operation calls it
    std::string_view theirs;
};

constexpr std::array field_rows{
    field_row{"card", "UserIdentifierValue"},
    field_row{"item", "ItemIdentifierValue"},
    field_row{"request", "RequestIdentifierValue"},
    field_row{"reference", "FiscalTransactionIdentifierValue"},
    field_row{"title", "Title"},
    field_row{"name", "NameInformation"},
    field_row{"category", "AgencyUserPrivilegeType"},
    field_row{"branch", "Location"},
    field_row{"lender", "AgencyId"},
};

std::string element_called(std::string_view ours) {
    const auto found = std::ranges::find(field_rows, ours, &field_row::ours);
    return std::string(found == field_rows.end() ? ours : found->theirs);
}

text_setting setting_of(const ncip_door& door) {
    text_setting setting;
    setting.money = {door.who.institution.currency, door.who.institution.decimals};
    setting.time_zone = door.who.branch.time_zone;
    return setting;
}

} // namespace

std::string sentence_of(const circulation::reason& why, const ncip_outgoing& to) {
    return to.door.words->sentence(why, to.door.who.institution.language, setting_of(to.door));
}

ncip_problems problems_of(const circulation::outcome& from, const ncip_outgoing& to) {
    ncip_problems made;
    for (const auto& each : from.reasons) {
        const auto wording = wording_of(each.code, to.message.service);
        const auto detail = sentence_of(each, to);
        auto problem = make_problem(to.message,
                                    wording.type,
                                    wording.element,
                                    value_of(each, wording.element, to.message),
                                    detail);
        if (each.code == circulation::reason_code::request_incomplete)
            problem.problem_element = element_called(each.field);
        if (std::find(made.begin(), made.end(), problem) == made.end())
            made.push_back(std::move(problem));
    }
    std::stable_partition(made.begin(), made.end(), [](const ncip::problem& each) {
        return each.problem_element && is_of_user(*each.problem_element);
    });
    if (made.empty()) // a backend that refuses without a word
        made.push_back(make_problem(to.message, problem_type::temporary_processing_failure));
    return made;
}

} // namespace circ::dispatch
