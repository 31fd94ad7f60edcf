#include "storage/kept_blocks.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::query;
using sql::with;

namespace {

/// A reader that hands out its session; a copy costs a pointer.
class opened : public reader {
public:
    explicit opened(const reader& what) : reader(what) {}
    [[nodiscard]] sql::session& session() const { return *session_; }
};

} // namespace

std::vector<kept_block> kept_blocks(const reader& from, std::string_view backend) {
    return sql::find_all<kept_block>(
        opened(from).session(), query::kept_blocks, with("backend", backend));
}

void keep(unit_of_work& into, const kept_block& what) {
    sql::insert(opened(into).session(), what);
}

void lift(unit_of_work& from, std::string_view backend, std::string_view card) {
    static_cast<void>(sql::execute(opened(from).session(),
                                   query::remove_kept_block,
                                   with("backend", backend),
                                   with("card", card)));
}

} // namespace circ::storage
