// A library opened where there is nothing, by verbs alone.
#include "storage/check.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"

#include <filesystem>

namespace circ::test {
namespace {

using testing::HasSubstr;

class opening : public testing::Test {
protected:
    ran run(const std::string& line, bool json = false) {
        return run_verb("circdesk " + line,
                        {.data_dir = folder.file("library"), .operator_name = "anna", .json = json});
    }
    void expect_done(const std::string& line) {
        const auto made = run(line);
        EXPECT_EQ(made.code, tool::done) << line << ": " << made.wrong;
    }

    const scratch_folder folder;
};

TEST_F(opening, begins_with_an_institution_and_says_so) {
    EXPECT_THAT(run("patron search anna").wrong, HasSubstr("circdesk institution add"));
    EXPECT_EQ(run("institution add MILLTOWN --name Milltown --currency Euro --zone Europe/Berlin").code, tool::refused);
    expect_done("institution add MILLTOWN --name 'Milltown Library' --currency EUR --zone Europe/Berlin");
    EXPECT_THAT(run("institution add MILLTOWN --name Again --currency EUR --zone Europe/Berlin").wrong,
                HasSubstr("there is an institution MILLTOWN already"));
    EXPECT_THAT(run("institution list").out, HasSubstr("Milltown Library  EUR"));
    EXPECT_THAT(run("institution list", true).out, HasSubstr(R"("zone":"Europe/Berlin")"));
    expect_done("institution edit --language de --reason 'council of May'");
    EXPECT_EQ(run("institution edit --language de --reason again").code, tool::refused);
    EXPECT_THAT(run("institution edit --currency euro --reason x").wrong, HasSubstr("currency 'euro' (three letters, as EUR)"));
}

TEST_F(opening, takes_back_a_mistyped_institution_though_no_verb_knows_whom_it_works_for) {
    expect_done("institution add MILTOWN --name Milltown --currency EUR --zone Europe/Berlin");
    expect_done("institution add MILLTOWN --name Milltown --currency EUR --zone Europe/Berlin");
    EXPECT_THAT(run("institution add milltown --name Milltown --currency EUR --zone Europe/Berlin").wrong,
                HasSubstr("there is an institution MILLTOWN already"));
    EXPECT_EQ(run("branch add MAIN --name Main").code, tool::wrong_usage);
    expect_done("institution remove MILTOWN --reason mistyped");
    expect_done("branch add MAIN --name Main");
    EXPECT_THAT(run("institution remove MILLTOWN --reason x").wrong, HasSubstr("the institution still has 1 branch"));
}

TEST_F(opening, makes_a_library_that_holds_together) {
    for (const char* line : {
             "institution add MILLTOWN --name 'Milltown Library' --currency EUR --zone Europe/Berlin",
             "branch add MAIN --name 'Main Library' --address '1 Mill Lane'",
             "branch add SOUTH --name 'South Branch' --zone Europe/London",
             "calendar hours MAIN mon-fri 09:00-18:00 --reason opening --yes",
             "terminal add kiosk1 --branch MAIN --addresses 127.0.0.1 --no-password",
             "patron add 29012000007777 --name Rivera --given-name Ana --category adult --branch MAIN",
             "title add m0001 --text 'The Long Field' --author 'Ada Moss' --year 2024",
             "item add 39012000009999 --title m0001 --branch MAIN --type book --price 14.00",
             "hold place 29012000007777 39012000009999 --this-copy",
         })
        expect_done(line);
    EXPECT_THAT(run("title show m0001").out, HasSubstr("39012000009999"));
    EXPECT_THAT(run("branch show MAIN").out, HasSubstr("mon 09:00-18:00"));
    EXPECT_THAT(run("branch show MAIN", true).out, HasSubstr(R"("enabled terminals":1)"));
    EXPECT_EQ(run("branch show WEST").code, tool::not_found);
    EXPECT_THAT(run("branch list").out, HasSubstr("Europe/London"));
    tool::tool with({.data_dir = folder.file("library")});
    with.store().read([](storage::reader& from) {
        for (const auto& each : storage::check(from)) ADD_FAILURE() << each.name << ": " << each.sentence;
    });
}

TEST_F(opening, closes_a_branch_once_it_is_empty) {
    expect_done("institution add MILLTOWN --name Milltown --currency EUR --zone Europe/Berlin");
    expect_done("branch add SOUTH --name South");
    expect_done("terminal add south1 --branch SOUTH --addresses 127.0.0.1 --no-password");
    EXPECT_THAT(run("branch close SOUTH --reason sold").out, HasSubstr("nothing is changed yet"));
    EXPECT_THAT(run("branch close SOUTH --reason sold --yes").wrong, HasSubstr("the branch still has 1 enabled terminal:"));
    expect_done("terminal disable south1 --reason sold");
    expect_done("branch close SOUTH --reason sold --yes");
    EXPECT_THAT(run("branch list").out, HasSubstr("closed since"));
    EXPECT_EQ(run("patron add 1 --name X --category adult --branch SOUTH").code, tool::not_found);
    expect_done("branch open SOUTH --reason 'bought back'");
    expect_done("patron add 1 --name X --category adult --branch SOUTH");
    EXPECT_EQ(run("branch edit SOUTH --zone Mars --reason x").code, tool::refused);
    expect_done("branch edit SOUTH --name 'South Branch' --reason x");
}

} // namespace
} // namespace circ::test
