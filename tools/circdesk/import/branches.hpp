#pragma once

#include "storage/reader.hpp"

#include <map>
#include <optional>
#include <string>

namespace circ::tool {

/// The branches of the library by code, and what stands in for codes that are not ours.
class branch_codes {
public:
    /// @param fallback code of the branch that takes unknown ones; empty: none does
    /// @throws complaint when the fallback is unknown
    branch_codes(storage::reader& from, storage::institution_id of, const std::string& fallback);

    struct found {
        storage::branch_id branch;
        bool stands_in = false; ///< the fallback
    };
    /// @return nullopt for an unknown code where nothing stands in
    [[nodiscard]] std::optional<found> find(const std::string& code) const;
    [[nodiscard]] std::string known() const; ///< all codes, for a sentence

private:
    std::map<std::string, storage::branch_id> by_code_;
    storage::branch_id fallback_;
};

} // namespace circ::tool
