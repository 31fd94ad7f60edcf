#pragma once

#include <csignal>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <sys/types.h>

namespace circ::test {

/// The program storage_child, running beside the test; killed with its object at the latest.
/// Its standard input stays open until it is told to go on, its standard output is read by line.
class child_process {
public:
    explicit child_process(std::initializer_list<std::string> arguments);
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    ~child_process();

    /// The next line it says; empty when it has ended.
    [[nodiscard]] std::string line();
    void go_on();
    /// Asks it to end, by SIGTERM.
    void ask_to_stop();
    /// Kills it and waits until it is gone. What it has said can still be read.
    void kill();
    /// Waits for its end. @return its exit status, or -1 when it was killed
    int wait();

    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    pid_t pid_ = 0;
    bool gone_ = false;
    int input_ = -1;
    std::FILE* output_ = nullptr;
};

} // namespace circ::test
