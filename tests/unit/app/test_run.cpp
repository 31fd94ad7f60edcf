// The daemon's start until its doors open, in this process.
#include "server/app/run.hpp"
#include "tests/unit/net/store_over.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include <sysexits.h>
#include <unistd.h>

namespace circ::test {
namespace {

/// Says of each time that it is read which it was, from 1.
class counted_store final : public net::test::store_over {
public:
    counted_store(std::unique_ptr<storage::store> over, std::function<void(int)> read)
        : store_over(*over), over_(std::move(over)), read_(std::move(read)) {}

    void read(const std::function<void(storage::reader&)>& what) override {
        store_over::read(what);
        read_(++reads_);
    }

private:
    std::unique_ptr<storage::store> over_;
    std::function<void(int)> read_;
    std::atomic<int> reads_{0};
};

class a_start : public testing::Test {
protected:
    /// Runs it to where the store is open; what the settings say more by then, usually a mistake, is to end it.
    [[nodiscard]] int start(const std::function<void()>& while_it_opens, const std::string& by_then = "nonsense = 1\n",
                            const std::function<void(int)>& at_read = [](int) {}) {
        std::string line[] = {"circdeskd", "--config", folder.file("circdesk.toml")};
        char* words[] = {line[0].data(), line[1].data(), line[2].data()};
        write_settings("");
        return app::run(3, words, [&](std::unique_ptr<storage::store> over) {
            while_it_opens();
            write_settings(by_then);
            return std::make_unique<counted_store>(std::move(over), at_read);
        });
    }
    void write_settings(const std::string& more) const {
        std::ofstream(folder.file("circdesk.toml"))
            << "[log]\nfile = \"" << log << "\"\nlevel = \"" << level << "\"\n[server]\ndata_dir = \"" << folder.file("new") << "\"\n" << more;
    }
    [[nodiscard]] std::string logged() const {
        std::ifstream in(log);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    scratch_folder folder;
    std::string log = folder.file("circdesk.log");
    std::string level = "info";
};

TEST_F(a_start, goes_on_at_a_hangup_and_opens_its_log_again) {
    std::signal(SIGHUP, SIG_DFL); // whoever runs the tests may have it ignored
    const int ended = start([&] {
        std::filesystem::rename(log, folder.file("circdesk.log.1"));
        std::raise(SIGHUP);
    });
    std::signal(SIGHUP, SIG_DFL);
    EXPECT_EQ(ended, EX_CONFIG);
    EXPECT_THAT(logged(), testing::HasSubstr("nonsense"));
}

TEST_F(a_start, logs_by_the_level_that_the_settings_say_when_its_store_is_open) {
    level = "error";
    const int ended = start(
        [&] {
            level = "info";
            std::filesystem::create_directories(folder.file("new/circdesk.sock/in the way")); // ends it once its doors are open
        },
        "[[listener]]\nname = \"hall\"\nport = 0\n");
    EXPECT_EQ(ended, EXIT_FAILURE);
    EXPECT_THAT(logged(), testing::HasSubstr("CIRC-1101"));
}

TEST_F(a_start, hears_a_hangup_that_comes_when_its_settings_have_been_read) {
    bool is_told_to_stop = false;
    const int ended = start([] {}, "[http]\nenabled = false\n[[listener]]\nname = \"hall\"\nport = 0\n", [&](int number) {
        if (number == 2) { // whether it holds the demo library is asked when they have been
            std::filesystem::rename(log, folder.file("circdesk.log.1"));
            std::raise(SIGHUP);
        }
        const bool listens = std::filesystem::exists(folder.file("new/circdesk.addresses"));
        if (listens && !std::exchange(is_told_to_stop, true)) ::kill(::getpid(), SIGTERM);
    });
    EXPECT_EQ(ended, EXIT_SUCCESS);
    EXPECT_THAT(logged(), testing::HasSubstr("CIRC-1007")) << "in the new file: the settings are read again";
}

TEST_F(a_start, makes_the_data_folder_that_its_log_is_in) {
    log = folder.file("new/circdesk.log");
    EXPECT_EQ(start([] {}), EX_CONFIG);
    EXPECT_THAT(logged(), testing::HasSubstr("nonsense"));
}

} // namespace
} // namespace circ::test
