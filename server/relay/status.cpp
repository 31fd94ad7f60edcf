// SC Status (99) and End Patron Session (35): no message at all.
// @spec ncip.md 4.1, 4.7
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using config::ncip_service;

/// What it can do; whether it can be reached just now, whoever has the connections knows.
finished run(conversation& talk, const service_status& what) {
    service_outcome made;
    made.may_checkin = talk.offers(ncip_service::check_in_item);
    made.may_checkout = talk.offers(ncip_service::check_out_item);
    made.may_renew = talk.offers(ncip_service::renew_item);
    made.may_block = what.by.rules->block_patron == block_handling::block &&
                     (talk.offers(ncip_service::update_user) ||
                      talk.backend().block_patron == config::ncip_block::keep_here);
    return {.outcome = std::move(made)};
}

finished run(conversation& talk, const end_patron_session&) {
    outcome made;
    made.notices.push_back({.code = reason_code::goodbye});
    talk.at_end([](session_cache& session, backend_memory&) { session.clear(); });
    return {.outcome = std::move(made)};
}

} // namespace circ::relay
