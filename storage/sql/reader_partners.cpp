#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_one;
using sql::query;
using sql::with;

std::vector<partner> reader::partners(institution_id of, page which) {
    return sql::find_page<partner>(*session_, query::partners, which, with("institution", of));
}

std::optional<partner> reader::partner_by_code(institution_id of, std::string_view code) {
    return find_one<partner>(
        *session_, query::partner_by_code, with("institution", of), with("code", code));
}

std::optional<partner> reader::partner_of(patron_id who) {
    return find_one<partner>(*session_, query::partner_of, with("patron", who));
}

std::optional<external_reference>
reader::find_reference(institution_id of, reference_kind kind, const external_id& named) {
    return find_one<external_reference>(*session_,
                                        query::find_reference,
                                        with("institution", of),
                                        with("kind", kind),
                                        with("agency", named.agency),
                                        with("value", named.value));
}

std::optional<external_reference> reader::reference_of(hold_id what) {
    return find_one<external_reference>(*session_, query::reference_of_hold, with("hold", what));
}

} // namespace circ::storage
