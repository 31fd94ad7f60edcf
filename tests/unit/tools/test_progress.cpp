// What is said while a file comes in: a bar for who looks on, plain lines for a log.

#include "tools/circdesk/import/progress.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace circ::tool {
namespace {

TEST(progress, is_a_bar_on_a_terminal) {
    EXPECT_EQ(progress_bar("books.mrc", 0, 0), "[..............................] 0 % 0 records of books.mrc");
    EXPECT_EQ(progress_bar("books.mrc", 17, 50), "[###############...............] 50 % 17 records of books.mrc");
    EXPECT_EQ(progress_bar("books.mrc", 34, 100), "[##############################] 100 % 34 records of books.mrc");
}

TEST(progress, is_a_plain_line_in_a_log) {
    EXPECT_EQ(progress_line("books.mrc", 17, 50), "books.mrc: 17 records, 50 %");
}

TEST(progress, is_counted_by_what_was_read) {
    std::istringstream in(std::string(200, 'x'));
    EXPECT_EQ(percent_read(in, 200), 0);
    in.ignore(50);
    EXPECT_EQ(percent_read(in, 200), 25);
    in.ignore(150);
    EXPECT_EQ(percent_read(in, 200), 100);
    EXPECT_EQ(percent_read(in, -1), 0) << "a pipe has no size";
}

TEST(progress, says_nothing_of_a_file_that_is_read_at_once) {
    testing::internal::CaptureStderr();
    {
        std::istringstream in("a b c");
        progress of("books.mrc", in);
        for (int i = 0; i < 3; ++i) of.one_more();
        EXPECT_EQ(in.get(), 'a') << "it is read from its begin";
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

} // namespace
} // namespace circ::tool
