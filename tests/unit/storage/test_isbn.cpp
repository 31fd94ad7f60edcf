// The ISBNs that a title keeps.

#include "storage/isbn.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::test {
namespace {

TEST(isbn, is_read_with_whatever_stands_behind_it) {
    const std::vector<std::pair<std::string, std::optional<std::string>>> cases = {
        {"0-19-852663-6 (pbk.)", "9780198526636"},
        {"080442957X", "9780804429573"},
        {"080442957x :", "9780804429573"},
        {"978-0-19-852663-6", "9780198526636"},
        {" 9780198526636", "9780198526636"},
        {"9780198526637", std::nullopt}, // wrong check digit
        {"0198526637", std::nullopt},
        {"9990198526636", std::nullopt},
        {"019852663", std::nullopt},
        {"(pbk.)", std::nullopt},
        {"", std::nullopt},
    };
    for (const auto& [text, isbn] : cases)
        EXPECT_EQ(storage::to_isbn_13(text), isbn) << text;
}

TEST(isbn, of_a_record_is_kept_once_and_only_when_it_is_right) {
    EXPECT_EQ(storage::isbns_of({"0198526636 (v. 1, pbk.)", "9780198526636", "0198526637", "080442957X"}),
              "9780198526636 9780804429573");
    EXPECT_EQ(storage::isbns_of({"(pbk.)"}), "");
    EXPECT_EQ(storage::isbns_of({}), "");
}

TEST(isbn, that_is_said_is_kept_with_thirteen_digits_and_what_is_none_without_its_blanks) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"0-19-852663-6", "9780198526636"},
        {"978 0 19 852663 6", "9780198526636"},
        {"0198526636, 080442957X", "9780198526636 9780804429573"},
        {"0198526636 080442957X", "9780198526636 9780804429573"},
        {"0198526636 (pbk.),9780198526636", "9780198526636"},
        {"not quite one", "notquiteone"},
        {"080442957X, 1234-5679", "9780804429573 1234-5679"},
        {" , ", ""},
        {"", ""},
    };
    for (const auto& [text, kept] : cases)
        EXPECT_EQ(storage::isbns_said(text), kept) << text;
}

TEST(isbn, that_others_are_told_is_the_first) {
    EXPECT_EQ(storage::first_isbn("9780804429573 9780198526636"), "9780804429573");
    EXPECT_EQ(storage::first_isbn("9780804429573"), "9780804429573");
    EXPECT_EQ(storage::first_isbn(""), "");
}

} // namespace
} // namespace circ::test
