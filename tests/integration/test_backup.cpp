// A backup while devices go on, and the drill: the library is lost, and comes back from it.
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <algorithm>
#include <fstream>

namespace {

using namespace circ;
namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string towers = "39012000000133";
const std::string beloved = "39012000001123";
const std::string reader = "29012000000010";

std::string ask(std::uint16_t port, const std::vector<std::string>& words) {
    tool::connection line("127.0.0.1", port);
    line.send("9300CNkiosk1|COdemo-kiosk1|\r");
    if (line.receive_line() != "941") return "not logged in";
    line.send(tool::make_message(words, circulation::system_clock().now()) + '\r');
    return line.receive_line().value_or("(closed)");
}

std::string lend(std::uint16_t port, const std::string& item) {
    return ask(port, {"checkout", "AA=" + reader, "AB=" + item, "AD=1001"});
}

/// Whether a device is told that the item is lent.
bool is_lent(std::uint16_t port, const std::string& item) {
    return ask(port, {"item_information", "AB=" + item}).starts_with("1804");
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> all;
    for (const auto& each : fs::directory_iterator(folder)) all.push_back(each.path());
    std::ranges::sort(all);
    return all;
}

/// A store that was put aside; its log beside it does not count.
bool is_former(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.find(".before-") != std::string::npos && !name.ends_with("-wal") && !name.ends_with("-shm");
}

/// The backup that a library without any makes now.
fs::path back_up(const fs::path& data) {
    const auto made = test::circdesk(data, {"backup", "make"});
    EXPECT_EQ(made.exit_code, 0) << made.output;
    const auto all = files_in(data / "backup");
    EXPECT_EQ(all.size(), 1U) << "nothing lies beside it";
    return all.front();
}

TEST(backup, brings_the_library_back_as_it_was) {
    const auto data = test::fresh_demo_library();
    fs::path copy;
    {
        test::running_daemon running(data);
        ASSERT_THAT(lend(running.port(), towers), StartsWith("121"));
        copy = back_up(data);
        const std::string other = "39012000001131";
        ASSERT_THAT(ask(running.port(), {"checkin", "AB=" + other}), StartsWith("101"));
        ASSERT_FALSE(is_lent(running.port(), other));

        const auto beside = test::circdesk(data, {"backup", "restore", copy.string(), "--yes"});
        EXPECT_EQ(beside.exit_code, 4);
        EXPECT_THAT(beside.output, HasSubstr("is running: stop it first"));
        running.kill();
    }
    const auto asked = test::circdesk(data, {"backup", "restore", copy.string()});
    EXPECT_EQ(asked.exit_code, 1);
    EXPECT_THAT(asked.output, HasSubstr("nothing is changed yet"));
    EXPECT_EQ(std::ranges::count_if(files_in(data), is_former), 0);

    const auto restored = test::circdesk(data, {"backup", "restore", copy.string(), "--yes"});
    ASSERT_EQ(restored.exit_code, 0) << restored.output;
    {
        const test::running_daemon running(data);
        EXPECT_TRUE(is_lent(running.port(), towers)) << "lent before the backup";
        EXPECT_TRUE(is_lent(running.port(), "39012000001131")) << "returned after it";
    }
    EXPECT_EQ(test::circdesk(data, {"check"}).exit_code, 0);
}

/// Settings by which the store of `data`, by its whole path, is that of this directory.
void write_settings(const fs::path& file, const fs::path& data_dir, const fs::path& data) {
    std::ofstream(file) << "[server]\ndata_dir = \"" << data_dir.string() << "\"\n[store]\nfile = \""
                        << (data / "circdesk.sqlite").string() << "\"\n";
}

TEST(backup, is_not_put_in_place_while_a_daemon_of_another_directory_has_the_store_open) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    const auto elsewhere = data / "elsewhere"; // no socket there
    fs::create_directory(elsewhere);
    write_settings(elsewhere / "circdesk.toml", elsewhere, data);
    {
        test::running_daemon running(data);
        const auto beside = test::circdesk(elsewhere, {"backup", "restore", copy.string(), "--yes"});
        EXPECT_EQ(beside.exit_code, 4);
        EXPECT_THAT(beside.output, HasSubstr("circdesk.sqlite is in use: stop the daemon"));
        EXPECT_EQ(std::ranges::count_if(files_in(data), is_former), 0);
        EXPECT_THAT(lend(running.port(), towers), StartsWith("121"));
        running.kill();
    }
    const auto alone = test::circdesk(elsewhere, {"backup", "restore", copy.string(), "--yes"});
    EXPECT_EQ(alone.exit_code, 0) << "nobody has it open any more: " << alone.output;
}

TEST(backup, is_not_put_in_place_where_it_cannot_be_known_that_no_daemon_runs) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    fs::create_symlink("circdesk.sock", data / "circdesk.sock"); // a failure that root has as well
    const auto made = test::circdesk(data, {"backup", "restore", copy.string(), "--yes"});
    EXPECT_EQ(made.exit_code, 4);
    EXPECT_THAT(made.output, HasSubstr("cannot tell whether somebody answers at " + (data / "circdesk.sock").string() + ": "));
    EXPECT_EQ(std::ranges::count_if(files_in(data), is_former), 0);
}

TEST(backup, is_not_put_in_place_of_the_library_by_a_drill) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    const auto settings = data / "whole-path.toml";
    write_settings(settings, data, data);
    const auto with = [&](const fs::path& directory, std::vector<std::string> line) {
        line.insert(line.begin(), {"--config", settings.string()});
        return test::circdesk(directory, line);
    };
    const std::vector<std::string> lines[] = {{"backup", "restore", copy.string(), "--yes"}, {"backup", "make"}, {"check"}};
    for (const auto& line : lines) {
        const auto made = with(data / "drill", line);
        EXPECT_EQ(made.exit_code, 2) << line.front();
        EXPECT_THAT(made.output, HasSubstr("--data " + (data / "drill").string() + " does not lead to another")) << line.front();
    }
    EXPECT_EQ(std::ranges::count_if(files_in(data), is_former), 0);
    EXPECT_EQ(with(data / "", {"check"}).exit_code, 0) << "that is their own";
}

TEST(backup, keeps_the_former_store_with_what_was_committed_last) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    {
        test::running_daemon running(data);
        ASSERT_THAT(lend(running.port(), towers), StartsWith("121"));
        running.kill(); // the loan is in the log alone
    }
    ASSERT_EQ(test::circdesk(data, {"backup", "restore", copy.string(), "--yes"}).exit_code, 0);
    const auto all = files_in(data);
    const auto former = std::ranges::find_if(all, is_former);
    ASSERT_NE(former, all.end());
    ASSERT_EQ(test::circdesk(data, {"backup", "restore", former->string(), "--yes"}).exit_code, 0);
    EXPECT_EQ(std::ranges::count_if(files_in(data), is_former), 2) << "within one second, too";
    const test::running_daemon running(data);
    EXPECT_TRUE(is_lent(running.port(), towers));
}

TEST(backup, reads_no_log_that_a_lost_store_has_left) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    {
        test::running_daemon running(data);
        ASSERT_THAT(lend(running.port(), towers), StartsWith("121"));
        running.kill();
    }
    ASSERT_GT(fs::file_size(data / "circdesk.sqlite-wal"), 0U);
    fs::remove(data / "circdesk.sqlite");
    const auto restored = test::circdesk(data, {"backup", "restore", copy.string(), "--yes"});
    ASSERT_EQ(restored.exit_code, 0) << restored.output;
    EXPECT_THAT(restored.output, Not(HasSubstr("the former store is")));
    EXPECT_EQ(test::circdesk(data, {"check"}).exit_code, 0);
    const test::running_daemon running(data);
    EXPECT_FALSE(is_lent(running.port(), towers)) << "it was lent after the backup";
}

TEST(backup, refuses_a_damaged_file_and_leaves_the_store_alone) {
    const auto data = test::fresh_demo_library();
    const fs::path copy = back_up(data);
    const auto rows = test::all_rows(data);
    {
        std::fstream into(copy, std::ios::in | std::ios::out | std::ios::binary);
        const std::string noise(200'000, 'x');
        into.seekp(8192);
        into.write(noise.data(), static_cast<std::streamsize>(noise.size()));
    }
    EXPECT_NE(test::circdesk(data, {"backup", "check", copy.string()}).exit_code, 0);
    EXPECT_NE(test::circdesk(data, {"backup", "restore", copy.string(), "--yes"}).exit_code, 0);
    fs::resize_file(copy, 3000);
    EXPECT_NE(test::circdesk(data, {"backup", "restore", copy.string(), "--yes"}).exit_code, 0);
    std::ofstream(copy, std::ios::trunc) << "not a store at all";
    EXPECT_NE(test::circdesk(data, {"backup", "restore", copy.string(), "--yes"}).exit_code, 0);
    EXPECT_EQ(test::circdesk(data, {"backup", "restore", "/nowhere/at.sqlite", "--yes"}).exit_code, 3);
    EXPECT_EQ(test::all_rows(data), rows);
}

TEST(backup, removes_no_sound_one_while_the_store_breaks_a_rule) {
    const auto data = test::fresh_demo_library();
    const fs::path sound = data / "backup" / "circdesk-20260101-000000.sqlite";
    fs::create_directory(sound.parent_path());
    std::ofstream(sound) << "x";
    test::change_rows(data, "UPDATE patron SET owed = owed + 7");
    const auto made = test::circdesk(data, {"backup", "make", "--keep", "1"});
    EXPECT_EQ(made.exit_code, 1) << made.output;
    EXPECT_THAT(made.output, HasSubstr("no older backup is removed"));
    EXPECT_TRUE(fs::exists(sound));
}

TEST(backup, removes_the_oldest_of_its_own_and_nothing_else) {
    const auto data = test::fresh_demo_library();
    const fs::path folder = data / "backup";
    fs::create_directories(folder);
    for (const char* name : {"circdesk-20260101-000000.sqlite", "circdesk-20260102-000000.sqlite", "notes.txt"})
        std::ofstream(folder / name) << "x";
    const auto made = test::circdesk(data, {"backup", "make", "--keep", "2"});
    ASSERT_EQ(made.exit_code, 0) << made.output;
    EXPECT_FALSE(fs::exists(folder / "circdesk-20260101-000000.sqlite"));
    EXPECT_TRUE(fs::exists(folder / "circdesk-20260102-000000.sqlite"));
    EXPECT_TRUE(fs::exists(folder / "notes.txt"));
    EXPECT_EQ(files_in(folder).size(), 3U);
}

TEST(backup, removes_what_one_that_was_cut_short_has_left) {
    const auto data = test::fresh_demo_library();
    const fs::path folder = data / "backup";
    fs::create_directories(folder);
    const auto two_days_ago = fs::file_time_type::clock::now() - std::chrono::hours(48);
    for (const char* name : {"circdesk-20260101-000000.sqlite.part", "circdesk-20260101-000000.sqlite.part-journal", "notes.part"}) {
        std::ofstream(folder / name) << "x";
        fs::last_write_time(folder / name, two_days_ago);
    }
    std::ofstream(folder / "circdesk-20260102-000000.sqlite.part") << "x"; // is being made
    const auto made = test::circdesk(data, {"backup", "make"});
    ASSERT_EQ(made.exit_code, 0) << made.output;
    EXPECT_FALSE(fs::exists(folder / "circdesk-20260101-000000.sqlite.part"));
    EXPECT_FALSE(fs::exists(folder / "circdesk-20260101-000000.sqlite.part-journal"));
    EXPECT_TRUE(fs::exists(folder / "circdesk-20260102-000000.sqlite.part"));
    EXPECT_TRUE(fs::exists(folder / "notes.part"));
}

TEST(backup, keeps_the_one_just_made_beside_those_of_a_clock_that_was_ahead) {
    const auto data = test::fresh_demo_library();
    const fs::path folder = data / "backup";
    fs::create_directories(folder);
    for (const char* name : {"circdesk-99990101-000000.sqlite", "circdesk-99990102-000000.sqlite"})
        std::ofstream(folder / name) << "x";
    const auto made = test::circdesk(data, {"backup", "make", "--keep", "2"});
    ASSERT_EQ(made.exit_code, 0) << made.output;
    const auto kept = files_in(folder);
    ASSERT_EQ(kept.size(), 2U) << made.output;
    EXPECT_LT(kept.front().filename(), fs::path("circdesk-9999"));
    EXPECT_EQ(kept.back().filename(), "circdesk-99990102-000000.sqlite");
}

} // namespace
