#include "server/net/observations.hpp"

#include <iterator>

namespace circ::net {

using protocol::sip2::observation_kind;

namespace {

struct row {
    observation_kind kind;
    log::event event;
    std::string_view what; ///< told besides, where one event stands for several kinds
};

constexpr row rows[] = {
    {observation_kind::nul_removed, log::event::nul_removed, ""},
    {observation_kind::line_too_long, log::event::message_too_long, ""},
    {observation_kind::checksum_wrong, log::event::checksum_bad, "wrong"},
    {observation_kind::checksum_missing, log::event::checksum_bad, "missing, but required"},
    {observation_kind::summed_over_characters, log::event::message_unreadable, "checksum over characters instead of bytes"},
    {observation_kind::delimiter_missing, log::event::message_unreadable, "no delimiter before the checksum"},
    {observation_kind::sequence_gap, log::event::sequence_gap, ""},
    {observation_kind::sequence_irregular, log::event::sequence_gap, "not one digit"},
    {observation_kind::sequence_on_resend, log::event::message_unreadable, "a 97 with a sequence number"},
    {observation_kind::repeated_request, log::event::repeat_answered, ""},
    {observation_kind::resend_requested, log::event::resend_requested, ""},
    {observation_kind::unknown_command, log::event::unknown_command, ""},
    {observation_kind::wrong_direction, log::event::unknown_command, "an answer, sent by the terminal"},
    {observation_kind::unreadable_message, log::event::message_unreadable, "nothing to go on from"},
    {observation_kind::newer_than_its_version, log::event::message_unreadable, "a message of 2.00 in a 1.00 session"},
    {observation_kind::too_many_resend_requests, log::event::unreadable_limit, ""},
};

/// Rows stand in the order of the enumerators.
constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (static_cast<std::size_t>(rows[i].kind) != i) return false;
    return true;
}
static_assert(in_order());
static_assert(std::size(rows) == static_cast<std::size_t>(observation_kind::too_many_resend_requests) + 1);

} // namespace

void tell_observations(const std::vector<protocol::sip2::observation>& noticed, log::logger& log,
                       std::string_view terminal, std::string_view address, std::optional<std::int64_t> passed_over) {
    for (const auto& each : noticed) {
        const row& found = rows[static_cast<std::size_t>(each.kind)];
        if (!passed_over)
            log.pass_over(found.event);
        else if (*passed_over == 0)
            log.write(found.event, {{"terminal", terminal}, {"address", address},
                                    {"what", found.what}, {"detail", each.detail}});
        else
            log.write(found.event, {{"terminal", terminal}, {"address", address}, {"what", found.what},
                                    {"detail", each.detail}, {"more", *passed_over}});
    }
}

} // namespace circ::net
