#pragma once

#include "storage/sql/session.hpp"
#include "storage/sql/writer.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace circ::storage::sql {

/// What an engine brings to the store.
struct engine {
    open_session open_writer;
    open_session open_reader;
    std::unique_ptr<write_gate> gate; ///< null: the engine keeps its writers apart itself
};

/// The store, written once over driver.hpp: a writer, and a reading connection per reading thread.
class sql_store final : public store {
public:
    sql_store(engine over,
              std::string digest_key,
              const writer_settings& settings,
              store_events events);
    ~sql_store() override;

    void read(const std::function<void(reader&)>& what) override;
    void end_turn() noexcept override;
    void submit(work what, completion on_done) noexcept override;
    [[nodiscard]] std::size_t queued() const noexcept override;
    [[nodiscard]] const std::string& digest_key() const noexcept override { return digest_key_; }
    void stop() noexcept override;

private:
    /// A thread's connection and snapshot.
    class reading {
    public:
        explicit reading(const open_session& open) : open_(open) {}

        void run(const std::function<void(reader&)>& what, std::uint64_t last_commit);
        /// Nothing within run(): what is read there stays of one moment.
        void end_turn() noexcept;

    private:
        void begin(std::uint64_t last_commit);
        void end() noexcept;

        const open_session& open_;
        std::unique_ptr<session> session_; // null: to be opened
        bool in_snapshot_ = false;
        int readers_ = 0; ///< within each other
        std::uint64_t as_of_ = 0; // commits that the snapshot holds at least
    };

    [[nodiscard]] reading& of_this_thread();

    engine engine_;
    std::string digest_key_;
    std::mutex mutex_; // guards the map, not what stands in it: each reading is its thread's own
    std::unordered_map<std::thread::id, reading> readings_;
    writer writer_; // last: ends before what it uses
};

} // namespace circ::storage::sql
