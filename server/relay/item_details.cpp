// Item Information (17): LookupItem. Item Status Update (19): UpdateItem.
// @spec ncip.md 4.7
#include "protocol/ncip/messages/update_item.hpp"
#include "server/relay/item_forms.hpp"
#include "server/relay/item_lookup.hpp"
#include "server/relay/lending.hpp"
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;
using config::ncip_service;

finished run(conversation& talk, const item_details& what) {
    if (!talk.offers(ncip_service::lookup_item))
        return stopped(trouble_of(reason{.code = code::not_permitted}), outcome{});
    const auto found = look_at(talk, what.item, false);
    if (!found) return stopped(trouble_of(found, attempt::item, talk.settings()), outcome{});
    outcome made;
    made.item = item_of(what.item, *found.data, talk.settings());
    return {.outcome = std::move(made)};
}

finished run(conversation& talk, const update_item_properties& what) {
    const bool is_wanted = talk.backend().item_status == config::ncip_item_status::update_item;
    if (!is_wanted || !talk.offers(ncip_service::update_item))
        return stopped(trouble_of(reason{.code = code::not_permitted}), outcome{});
    ncip::physical_condition condition;
    condition.physical_condition_type = {"Markings"};
    condition.physical_condition_details = what.properties;
    ncip::update_item_request asked;
    asked.item_id = talk.item(what.item);
    asked.add_item_fields = ncip::item_fields{};
    asked.add_item_fields->physical_condition = std::move(condition);
    bool was_lost = talk.is_after_doubt();
    for (int orders = 0;; ++orders) {
        const auto answer = talk.order(asked);
        if (answer) {
            outcome made;
            made.item = described(talk, what.item, {}, std::nullopt);
            made.item->properties = what.properties;
            return {.outcome = std::move(made)};
        }
        if (answer.has_problems())
            return stopped(trouble_of(answer, attempt::item, talk.settings()), outcome{});
        was_lost = was_lost || may_have_happened(*answer.failed);
        if (may_have_happened(*answer.failed) && orders == 0)
            continue; // a whole value may be said twice
        if (was_lost) return in_doubt(*answer.failed, outcome{});
        return stopped(trouble_of(*answer.failed), outcome{});
    }
}

} // namespace circ::relay
