#include "tools/circdesk/demo/demo_page.hpp"

#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/shared_files.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <iostream>

namespace circ::tool {
namespace {

class demo_page_command final : public command {
public:
    std::string_view path() const override { return "demo page"; }
    std::string_view summary() const override { return "write the page of cards and items to try"; }
    std::string_view example() const override { return "circdesk demo page --to docs/demo.md"; }
    std::vector<option> options() override {
        return {{"--from", &from_, "folder of the demo library (the one that ships)"},
                {"--to", &to_, "file to write (docs/demo.md)"}};
    }

    int run(tool& with) override {
        const std::string page = demo_page(from_.empty() ? shared_file("demo") : std::filesystem::path(from_));
        std::ofstream out(to_, std::ios::binary | std::ios::trunc);
        out << page;
        out.close();
        if (!out) throw complaint(to_ + " cannot be written");
        say_done(with, to_ + " is written", {{"file", to_}});
        return done;
    }

private:
    std::string from_;
    std::string to_ = "docs/demo.md";
};

} // namespace

std::unique_ptr<command> make_demo_page() { return std::make_unique<demo_page_command>(); }

} // namespace circ::tool
