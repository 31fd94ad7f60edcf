#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/demo/demo.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/shared_files.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <iostream>

#include <unistd.h>

namespace circ::tool {
namespace {

void refuse_unless_empty(storage::store& store) {
    std::int64_t institutions = 0;
    std::int64_t items = 0;
    store.read([&](storage::reader& from) {
        for (const auto& [kind, rows] : from.row_counts()) {
            if (kind == "institution") institutions = rows;
            if (kind == "item") items = rows;
        }
    });
    store.end_turn();
    if (institutions > 0)
        throw complaint("this library already holds " + std::to_string(items) +
                        " items; demo load only fills an empty one: name another directory with --data");
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
        const std::filesystem::path from = from_.empty() ? shared_file("demo") : std::filesystem::path(from_);
        if (!std::filesystem::exists(from / "library.toml"))
            throw complaint("there is no demo library in " + from.string() + "; name its folder with --from", not_found);
        const auto policy = circulation::policy::compile(with.settings().policy);
        if (!policy.mistakes.empty()) throw complaint(config::to_string(policy.mistakes.front()), wrong_usage);
        storage::store& store = with.store(true);
        refuse_unless_empty(store);
        const verifier_maker pins(pepper(with));
        import_report report;
        const auto library = load_demo(from, {store, with.now(), pins, policy.rules, &tell}, report);
        tell({});
        leave_settings(from, with.data_dir());
        for (const auto& each : report.rejects()) std::cerr << "rejected: " << to_string(each) << '\n';
        const auto titles = report.counted(record_kind::title, change::added);
        const auto items = report.counted(record_kind::item, change::added);
        const auto patrons = report.counted(record_kind::patron, change::added);
        say_done(with,
                 fmt::format("{}: {} titles, {} items, {} patrons; their passwords are public, so never open it to a network",
                             library.name, titles, items, patrons),
                 {{"institution", library.code}, {"titles", titles}, {"items", items}, {"patrons", patrons}});
        tell_whom_to_name(with.how(), library.code);
        return report.has_rejects() ? refused : done;
    }

private:
    /// Settings that lay there before, or are named, do not say for which of its two institutions the tool works.
    static void tell_whom_to_name(const tool::common_options& how, const std::string& code) {
        tool after(how); // with the settings that have been left
        if (how.institution || !after.settings().tool.institution.empty()) return;
        std::cerr << "circdesk: it has several institutions: set tool.institution = \"" << code
                  << "\" in the settings, or name one with --institution\n";
    }

    /// The library's own settings lie in its data directory: those that are there already stay.
    static void leave_settings(const std::filesystem::path& from, const std::string& data_dir) {
        const auto to = std::filesystem::path(data_dir) / settings_name;
        std::filesystem::copy_file(from / "settings.toml", to, std::filesystem::copy_options::skip_existing);
    }

    /// Says on a terminal what is being loaded; an empty text takes it away.
    static void tell(std::string_view part) {
        if (::isatty(STDERR_FILENO) == 1)
            std::cerr << "\r\033[K" << (part.empty() ? "" : "loading ") << part << std::flush;
    }

    std::string from_;
};

} // namespace

std::unique_ptr<command> make_demo_load() { return std::make_unique<demo_load>(); }

} // namespace circ::tool
