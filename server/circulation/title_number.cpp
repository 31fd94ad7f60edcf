#include "server/circulation/title_number.hpp"

namespace circ::circulation {

std::optional<storage::title>
title_known_as(storage::reader& from, storage::institution_id of, std::string_view number) {
    if (auto found = from.title_by_control_number(of, number)) return found;
    if (!number.starts_with(number_by_copy)) return std::nullopt;
    auto copy = from.item_by_barcode(of, number.substr(number_by_copy.size()));
    if (!copy || !copy->title.control_number.empty()) return std::nullopt;
    return std::move(copy->title);
}

bool is_known_by(const storage::title& what, const storage::item& copy) {
    const std::string_view number = what.control_number;
    return number.empty() || (number.starts_with(number_by_copy) &&
                              number.substr(number_by_copy.size()) == copy.barcode);
}

} // namespace circ::circulation
