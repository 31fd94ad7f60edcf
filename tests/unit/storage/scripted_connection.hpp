#pragma once

#include "storage/sql/driver.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace circ::test {

/// What a test wants to happen at a connection; called on its thread, may throw; empty is nothing.
struct connection_script {
    std::function<void()> before_commit;
    std::function<void()> before_checkpoint;
    std::function<void()> before_rollback; ///< must not throw
};

/// A real connection with a script: for the failures that no disk produces on demand.
class scripted_connection final : public storage::sql::connection {
public:
    scripted_connection(std::unique_ptr<storage::sql::connection> real,
                        const connection_script& script)
        : real_(std::move(real)), script_(script) {}

    std::unique_ptr<storage::sql::statement> prepare(std::string_view sql) override {
        return real_->prepare(sql);
    }
    void execute(std::string_view sql) override { real_->execute(sql); }
    void begin(storage::sql::access what) override { real_->begin(what); }
    void commit() override {
        if (script_.before_commit) script_.before_commit();
        real_->commit();
    }
    void rollback() noexcept override {
        if (script_.before_rollback) script_.before_rollback();
        real_->rollback();
    }
    bool in_transaction() const noexcept override { return real_->in_transaction(); }
    void begin_unit() override { real_->begin_unit(); }
    void keep_unit() override { real_->keep_unit(); }
    void undo_unit() override { real_->undo_unit(); }
    std::int64_t log_bytes() const noexcept override { return real_->log_bytes(); }
    storage::sql::checkpoint_progress checkpoint_passive() override {
        if (script_.before_checkpoint) script_.before_checkpoint();
        return real_->checkpoint_passive();
    }
    bool empty_log() override { return real_->empty_log(); }
    std::vector<std::string> examine() override { return real_->examine(); }
    void copy_to(const std::string& path, const storage::sql::copy_progress& tell) override {
        real_->copy_to(path, tell);
    }
    bool has_table(std::string_view name) override { return real_->has_table(name); }
    bool has_any_table() override { return real_->has_any_table(); }

private:
    std::unique_ptr<storage::sql::connection> real_;
    const connection_script& script_;
};

} // namespace circ::test
