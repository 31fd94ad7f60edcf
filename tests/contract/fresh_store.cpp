#include "tests/contract/fresh_store.hpp"

#include "storage/sql/migrate.hpp"

namespace circ::test {

fresh_store::fresh_store(const engine& over)
    : session_(std::make_unique<storage::sql::session>(over.connect(file()), 1)) {
    storage::sql::migrate(*session_, test_time);
}

void fresh_store::write(const std::function<void(storage::unit_of_work&)>& work,
                        storage::instant now) {
    link().begin(storage::sql::access::writing);
    try {
        session_->begin_group(now);
        link().begin_unit();
        storage::unit_of_work unit{*session_};
        work(unit);
        link().keep_unit();
        session_->end_group();
        link().commit();
    } catch (...) {
        link().rollback();
        throw;
    }
}

void fresh_store::read(const std::function<void(storage::reader&)>& work) {
    link().begin(storage::sql::access::reading);
    storage::reader over{*session_};
    work(over);
    link().rollback();
}

} // namespace circ::test
