#pragma once

#include "protocol/ncip/message.hpp"
#include "server/dispatch/ncip.hpp"

#include <functional>
#include <string>
#include <string_view>

// A partner of the Riverton Public Library, and documents in and out of it.

namespace circ::dispatch::test {

namespace ncip = protocol::ncip;

/// How a case differs from a partner that may do and see everything.
using peer_change = std::function<void(config::ncip_peer&)>;

[[nodiscard]] ncip_door make_ncip_door(const peer_change& differs = {});

/// @throws std::runtime_error when it is no document
[[nodiscard]] ncip::message read_document(std::string_view document);
/// A sample of tests/data/ncip, without its ending. @throws std::runtime_error
[[nodiscard]] ncip::message read_sample(const std::string& name);

/// A document with one service in it, and the partner's header.
[[nodiscard]] ncip::message request_with(const std::string& service, const std::string& inside);

/// What a request comes to: the operation in short, "checkout card=1 item=2", or the problems that
/// the door answers with, "Unknown Item @ItemIdentifierValue".
[[nodiscard]] std::string comes_to(const ncip::message& asked, const ncip_door& door);

[[nodiscard]] std::string problems_in(const ncip::message& answer);

/// The answer's values, a line `path: value` for each, without its header.
[[nodiscard]] std::string answer_lines(const ncip::message& asked,
                                       const circulation::any_outcome& outcome,
                                       const ncip_door& door);

} // namespace circ::dispatch::test
