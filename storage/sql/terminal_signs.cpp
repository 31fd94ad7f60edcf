#include "storage/terminal_signs.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

namespace {

/// A reader that hands out its session; a copy costs a pointer.
class opened : public reader {
public:
    explicit opened(const reader& what) : reader(what) {}
    [[nodiscard]] sql::session& session() const { return *session_; }
};

} // namespace

std::vector<terminal_sign> terminal_signs(const reader& from) {
    return sql::find_all<terminal_sign>(opened(from).session(), sql::query::terminal_signs);
}

void note(unit_of_work& into, const terminal_sign& heard) {
    sql::insert(opened(into).session(), heard);
}

} // namespace circ::storage
