// The examples of the manual that need neither a file nor a daemon nor a number that the demo library gives out anew.
#include "tests/unit/tools/demo_desk.hpp"

namespace circ::test {
namespace {

class examples : public demo_desk {
protected:
    static bool is_tried(std::string_view verb) {
        return verb.ends_with(" add") || (verb.starts_with("terminal ") && verb != "terminal watch");
    }
};

TEST_F(examples, of_what_is_made_and_of_terminals_work_on_the_demo_library) {
    int tried = 0;
    for (const auto& each : tool::all_commands()) {
        if (!is_tried(each->path())) continue;
        const auto made = run(std::string(each->example()));
        EXPECT_EQ(made.code, tool::done) << each->example() << ": " << made.wrong;
        ++tried;
    }
    EXPECT_GT(tried, 10);
}

} // namespace
} // namespace circ::test
