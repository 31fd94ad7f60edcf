#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/marc_import.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/shared_files.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <iostream>
#include <utility>

namespace circ::tool {
namespace {

namespace fs = std::filesystem;

std::ifstream open_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw complaint(file.string() + " cannot be read; name the demo library's folder with --from", not_found);
    return in;
}

class demo_load final : public command {
public:
    std::string_view path() const override { return "demo load"; }
    std::string_view summary() const override { return "fill an empty store with the demo library"; }
    std::string_view example() const override { return "circdesk --data /tmp/demo demo load"; }
    std::vector<option> options() override {
        return {{"--from", &from_, "folder with library.toml, books.xml and the rest (the one that ships)"}};
    }

    int run(tool& with) override {
        const fs::path from = from_.empty() ? shared_file("demo") : fs::path(from_);
        storage::store& store = with.store(true);
        refuse_unless_empty(store);
        const auto policy = circulation::policy::compile(with.settings().policy);
        if (!policy.mistakes.empty()) throw complaint(config::to_string(policy.mistakes.front()), wrong_usage);
        const demo_setting setting{store, with.now(), pepper(with), policy.rules};
        import_report report;
        const auto library = load_demo_library(toml_file(from / "library.toml"), setting);
        load_holdings(from, library, setting, report);
        load_demo_states(from / "patrons.csv", library, setting);
        load_demo_business(toml_file(from / "business.toml"), library, setting);
        for (const auto& each : report.rejects()) std::cerr << each << '\n';
        std::cout << library.name << ": " << report.counted("titles", change::added) << " titles, "
                  << report.counted("items", change::added) << " items, " << report.counted("patrons", change::added)
                  << " patrons; their passwords are public, so never open it to a network\n";
        return report.rejects().empty() ? done : refused;
    }

private:
    static void refuse_unless_empty(storage::store& store) {
        store.read([](storage::reader& from) {
            for (const auto& [kind, rows] : from.row_counts())
                if (kind == "institution" && rows > 0)
                    throw complaint("this store holds a library already; demo load only fills an empty one: "
                                    "name another directory with --data");
        });
    }

    static void load_holdings(const fs::path& from, const storage::institution& library, const demo_setting& setting,
                              import_report& report) {
        std::optional<branch_codes> branches;
        setting.store.read([&](storage::reader& reader) { branches.emplace(reader, library.id, ""); });
        auto books = open_file(from / "books.xml");
        import_marc(books, "books.xml", setting.store, library, *branches, {}, setting.now, report);
        const csv_import_options how{.dry_run = false, .pepper = setting.pepper, .now = setting.now};
        auto items = open_file(from / "items.csv");
        import_items(items, "items.csv", setting.store, library, *branches, how, report);
        auto patrons = open_file(from / "patrons.csv");
        import_patrons(patrons, "patrons.csv", setting.store, library, *branches, how, report);
    }

    std::string from_;
};

} // namespace

std::unique_ptr<command> make_demo_load() { return std::make_unique<demo_load>(); }

} // namespace circ::tool
