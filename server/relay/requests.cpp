#include "server/relay/requests.hpp"

#include "server/relay/item_lookup.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;

namespace {

bool has_record(const std::vector<ncip::bibliographic_id>& ids, const std::string& number) {
    return std::any_of(ids.begin(), ids.end(), [&](const auto& each) {
        return each.bibliographic_record_id &&
               each.bibliographic_record_id->bibliographic_record_identifier == number;
    });
}

template <class Test>
const ncip::requested_item* only_one(const ncip::lookup_user_response& account, const Test& fits) {
    const ncip::requested_item* found = nullptr;
    for (const auto& each : account.requested_item) {
        if (!fits(each)) continue;
        if (found != nullptr) return nullptr;
        found = &each;
    }
    return found;
}

/// A title in a reader's own account that bears the number of its record.
std::string record_in(const ncip::lookup_user_response& account, const std::string& title) {
    const std::string wanted = ncip::folded(title);
    const auto number_in = [&](const auto& each) -> std::string {
        if (!each.title || ncip::folded(*each.title) != wanted) return {};
        for (const auto& id : each.bibliographic_id)
            if (id.bibliographic_record_id)
                return id.bibliographic_record_id->bibliographic_record_identifier;
        return {};
    };
    for (const auto& each : account.requested_item)
        if (auto number = number_in(each); !number.empty()) return number;
    for (const auto& each : account.loaned_item)
        if (auto number = number_in(each); !number.empty()) return number;
    return {};
}

std::string record_in(const ncip::item_optional_fields& item) {
    if (!item.bibliographic_description) return {};
    const auto& ids = item.bibliographic_description->bibliographic_record_id;
    return ids.empty() ? std::string() : ids.front().bibliographic_record_identifier;
}

} // namespace

const ncip::requested_item* find_request(const ncip::lookup_user_response& account,
                                         const target& what) {
    if (!what.item.empty()) {
        const auto* by_item = only_one(account, [&](const auto& each) {
            return each.item_id && each.item_id->item_identifier_value == what.item;
        });
        if (by_item != nullptr) return by_item;
    }
    if (what.title.empty()) return nullptr;
    const std::string wanted = ncip::folded(what.title);
    return only_one(account, [&](const auto& each) {
        return (each.title && ncip::folded(*each.title) == wanted) ||
               has_record(each.bibliographic_id, what.title);
    });
}

const ncip::requested_item* find_request(const ncip::lookup_user_response& account,
                                         const std::string& number) {
    return only_one(account, [&](const auto& each) {
        return each.request_id && each.request_id->request_identifier_value == number;
    });
}

record record_of(conversation& talk, const std::string& card, const target& what) {
    record made;
    if (what.item.empty()) {
        if (talk.backend().title_key == config::ncip_title_key::record_number) {
            made.number = what.title;
        } else if (const auto* account = talk.known_account(card); account != nullptr) {
            made.number = record_in(*account, what.title);
        }
        if (made.number.empty())
            made.why_not = trouble_of(reason{.code = reason_code::title_unknown});
        return made;
    }
    const auto* known = talk.known_item(what.item);
    if (known != nullptr) made.number = record_in(*known);
    if (!made.number.empty() || !talk.offers(config::ncip_service::lookup_item)) return made;
    const auto found = look_at(talk, what.item, false);
    if (!found) {
        const bool is_lasting =
            found.failed ||
            has_class(found.problems, ncip::problem_class::unknown_item, talk.settings());
        if (is_lasting) made.why_not = trouble_of(found, attempt::hold, talk.settings());
        return made;
    }
    if (found.data->item_optional_fields)
        made.number = record_in(*found.data->item_optional_fields);
    return made;
}

ncip::bibliographic_id title_id(const conversation& talk, const std::string& number) {
    ncip::bibliographic_record_id record;
    record.bibliographic_record_identifier = number;
    const std::string& code = talk.backend().dialect.record_id_code;
    if (code.empty())
        record.agency_id = talk.their_agency();
    else
        record.bibliographic_record_identifier_code = ncip::scheme_value{code};
    ncip::bibliographic_id made;
    made.bibliographic_record_id = std::move(record);
    return made;
}

finished hold_refused(const conversation& talk, trouble why, hold_outcome made) {
    const bool is_no = why.verdict == verdict::refused;
    finished end = stopped(std::move(why), std::move(made));
    end.conflict = is_no && talk.is_told();
    return end;
}

} // namespace circ::relay
