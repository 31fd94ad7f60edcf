#include "tools/circdesk/table.hpp"

#include <sstream>

namespace circ::tool {
namespace {

std::string printed(std::vector<std::string> cells) {
    table shown({"barcode", "title"});
    shown.add(std::move(cells));
    std::ostringstream out;
    shown.print(out);
    return out.str();
}

TEST(a_table, counts_characters_not_bytes) {
    EXPECT_EQ(printed({"Müllerstraße", "b"}), "barcode       title\nMüllerstraße  b\n");
}

TEST(a_table, keeps_what_a_title_holds_in_its_cell) {
    EXPECT_EQ(printed({"1\n2", "\x1B[2JThe\rTwo\tTowers\x7F"}), "barcode  title\n1 2       [2JThe Two Towers \n");
    EXPECT_EQ(printed({"1\xC0\xAF", "b"}), "barcode  title\n1\uFFFD\uFFFD      b\n");
}

} // namespace
} // namespace circ::tool
