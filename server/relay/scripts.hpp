#pragma once

// The scripts, one for each operation: what is said to the other side and what comes of it. See
// conversation.hpp for how they run.

#include "server/circulation/system_operations.hpp"
#include "server/relay/conversation.hpp"

namespace circ::relay {

[[nodiscard]] finished run(conversation&, const circulation::patron_account&);
[[nodiscard]] finished run(conversation&, const circulation::item_details&);
[[nodiscard]] finished run(conversation&, const circulation::update_item_properties&);
[[nodiscard]] finished run(conversation&, const circulation::checkout&);
[[nodiscard]] finished run(conversation&, const circulation::checkin&);
[[nodiscard]] finished run(conversation&, const circulation::undo_checkout&);
[[nodiscard]] finished run(conversation&, const circulation::undo_checkin&);
[[nodiscard]] finished run(conversation&, const circulation::renew&);
[[nodiscard]] finished run(conversation&, const circulation::renew_all&);
[[nodiscard]] finished run(conversation&, const circulation::place_hold&);
[[nodiscard]] finished run(conversation&, const circulation::change_hold&);
[[nodiscard]] finished run(conversation&, const circulation::cancel_hold&);
[[nodiscard]] finished run(conversation&, const circulation::pay_fee&);
[[nodiscard]] finished run(conversation&, const circulation::block_patron&);
[[nodiscard]] finished run(conversation&, const circulation::enable_patron&);
[[nodiscard]] finished run(conversation&, const circulation::charge_fee&);
[[nodiscard]] finished run(conversation&, const circulation::answer_fee&);
[[nodiscard]] finished run(conversation&, const circulation::end_patron_session&);
[[nodiscard]] finished run(conversation&, const circulation::service_status&);

} // namespace circ::relay
