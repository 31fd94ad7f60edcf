#include "child_process.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace circ::test {

namespace {

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    return ends;
}

} // namespace

child_process::child_process(std::initializer_list<std::string> arguments) {
    const auto to_child = make_pipe();
    const auto from_child = make_pipe();
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
    std::string program = CIRC_STORAGE_CHILD;
    std::vector<std::string> texts{arguments};
    std::vector<char*> argv{program.data()};
    for (auto& text : texts)
        argv.push_back(text.data());
    argv.push_back(nullptr);
    const int failed =
        ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to_child[0]);
    ::close(from_child[1]);
    input_ = to_child[1];
    output_ = ::fdopen(from_child[0], "r");
    if (failed != 0) throw std::runtime_error("cannot start " + program);
}

child_process::~child_process() {
    kill();
    go_on();
    std::fclose(output_);
}

std::string child_process::line() {
    std::string said;
    for (int byte = std::fgetc(output_); byte != EOF && byte != '\n'; byte = std::fgetc(output_))
        said.push_back(static_cast<char>(byte));
    return said;
}

void child_process::go_on() {
    if (input_ >= 0) ::close(input_);
    input_ = -1;
}

void child_process::ask_to_stop() {
    ::kill(pid_, SIGTERM);
}

void child_process::kill() {
    if (gone_) return;
    ::kill(pid_, SIGKILL);
    wait();
}

int child_process::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    gone_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace circ::test
