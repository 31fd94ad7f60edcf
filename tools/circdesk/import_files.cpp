// import marc, import items, import patrons.
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/marc_import.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <iostream>
#include <optional>
#include <utility>

#include <unistd.h>

namespace circ::tool {
namespace {

namespace marc = protocol::marc;

/// What all three have in common: files, the branch for unknown codes, trying without writing.
class import_command : public command {
public:
    std::vector<option> options() override {
        return {{"files", &files_, "files to bring in", true},
                {"--branch", &branch_, "code of the branch that takes items of branches we do not know"},
                {"--dry-run", &dry_run_, "say what would happen, write nothing"},
                {"--rejects", &rejects_, "write what did not go in to this file, a line each"}};
    }

    int run(tool& with) override {
        const auto library = with.institution();
        std::optional<branch_codes> branches;
        with.store().read([&](storage::reader& from) { branches.emplace(from, library.id, branch_); });
        import_report report;
        for (const auto& file : files_) {
            std::ifstream in(file, std::ios::binary);
            if (!in) throw complaint(file + " cannot be read", not_found);
            take(in, file, with, library, *branches, report);
        }
        report.print(std::cout, dry_run_, with.how().json);
        if (!rejects_.empty()) {
            std::ofstream out(rejects_, std::ios::trunc);
            for (const auto& each : report.rejects()) out << each << '\n';
        }
        return report.rejects().empty() ? done : refused;
    }

protected:
    virtual void take(std::istream& in, const std::string& file, tool& with, const storage::institution& library,
                      const branch_codes& branches, import_report& report) = 0;
    [[nodiscard]] bool dry_run() const noexcept { return dry_run_; }

private:
    std::vector<std::string> files_;
    std::string branch_;
    std::string rejects_;
    bool dry_run_ = false;
};

class import_marc_command final : public import_command {
public:
    std::string_view path() const override { return "import marc"; }
    std::string_view summary() const override { return "bring in bibliographic records (ISO 2709 or MARCXML) and their items"; }
    std::string_view example() const override { return "circdesk import marc books.mrc --items symphony949 --branch MAIN"; }
    std::vector<option> options() override {
        auto all = import_command::options();
        all.push_back({"--items", &preset_, "where items stand in the records: symphony949, koha952, evergreen852, plain"});
        all.push_back({"--mapping", &mapping_file_, "a TOML file that says so: tag = \"949\", barcode = \"i\", call_number = \"a\" ..."});
        return all;
    }

protected:
    void take(std::istream& in, const std::string& file, tool& with, const storage::institution& library,
              const branch_codes& branches, import_report& report) override {
        const auto own = mapping_file_.empty() ? std::nullopt : std::optional(read_mapping(mapping_file_));
        marc_import_options how{.items = own ? &*own : preset(), .dry_run = dry_run(), .progress = {}};
        const bool on_terminal = ::isatty(STDERR_FILENO) == 1;
        if (on_terminal)
            how.progress = [](std::uint64_t records) {
                if (records % 100 == 0) std::cerr << '\r' << records << " records" << std::flush;
            };
        import_marc(in, file, with.store(), library, branches, how, with.now(), report);
        if (on_terminal) std::cerr << "\r\033[K";
    }

private:
    [[nodiscard]] const marc::item_mapping* preset() const {
        if (preset_.empty()) return nullptr;
        if (const auto* found = marc::find_item_mapping(preset_)) return found;
        std::string known;
        for (const auto& each : marc::item_mapping_presets()) known += (known.empty() ? "" : ", ") + each.name;
        throw complaint("there is no mapping '" + preset_ + "'; there are " + known, wrong_usage);
    }

    static marc::item_mapping read_mapping(const std::string& file) {
        const toml_file from(file);
        marc::item_mapping made{.name = file, .tag = from.root().text("tag"), .subfields = {}};
        for (int i = 0; i <= static_cast<int>(marc::item_meaning::note); ++i) {
            const auto meaning = static_cast<marc::item_meaning>(i);
            const auto codes = from.root().text_if(marc::to_string(meaning));
            for (const char code : codes.value_or("")) made.subfields.push_back({code, meaning});
        }
        if (made.subfields.empty()) throw complaint(file + " names no subfield: barcode = \"i\" is the least", wrong_usage);
        return made;
    }

    std::string preset_;
    std::string mapping_file_;
};

using csv_importer = void (*)(std::istream&, const std::string&, storage::store&, const storage::institution&,
                              const branch_codes&, const csv_import_options&, import_report&);

class import_csv_command final : public import_command {
public:
    import_csv_command(std::string_view path, std::string_view summary, std::string_view example, csv_importer import)
        : path_(path), summary_(summary), example_(example), import_(import) {}

    std::string_view path() const override { return path_; }
    std::string_view summary() const override { return summary_; }
    std::string_view example() const override { return example_; }

protected:
    void take(std::istream& in, const std::string& file, tool& with, const storage::institution& library,
              const branch_codes& branches, import_report& report) override {
        const csv_import_options how{.dry_run = dry_run(), .pepper = pepper(with), .now = with.now()};
        import_(in, file, with.store(), library, branches, how, report);
    }

private:
    std::string_view path_;
    std::string_view summary_;
    std::string_view example_;
    csv_importer import_;
};

} // namespace

std::unique_ptr<command> make_import_marc() { return std::make_unique<import_marc_command>(); }

std::unique_ptr<command> make_import_items() {
    return std::make_unique<import_csv_command>("import items", "bring in items of titles that are there, from a CSV file",
                                                "circdesk import items items.csv --dry-run", &import_items);
}

std::unique_ptr<command> make_import_patrons() {
    return std::make_unique<import_csv_command>("import patrons", "bring in patrons from a CSV file",
                                                "circdesk import patrons readers.csv --dry-run", &import_patrons);
}

} // namespace circ::tool
