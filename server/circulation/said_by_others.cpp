#include "server/circulation/said_by_others.hpp"

#include "storage/isbn.hpp"

namespace circ::circulation {

void put_branch(storage::branch_id& into,
                std::vector<reason>& against,
                storage::reader& from,
                storage::institution_id of,
                const std::optional<std::string>& said) {
    if (!said) return;
    if (const auto branch = from.branch_by_code(of, *said))
        into = branch->id;
    else
        against.push_back({.code = reason_code::branch_unknown, .field = *said});
}

storage::title make_title(storage::institution_id of, const brief_title& about) {
    storage::title made;
    made.institution = of;
    made.text = about.text;
    made.author = about.author;
    made.isbn = storage::isbns_said(about.isbn);
    made.year = about.year;
    made.language = about.language;
    return made;
}

} // namespace circ::circulation
