#pragma once

#include "storage/records/inventory.hpp"
#include "storage/records/people.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::storage {

/// The words of a text in the form in which they are kept and searched for: lower case, without
/// diacritics (é is e, ß is ss, ø is o), split at everything that is neither letter nor digit.
/// Scripts other than Latin keep their letters; what is not UTF-8 divides words.
/// @return each word once, in order of appearance, no more than `most`, each of 60 bytes at most
[[nodiscard]] std::vector<std::string> folded_words(std::string_view text, std::size_t most = 64);

/// The words under which a title is found: of its title statement, author and ISBNs.
[[nodiscard]] std::vector<std::string> search_words_of(const title& record);
/// The words under which a reader is found: of their names; none of somebody who was forgotten.
[[nodiscard]] std::vector<std::string> search_words_of(const patron& record);

} // namespace circ::storage
