#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_talk.hpp"
#include "tools/circdesk/tool.hpp"

#include <iostream>

namespace circ::tool {
namespace {

class desk_command final : public command {
public:
    std::string_view path() const override { return "desk"; }
    std::string_view summary() const override {
        return "the counter with a scanner: lend and take back, line by line";
    }
    std::string_view example() const override { return "circdesk desk --at MAIN"; }
    std::vector<option> options() override {
        return {{"--at", &branch_, "code of the branch where you stand", true},
                {"--width", &width_, "columns of the slip printer (80)"}};
    }

    int run(tool& with) override {
        if (width_ < 24 || width_ > 200)
            throw complaint("--width is a number of columns from 24 to 200", wrong_usage);
        desk_talk(with, branch_, static_cast<std::size_t>(width_), std::cin, std::cout).run();
        return done;
    }

private:
    std::string branch_;
    std::int64_t width_ = 80;
};

} // namespace

std::unique_ptr<command> make_desk() {
    return std::make_unique<desk_command>();
}

} // namespace circ::tool
