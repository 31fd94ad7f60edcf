#include "server/app/daemon.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace circ::test {
namespace {

TEST(prepared_settings, name_their_amounts_in_the_money_of_the_store) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[server]\ndata_dir = \"" << folder.file("data") << "\"\n";
    EXPECT_THAT(app::prepare(file).mistakes, testing::IsEmpty());
    // Nobody pays a quarter of a yen: the policy that ships is not one for it.
    EXPECT_THAT(app::prepare(file, 0).mistakes, testing::Contains(testing::HasSubstr("0.25")));
}

TEST(prepared_settings, take_the_pepper_from_one_line) {
    const scratch_folder folder;
    const std::string file = folder.file("circdesk.toml");
    std::ofstream(file) << "[pin]\npepper_file = \"" << folder.file("pepper") << "\"\n";
    std::ofstream(folder.file("pepper"), std::ios::binary) << "sea salt\r\n";
    EXPECT_EQ(app::prepare(file).pepper, "sea salt");
    std::ofstream(folder.file("pepper"), std::ios::binary) << "sea\nsalt\n";
    EXPECT_THAT(app::prepare(file).mistakes, testing::ElementsAre(testing::HasSubstr("several lines")));
}

} // namespace
} // namespace circ::test
