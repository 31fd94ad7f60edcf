#include "server/notices/program.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace circ::notices {
namespace {

using namespace std::chrono_literals;

TEST(a_program, gets_its_input_whole_and_its_arguments_as_they_are) {
    const circ::test::scratch_folder folder;
    const std::string taken = folder.file("taken with a blank");
    const std::string letter(200'000, 'x'); // more than a pipe holds
    EXPECT_EQ(run_program({"/bin/sh", "-c", "cat > \"$1\"", "sh", taken}, letter, 30s), "");
    std::ifstream in(taken);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), letter);
}

TEST(a_program, need_not_read_what_it_gets) {
    EXPECT_EQ(run_program({"/bin/true"}, std::string(1'000'000, 'x'), 30s), "");
}

TEST(a_program, says_how_it_failed) {
    EXPECT_EQ(run_program({"/bin/sh", "-c", "exit 7"}, "", 30s), "it ended with exit code 7");
    EXPECT_EQ(run_program({"/bin/sh", "-c", "kill -TERM $$"}, "", 30s), "it was ended by signal 15");
    EXPECT_EQ(run_program({"/no/such/program"}, "", 30s),
              "it cannot be started: /no/such/program: No such file or directory");
}

TEST(a_program, is_waited_for_whatever_signals_we_get_meanwhile) {
    auto* const before = std::signal(SIGUSR1, [](int) {});
    const std::string script = "wait_for_us() { until grep -q 'State:.S' /proc/$PPID/status; do :; done; }\n"
                               "cat; wait_for_us; kill -USR1 $PPID; wait_for_us";
    EXPECT_EQ(run_program({"/bin/sh", "-c", script}, "", 30s), "");
    std::signal(SIGUSR1, before);
}

TEST(a_program, is_stopped_when_it_takes_too_long) {
    EXPECT_EQ(run_program({"/bin/sh", "-c", "kill -STOP $$"}, "", 0s),
              "it took longer than 0 seconds and was stopped");
}

} // namespace
} // namespace circ::notices
