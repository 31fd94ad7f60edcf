#include "server/net/life_signs.hpp"

#include "storage/terminal_signs.hpp"

namespace circ::net {

using storage::device_state;

void life_signs::note(storage::terminal_id of, std::optional<device_state> says) {
    auto& sign = written_[of];
    const auto now = clock_->now();
    // That all are ready is no news after a start, when they come in their thousands.
    const bool is_news = says && sign.says.value_or(device_state::ready) != *says;
    // A clock that was set back must not keep it from being written until it is where it was.
    const bool is_written = sign.terminal && now >= sign.heard_at && now - sign.heard_at < between_writes;
    if (!is_news && is_written) return;
    sign.terminal = of;
    sign.heard_at = now;
    if (says) {
        sign.says = says;
        sign.said_at = now;
    }
    store_->submit([sign](storage::unit_of_work& unit) { storage::note(unit, sign); },
                   [](const std::exception_ptr&) {
                       // The writer has told why; in some minutes comes another sign.
                   });
}

} // namespace circ::net
