#include "storage/reader.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::query;
using sql::with;

std::optional<backend_mark> reader::last_mark(std::string_view backend,
                                              mark_kind kind,
                                              institution_id of) {
    return sql::find_one<backend_mark>(*session_,
                                       query::last_mark,
                                       with("backend", backend),
                                       with("kind", kind),
                                       with("institution", of.value));
}

std::vector<backend_difference>
reader::differences_with(std::string_view backend, institution_id of, int after, int most) {
    return sql::find_all<backend_difference>(*session_,
                                             query::differences_with,
                                             with("backend", backend),
                                             with("institution", of),
                                             with("after", after),
                                             with("most", most));
}

std::optional<backend_difference>
reader::find_difference(std::string_view backend, institution_id of, int number) {
    return sql::find_one<backend_difference>(*session_,
                                             query::find_difference,
                                             with("backend", backend),
                                             with("institution", of),
                                             with("number", number));
}

} // namespace circ::storage
