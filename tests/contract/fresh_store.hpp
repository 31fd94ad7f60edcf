#pragma once

#include "tests/contract/engine.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include "storage/sql/session.hpp"
#include "storage/unit_of_work.hpp"

#include <functional>
#include <memory>

namespace circ::test {

/// The time at which tests happen, unless they say otherwise.
inline constexpr storage::instant test_time =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};

/// An empty store of the present schema, without threads: one session, a transaction per unit.
class fresh_store {
public:
    explicit fresh_store(const engine& over);

    /// Runs a unit of work and commits it; one that throws is undone.
    void write(const std::function<void(storage::unit_of_work&)>& work,
               storage::instant now = test_time);
    void read(const std::function<void(storage::reader&)>& work);

    /// From here on all is tried out in one transaction, until forget() makes it undone: as quick as
    /// memory, and the next trial begins from the same rows.
    /// @note Another connection sees nothing of it.
    void try_out() { link().begin(storage::sql::access::writing); }
    void forget() { link().rollback(); }

    /// What one look-up finds.
    template <class Ask>
    [[nodiscard]] auto ask(Ask question) {
        session_->library().begin(); // a look-up outside of a transaction is one by itself
        storage::reader over{*session_};
        return question(over);
    }

    [[nodiscard]] storage::sql::session& session() noexcept { return *session_; }
    [[nodiscard]] storage::sql::connection& link() noexcept { return session_->link(); }
    [[nodiscard]] std::string file() const { return folder_.file("library.db"); }

private:
    scratch_folder folder_;
    std::unique_ptr<storage::sql::session> session_;
};

} // namespace circ::test
