#pragma once

#include "config/relay_stage.hpp"
#include "server/log/log.hpp"
#include "server/net/backend.hpp"
#include "server/net/relay_backend.hpp"
#include "server/net/shadow_keeper.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// A rule with what it names looked up.
struct switching_rule {
    config::relay_stage stage = config::relay_stage::local;
    relay_backend* to = nullptr; ///< null: ourselves
    shadow_keeper* beside = nullptr; ///< who compares with it, in the stages that compare
    shadow_keeper::limits within;    ///< how much of it
    std::vector<storage::institution_id> institutions;
    std::vector<std::string> terminals;
    std::vector<config::relayed_operation> operations;
    bool mirrors = true; ///< what we have done can be posted there
};

/// Hands each operation to whom the settings name: by institution, terminal and operation. A reload
/// takes effect with the next operation; sessions do not notice. Where devices of one institution are
/// served by both sides, the book of record answers for accounts, and what is done here is posted
/// there (both_books.hpp).
///
/// To add a stage: its enumerator in config/relay_stage.hpp, and its case in perform() or
/// perform_by().
class switching_backend final : public backend {
public:
    switching_backend(boost::asio::any_io_executor on, backend& local, log::logger& log);

    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what) override;

    void set_rules(std::vector<switching_rule> rules);

    /// What decides about this request; null: nothing, we perform it ourselves.
    [[nodiscard]] const switching_rule*
    rule_for(const circulation::requester& by, std::optional<config::relayed_operation> what) const;

private:
    boost::asio::awaitable<circulation::any_outcome> perform_by_rules(circulation::any_operation what);
    boost::asio::awaitable<circulation::any_outcome>
    perform_by(const switching_rule& rule, circulation::any_operation what, time_limit came);
    boost::asio::awaitable<circulation::any_outcome>
    perform_status(circulation::service_status what);
    boost::asio::awaitable<circulation::any_outcome>
    end_session(circulation::end_patron_session what);
    boost::asio::awaitable<circulation::any_outcome>
    perform_beside(const switching_rule& rule,
                   const switching_rule* shared,
                   circulation::any_operation what);
    [[nodiscard]] const switching_rule* comparing_rule_for(const circulation::requester& by) const;
    [[nodiscard]] bool is_to_fall_back(const switching_rule& rule,
                                       const circulation::any_operation& what) const;
    [[nodiscard]] const switching_rule*
    sharing_rule(const circulation::requester& by,
                 std::optional<config::relayed_operation> what) const;
    [[nodiscard]] const switching_rule* rule_by_book(const circulation::any_operation& what) const;
    boost::asio::awaitable<circulation::any_outcome>
    perform_in_turn(circulation::any_operation what, time_limit came);
    boost::asio::awaitable<circulation::any_outcome> perform_here(const switching_rule* shared,
                                                                  circulation::any_operation what);
    [[nodiscard]] std::vector<relay_backend*> relays_of(const circulation::requester& by) const;

    backend* local_;
    log::logger* log_;
    std::vector<switching_rule> rules_;
    turns items_; ///< both sides see what happens to an item in the same order
    std::map<const relay_backend*, bool> fallen_back_; ///< told already, until it is back
};

/// As a rule names it; nothing for what only other systems ask for, and for what concerns both
/// sides.
[[nodiscard]] std::optional<config::relayed_operation>
relayed_as(const circulation::any_operation& what);

} // namespace circ::net
