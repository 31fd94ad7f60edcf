#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/export/write_tables.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <iostream>
#include <string_view>

namespace circ::tool {
namespace {

constexpr std::string_view not_compared =
    "Not compared: branches, hours, terminals and settings; what is over.\n";

/// Compares what people know two libraries by: the numbers of the store's own do not count.
class diff final : public command {
public:
    std::string_view path() const override { return "diff"; }
    std::string_view summary() const override {
        return "compare the records of two libraries, by their data directories";
    }
    std::string_view example() const override {
        return "circdesk diff /var/lib/circdesk /var/tmp/rehearsal";
    }
    std::vector<option> options() override {
        return {{"first", &first_, "data directory of a library", true},
                {"second", &second_, "of another one", true}};
    }

    int run(tool& with) override {
        tool first(options_of(with, first_));
        tool second(options_of(with, second_));
        table shown({"what", "same", "different", "only in the first", "only in the second"});
        std::vector<std::string> examples;
        bool are_same = true;
        for (const auto& each : export_tables()) {
            const auto found =
                compare(table_walk(first.store(), first.institution().id, each, true),
                        table_walk(second.store(), second.institution().id, each, true),
                        each);
            are_same = are_same && found.changed + found.only_first + found.only_second == 0;
            shown.add({std::string(each.name),
                       std::to_string(found.same),
                       std::to_string(found.changed),
                       std::to_string(found.only_first),
                       std::to_string(found.only_second)});
            for (const auto& one : found.examples)
                examples.push_back(std::string(each.name) + ' ' + one);
        }
        if (with.how().json) {
            shown.print_json(std::cout);
        } else {
            shown.print(std::cout);
            for (const auto& one : examples)
                std::cout << one << '\n';
            if (are_same) std::cout << "The two libraries hold the same.\n";
            std::cout << not_compared;
        }
        return are_same ? done : refused;
    }

private:
    static tool::common_options options_of(const tool& with, const std::string& folder) {
        tool::common_options made = with.how();
        made.settings_file.reset(); // that of each library
        made.data_dir = folder;
        return made;
    }

    std::string first_;
    std::string second_;
};

} // namespace

std::unique_ptr<command> make_diff() {
    return std::make_unique<diff>();
}

} // namespace circ::tool
