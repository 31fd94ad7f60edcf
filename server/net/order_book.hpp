#pragma once

#include "server/circulation/any_operation.hpp"
#include "server/circulation/clock.hpp"
#include "server/net/async_store.hpp"
#include "server/relay/dialogue.hpp"
#include "storage/kept_blocks.hpp"
#include "storage/records/outbox.hpp"
#include "storage/unit_of_work.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// The changes that backends are asked for, as they stand in the store: written before they are
/// asked for and brought up to date by what came of it, so that a repeat, a crash or a lost answer
/// makes none of them twice and loses none. All functions @throw storage::store_error.
class order_book {
public:
    /// Whether the device was told that it was done.
    enum class finding { as_told, found_out };

    static constexpr storage::order_id last_of_all{std::numeric_limits<std::int64_t>::max()};

    order_book(async_store& store, const circulation::clock& clock, std::string backend);

    /// What this very request did when it came before; nothing for one that cannot be known again.
    [[nodiscard]] std::optional<storage::backend_order>
    find_repeat(const circulation::any_operation& what);

    /// Writes down that it is about to be asked for. @param before of the same request: taken up
    /// again @param loans how those that it renews stand now
    [[nodiscard]] boost::asio::awaitable<storage::backend_order>
    begin(const circulation::any_operation& what,
          std::optional<storage::backend_order> before,
          std::vector<relay::loan_before> loans);

    [[nodiscard]] boost::asio::awaitable<void> done(storage::backend_order of,
                                                    const circulation::any_outcome& with);
    /// As done() and found_done(), in a unit of work that does more.
    void end(storage::unit_of_work& unit,
             storage::backend_order of,
             const circulation::any_outcome& with,
             finding how) const;
    /// The same, of one that the device was told had failed: staff keeps it on its list.
    [[nodiscard]] boost::asio::awaitable<void> found_done(storage::backend_order of,
                                                          const circulation::any_outcome& with);
    /// It did not happen.
    [[nodiscard]] boost::asio::awaitable<void> refused(storage::backend_order of);
    /// This card is good again, and nothing had to be ordered for it: blocks in doubt have ended.
    [[nodiscard]] boost::asio::awaitable<void> enabled(const std::string& card);
    /// Nobody knows; it is looked up later, and staff has it on its list.
    [[nodiscard]] boost::asio::awaitable<void> in_doubt(storage::backend_order of, std::string why);
    /// It is accepted here. @param what as it is to be posted
    [[nodiscard]] boost::asio::awaitable<void> accepted(storage::backend_order of,
                                                        const circulation::any_operation& what,
                                                        const circulation::any_outcome& told);
    /// The same, in the unit of work that does it.
    /// @param before of the same request: taken up again; nothing: it gets a row, unless it is told
    ///               as a repeat and has one
    void add_waiting(storage::unit_of_work& unit,
                     const circulation::any_operation& what,
                     const circulation::any_outcome& told,
                     const std::optional<storage::backend_order>& before) const;
    /// The other side refuses what has happened already: staff has to see to it.
    [[nodiscard]] boost::asio::awaitable<void> conflict(storage::backend_order of, std::string why);
    /// It is tried again then. @param at nothing: it waits for a person
    [[nodiscard]] boost::asio::awaitable<void>
    put_off(storage::backend_order of, std::string why, std::optional<storage::instant> at);

    [[nodiscard]] std::optional<storage::backend_order> find(storage::order_id which);
    /// Of this backend, the next one after that whose time has come: to be looked up, or to be
    /// delivered before all others of its reader and its item.
    [[nodiscard]] std::optional<storage::backend_order> next_in_doubt(storage::order_id after);
    [[nodiscard]] std::optional<storage::backend_order> next_to_deliver(storage::order_id after);
    /// The first between those two that is still to be delivered, about the same reader or item.
    [[nodiscard]] std::optional<storage::backend_order>
    first_undelivered(const storage::order_subject& about,
                      storage::order_id after = {},
                      storage::order_id before = last_of_all);
    /// Whether something else has been accepted since about the same item, and has not ended.
    [[nodiscard]] bool is_followed(const storage::backend_order& by);
    /// Waiting or stuck, of all backends.
    [[nodiscard]] std::int64_t undelivered();

    /// What was being asked for when the daemon ended is in doubt. @return how many
    [[nodiscard]] boost::asio::awaitable<int> take_over();

    // cards blocked at our devices alone

    [[nodiscard]] std::vector<storage::kept_block> kept_blocks();
    [[nodiscard]] boost::asio::awaitable<void>
    write_blocks(const std::vector<relay::backend_memory::block_change>& changed);

    /// Forgets what ended long ago.
    [[nodiscard]] boost::asio::awaitable<void> tidy_up();

private:
    [[nodiscard]] std::vector<storage::backend_order> all_in(storage::order_state state, int most);
    boost::asio::awaitable<void> change(storage::backend_order to);
    [[nodiscard]] storage::backend_order row_of(const circulation::any_operation& what,
                                                storage::backend_order row) const;

    async_store* store_;
    const circulation::clock* clock_;
    std::string backend_;
};

} // namespace circ::net
