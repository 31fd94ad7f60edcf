#include "tools/circdesk/demo/demo.hpp"

#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/marc_import.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <optional>

namespace circ::tool {
namespace {

namespace fs = std::filesystem;

void load_holdings(const fs::path& from, const storage::institution& of, const demo_setting& with, import_report& report) {
    std::optional<branch_codes> branches;
    with.store.read([&](storage::reader& reader) { branches.emplace(reader, of.id); });
    with.store.end_turn();
    const import_setting setting{with.store, of, *branches, with.now};
    const auto load = [&](const std::string& name, auto import) {
        std::ifstream in(from / name, std::ios::binary);
        if (!in) throw complaint((from / name).string() + " cannot be read", not_found);
        if (with.tell) with.tell(name);
        import(in, name);
    };
    load("books.xml",
         [&](std::istream& in, const std::string& name) { import_marc(in, name, nullptr, setting, report); });
    load("items.csv",
         [&](std::istream& in, const std::string& name) { import_items(in, name, {}, setting, report); });
    load("patrons.csv",
         [&](std::istream& in, const std::string& name) { import_patrons(in, name, {}, setting, with.pins, report); });
}

} // namespace

storage::institution load_demo(const fs::path& from, const demo_setting& with, import_report& report) {
    auto library = load_demo_library(toml_file(from / "library.toml"), with);
    load_holdings(from, library, with, report);
    const fs::path next = from / neighbour_folder;
    load_holdings(next, load_demo_library(toml_file(next / "library.toml"), with), with, report);
    if (with.tell) with.tell("loans, holds and fees");
    load_demo_states(from / "patrons.csv", library, with);
    load_demo_business(toml_file(from / "business.toml"), library, with);
    return library;
}

} // namespace circ::tool
