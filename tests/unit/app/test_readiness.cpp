// What the daemon writes down of its doors.
#include "server/app/readiness.hpp"
#include "server/log/capture.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <filesystem>

namespace circ::test {
namespace {

namespace fs = std::filesystem;

struct written_doors : testing::Test {
    scratch_folder folder;
    const fs::path file = folder.file("circdesk.addresses");
    std::shared_ptr<log::captured_lines> lines = std::make_shared<log::captured_lines>();
    std::unique_ptr<log::logger> log = log::capturing_logger(lines);
};

TEST_F(written_doors, are_there_while_the_daemon_is_ready) {
    {
        const app::readiness ready(folder.file(""), {{"main hall", "127.0.0.1", 6001}}, *log);
        EXPECT_TRUE(fs::exists(file));
    }
    EXPECT_FALSE(fs::exists(file));
    log->flush();
    EXPECT_THAT(lines->all(), testing::IsEmpty());
}

TEST_F(written_doors, are_not_put_in_place_by_a_full_disk_which_is_told) {
    fs::create_symlink("/dev/full", folder.file("circdesk.addresses.new"));
    const app::readiness ready(folder.file(""), {{"hall", "127.0.0.1", 6001}}, *log);
    EXPECT_FALSE(fs::exists(file));
    log->flush();
    EXPECT_THAT(lines->of(log::event::addresses_not_written), testing::ElementsAre(testing::HasSubstr("No space left on device")));
}

TEST_F(written_doors, are_no_reason_not_to_serve_where_there_is_no_folder_for_them) {
    const app::readiness ready(folder.file("gone"), {{"hall", "127.0.0.1", 6001}}, *log);
    log->flush();
    EXPECT_THAT(lines->of(log::event::addresses_not_written), testing::ElementsAre(testing::HasSubstr("No such file")));
}

} // namespace
} // namespace circ::test
