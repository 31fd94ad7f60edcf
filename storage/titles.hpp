#pragma once

#include "storage/unit_of_work.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::storage {

/// What exports ask of titles and no request does; in the same snapshot. All @throw store_error.
class title_reader : public reader {
public:
    explicit title_reader(const reader& from) : reader(from) {}

    /// The number by which an export names a title: its control number, else "item-" with the first
    /// barcode of its copies, else "title-" with its id. Empty for no title.
    [[nodiscard]] std::string known_number_of(title_id id);
    /// Titles of an institution that have no control number, in the order of the numbers by which they
    /// are known, after that one; the number stands in its place.
    [[nodiscard]] std::vector<title>
    unnumbered_titles_after(institution_id of, std::string_view number, int most);
};

/// The transaction in which two titles become one. @throws store_error
class title_unit : public unit_of_work {
public:
    explicit title_unit(const unit_of_work& in) : unit_of_work(in) {}

    /// Copies, holds (in the order of their ranks) and what staff has to look at go to another title;
    /// the one they leave is out of the catalogue.
    /// @pre nobody waits for both in the same way
    void merge(const title& from, const title& into);
};

} // namespace circ::storage
