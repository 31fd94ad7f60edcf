#pragma once

#include "storage/store.hpp"

#include <string>

namespace circ::test {

/// A unit of two records that make sense only together, so that half of one can be seen.
inline void add_library(storage::unit_of_work& in, const std::string& code) {
    const storage::institution library{.id = in.new_id<storage::institution_id>(),
                                       .code = code,
                                       .name = "Library " + code,
                                       .currency = "EUR",
                                       .language = "en",
                                       .time_zone = "Europe/Berlin"};
    in.add(library);
    in.add(storage::branch{.id = in.new_id<storage::branch_id>(),
                           .institution = library.id,
                           .code = "MAIN",
                           .name = "Main",
                           .time_zone = "Europe/Berlin"});
}

inline storage::store::work adding_library(std::string code) {
    return [code = std::move(code)](storage::unit_of_work& in) { add_library(in, code); };
}

/// Whether it is there whole. Half a library is a failure of the test.
inline bool has_library(storage::reader& in, const std::string& code) {
    const auto library = in.institution_by_code(code);
    if (!library) return false;
    if (!in.branch_by_code(library->id, "MAIN")) throw std::logic_error("half of library " + code);
    return true;
}

inline bool has_library(storage::store& in, const std::string& code) {
    bool there = false;
    in.read([&](storage::reader& over) { there = has_library(over, code); });
    return there;
}

} // namespace circ::test
