// What root makes for a daemon that runs as somebody else.
#include "scratch_folder.hpp"

#include "storage/backup.hpp"
#include "storage/open_store.hpp"
#include "storage/ownership.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

namespace circ::storage {
namespace {

namespace fs = std::filesystem;

constexpr uid_t daemons = 65534; ///< user and group; need not have a name
constexpr uid_t others = 65533;

/// -1: it is not there
int owner_of(const std::string& path) {
    struct stat of {};
    return ::lstat(path.c_str(), &of) == 0 ? static_cast<int>(of.st_uid) : -1;
}

bool give(const std::string& path, uid_t to) {
    return ::chown(path.c_str(), to, to) == 0;
}

/// A folder of the daemon's user, in which root works.
class ownership : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0 || !give(folder.file(""), daemons))
            GTEST_SKIP() << "only root can give files away";
    }

    [[nodiscard]] int owner(const char* name) const { return owner_of(folder.file(name)); }
    [[nodiscard]] std::unique_ptr<store> opened() const {
        return open_store({.path = folder.file("db"), .create = true});
    }

    const test::scratch_folder folder;
    const int expected = static_cast<int>(daemons);
};

TEST_F(ownership, of_a_new_store_is_that_of_its_folder) {
    const auto store = opened();
    for (const char* name : {"db", "db-gate", "db-wal", "db-shm"}) EXPECT_EQ(owner(name), expected) << name;
}

TEST_F(ownership, of_a_store_that_is_there_is_left_alone) {
    opened().reset();
    ASSERT_TRUE(give(folder.file("db"), others));
    const auto store = opened();
    EXPECT_EQ(owner("db"), static_cast<int>(others));
    EXPECT_EQ(owner("db-gate"), static_cast<int>(others)) << "who opens the one needs the other";
}

TEST_F(ownership, of_a_backup_and_its_folder_is_that_of_the_store) {
    opened().reset();
    make_folders_for_owner_of(folder.file("db"), folder.file("backup/nightly"));
    static_cast<void>(back_up(folder.file("db"), folder.file("backup/nightly/copy")));
    for (const char* name : {"backup", "backup/nightly", "backup/nightly/copy"}) EXPECT_EQ(owner(name), expected) << name;
}

TEST_F(ownership, of_a_folder_that_is_there_is_left_alone) {
    ASSERT_TRUE(fs::create_directory(folder.file("backup")));
    make_folders_for_owner_of(folder.file("db"), folder.file("backup"));
    EXPECT_EQ(owner("backup"), 0);
}

TEST_F(ownership, of_what_is_put_back_is_that_of_what_stood_there) {
    opened().reset();
    static_cast<void>(back_up(folder.file("db"), folder.file("copy")));
    ASSERT_TRUE(give(folder.file("copy"), 0));
    ASSERT_TRUE(give(folder.file("db"), others));
    static_cast<void>(put_back(folder.file("copy"), folder.file("db"), {}));
    EXPECT_EQ(owner("db"), static_cast<int>(others));
}

TEST_F(ownership, of_what_is_put_back_where_nothing_stood_is_that_of_the_folder) {
    opened().reset();
    static_cast<void>(back_up(folder.file("db"), folder.file("copy")));
    fs::remove(folder.file("db"));
    fs::remove(folder.file("db-gate"));
    static_cast<void>(put_back(folder.file("copy"), folder.file("db"), {}));
    EXPECT_EQ(owner("db"), expected);
    EXPECT_EQ(owner("db-gate"), expected);
}

TEST_F(ownership, of_what_a_link_leads_to_is_left_alone) {
    std::ofstream(folder.file("kept")) << "of root";
    fs::create_symlink(folder.file("kept"), folder.file("link"));
    EXPECT_TRUE(give_to_owner_of(folder.file("db"), folder.file("link")));
    EXPECT_EQ(owner("kept"), 0);
    EXPECT_EQ(owner("link"), expected);
}

} // namespace
} // namespace circ::storage
