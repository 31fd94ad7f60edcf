// A library opened by verbs alone, and a reader who is forgotten: the built tool beside the built daemon.
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include <sys/stat.h>

namespace {

using namespace circ;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

void expect_done(const fs::path& data, std::vector<std::string> line) {
    std::string said;
    for (const auto& each : line) said.append(each).append(" ");
    const auto made = test::circdesk(data, std::move(line));
    EXPECT_EQ(made.exit_code, 0) << said << ": " << made.output;
}

class kiosk {
public:
    kiosk(std::uint16_t port, const std::string& login, const std::string& password) : line_("127.0.0.1", port) {
        line_.send("9300CN" + login + "|CO" + password + "|\r");
        EXPECT_EQ(line_.receive_line(), "941");
    }
    std::string ask(const std::vector<std::string>& words) {
        line_.send(tool::make_message(words, circulation::system_clock().now()) + '\r');
        return line_.receive_line().value_or("(closed)");
    }

private:
    tool::connection line_;
};

TEST(the_tool, names_a_word_that_is_no_verb) {
    const test::scratch_folder folder;
    for (const auto& [words, said] : {
             std::pair{std::vector<std::string>{"item", "shwo", "1"}, "there is no verb 'shwo' of item; did you mean \"show\"?"},
             std::pair{std::vector<std::string>{"rhinoceros"}, "there is no verb 'rhinoceros'; `circdesk --help` lists them"},
             std::pair{std::vector<std::string>{"item"}, "A subcommand is required"},
         }) {
        const auto made = test::circdesk(folder.file("library"), words);
        EXPECT_EQ(made.exit_code, tool::wrong_usage) << said;
        EXPECT_THAT(made.output, HasSubstr(said));
    }
}

TEST(the_tool, takes_no_blank_for_a_reason) {
    const test::scratch_folder folder;
    const auto made = test::circdesk(folder.file("library"), {"branch", "close", "MAIN", "--reason", " ", "--yes"});
    EXPECT_EQ(made.exit_code, tool::wrong_usage);
    EXPECT_THAT(made.output, HasSubstr("--reason is blank: it needs a value"));
}

TEST(opened_by_verbs, a_library_lends_and_takes_back_at_a_kiosk) {
    const test::scratch_folder folder;
    const fs::path data = folder.file("library");
    expect_done(data, {"institution", "add", "MILLTOWN", "--name", "Milltown Library", "--currency", "EUR", "--zone", "Europe/Berlin"});
    expect_done(data, {"branch", "add", "MAIN", "--name", "Main Library"});
    expect_done(data, {"terminal", "add", "kiosk1", "--branch", "MAIN", "--addresses", "127.0.0.1", "--no-password"});
    expect_done(data, {"patron", "add", "29012000007777", "--name", "Rivera", "--given-name", "Ana", "--category", "adult", "--branch", "MAIN"});
    expect_done(data, {"item", "add", "39012000009999", "--new-title", "The Long Field", "--branch", "MAIN", "--type", "book"});

    test::running_daemon running(data, {.more_settings = "[tool]\ninstitution = \"MILLTOWN\"\n"});
    kiosk at(running.port(), "kiosk1", "");
    const auto lent = at.ask({"checkout", "AO=MILLTOWN", "AA=29012000007777", "AB=39012000009999"});
    EXPECT_THAT(lent, StartsWith("121")) << lent;
    EXPECT_THAT(lent, HasSubstr("|AJThe Long Field|"));
    EXPECT_THAT(test::circdesk(data, {"loan", "list", "29012000007777"}).output, HasSubstr("39012000009999"));
    // What is made beside the running daemon is there at once.
    expect_done(data, {"item", "add", "39012000009998", "--new-title", "The Short Field", "--branch", "MAIN", "--type", "book"});
    EXPECT_THAT(at.ask({"checkout", "AO=MILLTOWN", "AA=29012000007777", "AB=39012000009998"}), StartsWith("121"));
    EXPECT_THAT(at.ask({"checkin", "AO=MILLTOWN", "AB=39012000009999"}), StartsWith("101"));
}

/// What everybody on the machine may read, write or search, of a folder and what is in it.
std::vector<std::string> open_to_others(const fs::path& folder) {
    std::vector<std::string> found;
    const auto look = [&](const fs::path& at) {
        if ((fs::symlink_status(at).permissions() & fs::perms::others_all) != fs::perms::none) found.push_back(at.string());
    };
    look(folder);
    for (const auto& each : fs::recursive_directory_iterator(folder)) look(each.path());
    return found;
}

/// As most shells have it.
class usual_umask {
public:
    usual_umask() : before_(::umask(0022)) {}
    usual_umask(const usual_umask&) = delete;
    usual_umask& operator=(const usual_umask&) = delete;
    ~usual_umask() { ::umask(before_); }

private:
    mode_t before_;
};

TEST(opened_by_verbs, a_library_is_closed_to_who_has_no_business_there) {
    const usual_umask everybody_may_read;
    const test::scratch_folder folder;
    const fs::path data = folder.file("library");
    expect_done(data, {"institution", "add", "MILLTOWN", "--name", "Milltown Library", "--currency", "EUR", "--zone", "Europe/Berlin"});
    expect_done(data, {"branch", "add", "MAIN", "--name", "Main Library"});
    expect_done(data, {"patron", "add", "29012000007777", "--name", "Rivera", "--given-name", "Ana", "--category", "adult", "--branch", "MAIN"});
    expect_done(data, {"backup", "make"});
    expect_done(data, {"export", "csv", "patrons", "--to", (data / "patrons.csv").string()});
    EXPECT_TRUE(fs::exists(data / "circdesk.sqlite"));
    EXPECT_THAT(open_to_others(data), testing::IsEmpty());

    const test::running_daemon running(data);
    EXPECT_EQ(fs::status(data / "circdesk.addresses").permissions() & fs::perms::others_all, fs::perms::none)
        << "what the daemon makes";
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(in), {}};
    std::ranges::transform(all, all.begin(), [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
    return all;
}

/// The files below a folder that hold these letters, in either case.
std::vector<std::string> files_with(const fs::path& folder, const std::string& letters) {
    std::vector<std::string> found;
    for (const auto& each : fs::recursive_directory_iterator(folder))
        if (each.is_regular_file() && bytes_of(each.path()).find(letters) != std::string::npos)
            found.push_back(each.path().filename().string());
    return found;
}

TEST(erased, a_reader_is_nowhere_any_more_and_the_figures_of_the_year_stay) {
    const std::string name = "quillfeather";
    const std::string card = "29012000007777";
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    expect_done(data, {"patron", "add", card, "--name", "Quillfeather", "--given-name", "Quillfeather", "--category", "adult", "--branch",
                       "MAIN", "--email", "quillfeather@example.org", "--address", "Quillfeather Hall"});
    expect_done(data, {"patron", "edit", card, "--phone", "555", "--reason", "Quillfeather rang"});
    expect_done(data, {"patron", "message", card, "--text", "Dear Quillfeather, your umbrella is here."});
    expect_done(data, {"patron", "note", card, "Quillfeather returns by post"});
    expect_done(data, {"patron", "block", card, "--reason", "Quillfeather owes us an answer"});
    expect_done(data, {"patron", "unblock", card, "--reason", "Quillfeather wrote"});
    expect_done(data, {"fee", "add", card, "other", "1.00", "--reason", "copies for Quillfeather"});
    const auto refused = test::circdesk(data, {"patron", "erase", card, "--reason", "asked for it", "--yes"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.output, HasSubstr("the reader still owes 1.00 EUR"));
    expect_done(data, {"fee", "pay", card, "1.00"});
    {
        kiosk at(running.port(), "kiosk1", "demo-kiosk1");
        ASSERT_THAT(at.ask({"patron_information", "AO=RIVERBEND", "AA=" + card}), HasSubstr("Quillfeather"));
        ASSERT_THAT(at.ask({"checkout", "AO=RIVERBEND", "AA=" + card, "AB=39012000000133"}), StartsWith("121"));
        ASSERT_THAT(at.ask({"checkin", "AO=RIVERBEND", "AB=39012000000133"}), StartsWith("101"));
    }
    ASSERT_FALSE(files_with(data, name).empty()) << "it was there";
    const std::vector<std::string> year{"report", "circulation", "--from", "2020-01-01", "--to", "today"};
    const auto figures = test::circdesk(data, year).output;
    ASSERT_THAT(figures, HasSubstr("checkout"));

    expect_done(data, {"patron", "erase", card, "--reason", "asked for it", "--yes"});
    EXPECT_EQ(files_with(data, name), std::vector<std::string>{}) << "store, log beside it, log of the daemon";
    expect_done(data, {"backup", "make"});
    EXPECT_EQ(files_with(data, name), std::vector<std::string>{}) << "a backup made after";
    EXPECT_EQ(test::circdesk(data, year).output, figures);
    EXPECT_EQ(test::circdesk(data, {"patron", "show", card}).exit_code, 3);
    EXPECT_EQ(test::circdesk(data, {"check"}).exit_code, 0);
}

} // namespace
