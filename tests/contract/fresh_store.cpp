#include "tests/contract/fresh_store.hpp"

#include "storage/sql/migrate.hpp"

namespace circ::test {

fresh_store::fresh_store(const engine& over)
    : session_(std::make_unique<storage::sql::session>(over.connect(file()), 1)) {
    storage::sql::migrate(*session_, test_time);
}

void fresh_store::write(const std::function<void(storage::unit_of_work&)>& work,
                        storage::instant now) {
    const bool is_trial = link().in_transaction();
    if (!is_trial) link().begin(storage::sql::access::writing);
    session_->begin_group(now);
    link().begin_unit();
    try {
        storage::unit_of_work unit{*session_};
        work(unit);
        link().keep_unit();
        session_->end_group();
        if (!is_trial) link().commit();
    } catch (...) {
        if (!is_trial)
            link().rollback();
        else if (link().in_transaction())
            link().undo_unit();
        throw;
    }
}

void fresh_store::read(const std::function<void(storage::reader&)>& work) {
    const bool is_trial = link().in_transaction();
    if (!is_trial) session_->begin_snapshot();
    storage::reader over{*session_};
    work(over);
    if (!is_trial) link().rollback();
}

} // namespace circ::test
