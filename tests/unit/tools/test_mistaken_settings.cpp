// A mistake in the settings: what the operator's verbs do beside it. The daemon goes on with what it has read before.
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/scratch_library.hpp"

#include <fstream>

namespace circ::test {
namespace {

using testing::HasSubstr;

class mistaken_settings : public testing::Test {
protected:
    mistaken_settings() {
        storage::write_and_wait(here.store(), [this](storage::unit_of_work& unit) {
            storage::terminal device;
            device.id = unit.new_id<storage::terminal_id>();
            device.institution = here.institution().id;
            device.branch = unit.branch_by_code(device.institution, "MAIN").value().id;
            device.login = "kiosk1";
            device.profile = "standard";
            unit.add(device);
        });
    }

    void use_settings(const std::string& more) {
        std::ofstream(here.file("circdesk.toml")) << "[store]\nfile = \"library.sqlite\"\n" << more;
    }
    tool::tool::common_options how() {
        tool::tool::common_options made;
        made.data_dir = here.file("");
        made.operator_name = "jo";
        return made;
    }
    /// @param line "check", or "terminal disable kiosk1 --reason x"
    ran run(const std::string& line) {
        if (const auto alone = find_verb(line)) return run_verb(*alone, how());
        return run_verb("circdesk " + line, how());
    }

    scratch_library here;
};

TEST_F(mistaken_settings, do_not_lock_out_who_does_not_use_them) {
    use_settings("[limits]\nidle_secs = 5\n[day]\nweather = 1\n");
    for (const char* line : {"check", "backup make", "terminal list", "terminal disable kiosk1 --reason x",
                             "terminal enable kiosk1 --reason x", "institution list", "branch list"}) {
        const auto made = run(line);
        EXPECT_EQ(made.code, tool::done) << line << ": " << made.wrong;
        EXPECT_THAT(made.wrong, HasSubstr("circdesk.toml:4:1: limits.idle_secs: no such setting")) << line;
        EXPECT_THAT(made.wrong, HasSubstr("circdesk.toml:6:1: day.weather: no such setting")) << line;
        EXPECT_EQ(std::ranges::count(made.wrong, '\n'), 2) << line << ": " << made.wrong;
    }
}

TEST_F(mistaken_settings, are_no_reason_for_status_to_be_silent) {
    use_settings("[day]\nweather = 1\n");
    const auto made = run("status");
    EXPECT_THAT(made.out, HasSubstr("terminals"));
    EXPECT_EQ(made.code, tool::unavailable) << "no daemon runs";
}

struct mistaken_case {
    const char* name;
    const char* settings;
    const char* line;
};

class mistakes_in_what_is_used : public mistaken_settings, public testing::WithParamInterface<mistaken_case> {};

TEST_P(mistakes_in_what_is_used, end_the_verb) {
    use_settings(GetParam().settings);
    const auto made = run(GetParam().line);
    EXPECT_EQ(made.code, tool::wrong_usage);
    EXPECT_THAT(made.wrong, HasSubstr("circdesk.toml:"));
    EXPECT_THAT(made.wrong, testing::ContainsRegex("correct the settings first"));
}

const mistaken_case used[] = {
    {"where_the_store_is", "busy_secs = 1\n", "check"},
    {"the_node", "[server]\nnode = -1\n", "check"},
    {"a_section_that_may_be_the_store_s", "[stor]\nfile = \"x\"\n", "check"},
    {"no_toml_at_all", "[limits\n", "check"},
    {"the_institution", "[tool]\ninstitute = \"RIVERBEND\"\n", "terminal list"},
    {"rules", "[[policy]]\nwhenn = {}\n", "terminal disable kiosk1 --reason x"},
    {"the_day", "[day]\nweather = 1\n", "day status"},
    {"a_profile", "[profile.standard]\nweather = 1\n", "terminal change kiosk1 --profile standard --reason x"},
};
INSTANTIATE_TEST_SUITE_P(each, mistakes_in_what_is_used, testing::ValuesIn(used), [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace circ::test
