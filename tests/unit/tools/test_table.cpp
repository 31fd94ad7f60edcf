#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

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

TEST(a_time, is_the_branch_s_for_people_and_utc_for_machines) {
    const storage::instant at = std::chrono::sys_days{std::chrono::year{2026} / 12 / 28} + std::chrono::hours{22} +
                                std::chrono::minutes{59} + std::chrono::microseconds{7};
    EXPECT_EQ(time_text(at, "Europe/Berlin"), "2026-12-28 23:59");
    EXPECT_EQ(machine_time(at), "2026-12-28T22:59:00Z");
    table both({"item", "due"});
    both.add({"39012000000133", time_cell(at, "Europe/Berlin")});
    std::ostringstream people;
    std::ostringstream machines;
    both.print(people);
    both.print_json(machines);
    EXPECT_EQ(people.str(), "item            due\n39012000000133  2026-12-28 23:59\n");
    EXPECT_EQ(machines.str(), "[{\"item\":\"39012000000133\",\"due\":\"2026-12-28T22:59:00Z\"}]\n");
}

} // namespace
} // namespace circ::tool
