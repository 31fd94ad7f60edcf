// What the files of another system say of themselves is what stands in them.
#include "protocol/marc/iso2709.hpp"
#include "tests/bench/arriving_files.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace {

using circ::bench::arriving_files;
namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Lines behind the header.
std::size_t rows_of(const fs::path& file) {
    const auto text = text_of(file);
    return static_cast<std::size_t>(std::ranges::count(text, '\n')) - 1;
}

class size_of_library : public testing::TestWithParam<std::size_t> {};

TEST_P(size_of_library, is_what_the_files_hold) {
    const circ::test::scratch_folder folder;
    const arriving_files made(folder.file("files"), GetParam());
    std::ifstream in(made.marc(), std::ios::binary);
    circ::protocol::marc::iso2709_reader records(in);
    std::size_t titles = 0;
    std::size_t items = 0;
    while (const auto each = records.next()) {
        ASSERT_TRUE(each->record) << each->fault;
        EXPECT_THAT(each->warnings, testing::IsEmpty());
        ++titles;
        items += static_cast<std::size_t>(
            std::ranges::count(each->record->data_fields, "949", &circ::protocol::marc::data_field::tag));
    }
    EXPECT_EQ(titles, made.titles());
    EXPECT_EQ(items, made.items());
    EXPECT_EQ(rows_of(made.patrons()), made.patron_count());
    EXPECT_EQ(rows_of(made.loans()), made.loan_count());
    EXPECT_EQ(rows_of(made.holds()), made.hold_count());
    EXPECT_EQ(rows_of(made.fees()), made.fee_count());
}

INSTANTIATE_TEST_SUITE_P(all, size_of_library, testing::Values(5U, 6U, 7U, 8U, 9U, 10U, 11U, 28U, 29U, 400U));

TEST(arriving_files, are_the_same_bytes_each_time) {
    const circ::test::scratch_folder folder;
    const arriving_files one(folder.file("one"), 50);
    const arriving_files other(folder.file("other"), 50);
    EXPECT_EQ(text_of(one.marc()), text_of(other.marc()));
    EXPECT_EQ(text_of(one.patrons()), text_of(other.patrons()));
}

} // namespace
