#include "storage/sql/sql_store.hpp"

#include "storage/store_error.hpp"

#include <utility>

namespace circ::storage::sql {
namespace {

class counted {
public:
    explicit counted(int& number) : number_(++number) {}
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { --number_; }

private:
    int& number_;
};

} // namespace

sql_store::sql_store(engine over,
                     std::string digest_key,
                     const writer_settings& settings,
                     store_events events)
    : engine_(std::move(over)), digest_key_(std::move(digest_key)),
      writer_(engine_.open_writer, engine_.gate.get(), settings, std::move(events)) {}

sql_store::~sql_store() = default;

void sql_store::read(const std::function<void(reader&)>& what) {
    of_this_thread().run(what, writer_.last_commit());
}

void sql_store::end_turn() noexcept {
    reading* mine = nullptr;
    {
        const std::lock_guard lock{mutex_};
        const auto found = readings_.find(std::this_thread::get_id());
        if (found != readings_.end()) mine = &found->second;
    }
    if (mine != nullptr) mine->end_turn(); // outside: the system is asked for it, and others read meanwhile
}

void sql_store::submit(work what, completion on_done) noexcept {
    writer_.submit(std::move(what), std::move(on_done));
}

std::size_t sql_store::queued() const noexcept {
    return writer_.queued();
}

void sql_store::stop() noexcept {
    writer_.stop();
}

sql_store::reading& sql_store::of_this_thread() {
    const std::lock_guard lock{mutex_};
    return readings_.try_emplace(std::this_thread::get_id(), engine_.open_reader).first->second;
}

// A session that was told of its commit counts on seeing it, so a snapshot older than the last
// commit is not used again. `last_commit` is read before the snapshot begins: it may hold more,
// never less.
void sql_store::reading::run(const std::function<void(reader&)>& what, std::uint64_t last_commit) {
    if (in_snapshot_ && as_of_ < last_commit) end();
    if (!in_snapshot_) begin(last_commit);
    reader over{*session_};
    const counted inside{readers_};
    try {
        what(over);
    } catch (const store_error&) {
        // The connection may be what failed: the next read opens a new one.
        in_snapshot_ = false;
        session_.reset();
        throw;
    }
}

void sql_store::reading::begin(std::uint64_t last_commit) {
    if (!session_) session_ = open_();
    session_->begin_snapshot();
    in_snapshot_ = true;
    as_of_ = last_commit;
}

void sql_store::reading::end_turn() noexcept {
    if (readers_ == 0) end();
}

// Nothing was written, so there is nothing to commit.
void sql_store::reading::end() noexcept {
    if (!std::exchange(in_snapshot_, false)) return;
    session_->link().rollback();
}

} // namespace circ::storage::sql
