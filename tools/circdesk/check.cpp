#include "storage/check.hpp"

#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <iostream>

#include <unistd.h>

namespace circ::tool {
namespace {

class check_command final : public command {
public:
    std::string_view path() const override { return "check"; }
    std::string_view summary() const override { return "walk through everything that must hold in the library's store"; }
    std::string_view example() const override { return "circdesk check"; }

    int run(tool& with) override {
        const bool shows_progress = ::isatty(STDERR_FILENO) == 1 && !with.how().json;
        const storage::check_progress tell = [&](std::string_view name, std::size_t place, std::size_t of) {
            if (shows_progress) std::cerr << "\r\033[K" << place << '/' << of << ' ' << name << std::flush;
        };
        std::vector<storage::violation> found;
        with.store().read([&](storage::reader& from) { found = storage::check(from, tell); });
        if (shows_progress) std::cerr << "\r\033[K";

        table shown({"invariant", "record", "what is wrong"});
        for (const auto& each : found) shown.add({each.name, std::to_string(each.record), each.sentence});
        if (with.how().json)
            shown.print_json(std::cout);
        else if (found.empty())
            std::cout << "everything holds\n";
        else
            shown.print(std::cout);
        return found.empty() ? done : refused;
    }
};

} // namespace

std::unique_ptr<command> make_check() { return std::make_unique<check_command>(); }

} // namespace circ::tool
