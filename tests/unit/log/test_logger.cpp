#include "server/log/capture.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <stdlib.h>
#include <sys/resource.h>

namespace circ::log {
namespace {

namespace fs = std::filesystem;

class log_file : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "circ-log-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] fs::path file() const { return folder_ / "circdesk.log"; }

    [[nodiscard]] logger_options options(std::size_t queue = 8192) const {
        return {.file = file().string(), .queue = queue};
    }

    static std::vector<std::string> lines_of(const fs::path& path) {
        std::ifstream in(path);
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
        return lines;
    }

    fs::path folder_;
};

TEST_F(log_file, flush_returns_when_all_is_written) {
    const auto log = make_logger(options());
    for (int i = 0; i < 1000; ++i)
        log->write(event::session_started, {{"number", i}});
    log->flush();
    const auto lines = lines_of(file());
    ASSERT_EQ(lines.size(), 1000U);
    EXPECT_THAT(lines.back(), testing::EndsWith(" INFO CIRC-1201 session started number=999"));
}

TEST_F(log_file, end_of_the_logger_writes_what_waits) {
    make_logger(options())->write(event::daemon_stopped);
    EXPECT_EQ(lines_of(file()).size(), 1U);
}

TEST_F(log_file, lines_of_many_threads_stay_whole) {
    const auto log = make_logger(options());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                log->write(event::request_handled, {{"code", "11"}});
        });
    }
    for (auto& each : threads)
        each.join();
    log->flush();
    const auto lines = lines_of(file());
    ASSERT_EQ(lines.size(), 2000U);
    for (const auto& line : lines)
        EXPECT_THAT(line, testing::EndsWith("request handled code=11"));
}

TEST_F(log_file, lines_lost_in_a_full_queue_are_told_and_add_up) {
    constexpr std::size_t sent = 20'000;
    const auto log = make_logger(options(1));
    for (std::size_t i = 0; i < sent; ++i)
        log->write(event::session_started, {{"number", i}});
    log->flush();
    std::size_t written = 0;
    std::size_t lost = 0;
    for (const auto& line : lines_of(file())) {
        const auto told = line.find("CIRC-1011 log lines lost count=");
        if (told == std::string::npos)
            ++written;
        else
            lost += std::stoul(line.substr(line.find("count=") + 6));
    }
    EXPECT_GT(lost, 0U);
    EXPECT_EQ(written + lost, sent);
    EXPECT_EQ(log->count(event::log_lines_lost), lost);
    EXPECT_EQ(log->count(event::session_started), sent);
}

TEST_F(log_file, newest_lines_are_lost_in_a_full_queue) {
    const auto log = make_logger(options(1));
    int sent = 0;
    while (log->count(event::log_lines_lost) == 0)
        log->write(event::session_started, {{"number", ++sent}});
    log->flush();
    const auto lines = lines_of(file());
    EXPECT_THAT(lines.front(), testing::EndsWith("number=1"));
    EXPECT_THAT(lines, testing::Each(testing::Not(testing::EndsWith("number=" + std::to_string(sent)))));
}

TEST_F(log_file, all_lines_are_there_at_the_end_without_a_flush) {
    for (const int count : {1, 2, 5'000}) {
        fs::remove(file());
        {
            const auto log = make_logger(options());
            for (int i = 0; i < count; ++i)
                log->write(event::session_started, {{"number", i}});
        }
        EXPECT_EQ(lines_of(file()).size(), static_cast<std::size_t>(count));
    }
}

TEST_F(log_file, rotation_goes_on_in_a_new_file) {
    const auto log = make_logger(options());
    log->write(event::session_started);
    log->flush();
    fs::rename(file(), folder_ / "circdesk.log.1");
    ASSERT_TRUE(log->reopen());
    log->write(event::session_ended);
    log->flush();
    EXPECT_EQ(lines_of(folder_ / "circdesk.log.1").size(), 1U);
    ASSERT_EQ(lines_of(file()).size(), 1U);
    EXPECT_THAT(lines_of(file())[0], testing::HasSubstr("CIRC-1202"));
}

TEST_F(log_file, failed_reopening_keeps_the_old_file) {
    const auto log = make_logger(options());
    log->write(event::session_started);
    log->flush();
    fs::rename(file(), folder_ / "old");
    fs::create_directory(file()); // in the way of the new file
    EXPECT_FALSE(log->reopen());
    log->write(event::session_ended);
    log->flush();
    EXPECT_EQ(lines_of(folder_ / "old").size(), 2U);
}

TEST_F(log_file, unopenable_file_is_told_by_name) {
    logger_options wrong = options();
    wrong.file = (folder_ / "missing" / "x.log").string();
    try {
        const auto log = make_logger(wrong);
        FAIL() << "opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("missing/x.log: No such file"));
    }
}

TEST_F(log_file, full_disk_never_throws_and_flush_returns) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
    logger_options full = options();
    full.file = "/dev/full";
    const auto log = make_logger(full);
    for (int i = 0; i < 10; ++i)
        log->write(event::session_started);
    log->flush();
    EXPECT_EQ(log->failed(), 0U); // they were lost later, on the queue's thread
    EXPECT_EQ(log->count(event::log_lines_lost), 10U);
}

/// No file of this process grows beyond so many bytes, as on a full disk: a write is cut there.
class small_disk {
public:
    explicit small_disk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;
    ~small_disk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, told_);
    }

private:
    void (*told_)(int) = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before_{};
};

TEST_F(log_file, line_cut_by_a_full_disk_has_the_next_one_below_it) {
    const auto log = make_logger(options());
    log->write(event::session_started);
    log->flush();
    {
        const small_disk full(fs::file_size(file()) + 10);
        log->write(event::session_started);
        log->flush();
    }
    log->write(event::session_ended);
    log->flush();
    const auto lines = lines_of(file());
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[1].size(), 10U);
    EXPECT_THAT(lines[2], testing::EndsWith(" INFO CIRC-1202 session ended"));
    EXPECT_THAT(lines[3], testing::EndsWith("count=1"));
}

TEST_F(log_file, begins_below_a_line_that_was_cut_before_it_was_opened) {
    std::ofstream(file()) << "2026-03-17T1";
    const auto log = make_logger(options());
    log->write(event::session_started);
    log->flush();
    EXPECT_EQ(lines_of(file()).size(), 2U);
    fs::remove(file());
    std::ofstream(file()) << "2026-03-18T1";
    ASSERT_TRUE(log->reopen());
    log->write(event::session_started);
    log->flush();
    EXPECT_EQ(lines_of(file()).size(), 2U);
}

struct failing_sink final : line_sink {
    void put(std::string_view) override { throw std::bad_alloc(); }
};

TEST(logger, failing_sink_is_counted_not_thrown) {
    logger log(format::text, level::info, std::make_unique<failing_sink>());
    log.write(event::session_started);
    log.write(event::nul_removed); // below the level: not even tried
    EXPECT_EQ(log.failed(), 1U);
}

TEST(logger, level_says_what_is_written_and_can_change) {
    const auto lines = std::make_shared<captured_lines>();
    const auto log = capturing_logger(lines);
    log->set_level(level::warning);
    EXPECT_FALSE(log->writes(event::session_started));
    log->write(event::session_started);
    log->write(event::commit_failed, {{"reason", "disk full"}});
    log->set_level(level::debug);
    log->write(event::nul_removed);
    EXPECT_EQ(lines->all().size(), 2U);
    EXPECT_EQ(lines->of(event::commit_failed).size(), 1U);
    EXPECT_TRUE(lines->of(event::session_started).empty());
}

TEST(logger, discarding_one_takes_everything) {
    const auto log = discard_logger();
    log->write(event::daemon_failed, {{"reason", "none"}});
    log->flush();
    EXPECT_TRUE(log->reopen());
    EXPECT_EQ(log->failed(), 0U);
}

} // namespace
} // namespace circ::log
