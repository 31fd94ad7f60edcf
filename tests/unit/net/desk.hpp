#pragma once

#include "config/settings.hpp"
#include "server/log/capture.hpp"
#include "server/net/life_signs.hpp"
#include "server/net/ncip_meters.hpp"
#include "server/net/own_backend.hpp"
#include "server/net/sip2_session.hpp"
#include "storage/open_store.hpp"
#include "tests/unit/net/running.hpp"
#include "tests/unit/net/scripted_stream.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace circ::net::test {

/// Stands until it is set. It begins at 2026-03-17 14:25:30 on the wall of the branches.
struct set_clock final : circulation::clock {
    storage::instant at = std::chrono::sys_days(std::chrono::year(2026) / 3 / 17) + std::chrono::hours(13) +
                          std::chrono::minutes(25) + std::chrono::seconds(30);
    [[nodiscard]] storage::instant now() const override { return at; }
};

inline constexpr std::string_view kiosk_password = "s3cret-of-kiosk";

/// A store with the branches RIV-MAIN and RIV-EAST. At the first stand the terminals "kiosk", with a
/// password; "open", "lines" (of the profile of that name), "disabled" and "inside" (10.0.0.0/8
/// alone), without.
class terminal_store {
public:
    terminal_store();

    [[nodiscard]] storage::store& store() { return *store_; }

    storage::institution_id institution;
    storage::branch_id main;
    storage::branch_id east;

private:
    circ::test::scratch_folder folder_;
    std::unique_ptr<storage::store> store_;
};

/// Does whatever it is asked to; only waits when it is told to hold back.
class willing_backend final : public own_backend {
public:
    explicit willing_backend(boost::asio::any_io_executor on, async_store* store = nullptr)
        : store_(store), held_(std::move(on)) {
        held_.expires_at(boost::asio::steady_timer::time_point::max());
    }

    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome> perform(circulation::any_operation what) override;
    /// @pre it has a store
    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome> perform_with(circulation::any_operation what,
                                                                                along also) override;

    void release() { held_.cancel(); }

    bool holds_back = false;
    std::optional<std::size_t> goes_off_line_after{}; ///< so many operations
    bool lends = false; ///< a book with a long title
    std::vector<circulation::requester> asked_by; ///< one each time

private:
    async_store* store_;
    boost::asio::steady_timer held_;
};

/// All that sessions stand on. What a test wants otherwise it changes before they begin.
class desk {
public:
    desk();

    /// Begins to serve this device. @pre it outlives the session
    void begin(device_script& device, sip2_beginning how = {});
    /// Serves it to the end.
    void serve(device_script& device, sip2_beginning how = {});

    /// The lines of an event, one below the other.
    [[nodiscard]] std::string told(log::event what) const;

    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
    watch_hub watchers;
    session_list sessions;
    set_clock clock;
    config::settings settings; ///< with the profiles "standard" and "lines"
    tls_contexts certificates; ///< by listener
    std::size_t ended = 0;
    boost::asio::io_context io;
    terminal_store library;
    async_store storing{library.store(), io.get_executor()};
    hashing_pool pool{1, 8};
    pin_prover passwords{pool, "", {}};
    terminal_logins logins{storing, passwords, clock};
    willing_backend performer{io.get_executor(), &storing};
    vitals health{storing, sessions, clock, *log};
    metrics::registry figures;
    exchange_meters meters{figures, exchange_meters::terminals::not_told_apart};
    ncip_meters ncip{figures};
    life_signs heard{storing, clock};
    session_parts parts;
};

} // namespace circ::net::test
