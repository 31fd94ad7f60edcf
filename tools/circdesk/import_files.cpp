#include "storage/store_error.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/marc_import.hpp"
#include "tools/circdesk/import/progress.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <iostream>
#include <optional>
#include <utility>

// import marc, import items, import patrons: what their command lines say. The work is in import/.

namespace circ::tool {
namespace {

namespace marc = protocol::marc;

/// What all three have in common: files, branches of other codes, trying without writing.
class import_command : public command {
public:
    std::vector<option> options() override {
        return {{"files", &files_, "files to bring in", true},
                {"--branch", &branches_.fallback, "code of the branch that takes what names none, or one we do not know"},
                {"--branch-map", &branches_.map_file, "TOML file, a line for each branch code that is not ours: OLD = \"OURS\""},
                {"--mapping", &mapping_file_, mapping_help()},
                {"--dry-run", &dry_run_, "say what would happen, write nothing"},
                {"--rejects", &rejects_file_, "write each mistake to this CSV file too"}};
    }

    int run(tool& with) override {
        const auto library = with.institution();
        std::optional<branch_codes> branches;
        with.store().read([&](storage::reader& from) { branches.emplace(from, library.id, branches_); });
        with.store().end_turn();
        const import_setting setting{with.store(), library, *branches, with.now(),
                                     dry_run_ ? run_mode::try_only : run_mode::write};
        import_report report(rejects_file_);
        prepare(with);
        try {
            for (const auto& file : files_) take_file(file, setting, report);
        } catch (const storage::store_error&) {
            report.print(std::cout, with.how().json); // so that it is known how far it came
            throw;
        }
        if (dry_run_ && !with.how().json) std::cout << "Nothing was written; this is what would happen:\n";
        report.print(std::cout, with.how().json);
        return report.has_rejects() ? refused : done;
    }

protected:
    [[nodiscard]] virtual std::string_view mapping_help() const = 0;
    virtual void prepare(tool& with) = 0; ///< reads what the options name
    virtual void take(std::istream& in, const std::string& file, const import_setting& with, import_report& report) = 0;
    [[nodiscard]] const std::string& mapping_file() const noexcept { return mapping_file_; }

private:
    void take_file(const std::string& file, import_setting with, import_report& report) {
        std::ifstream in(file, std::ios::binary);
        if (!in) throw complaint(file + " cannot be read", not_found);
        progress shown(file, in);
        with.tell = [&shown] { shown.one_more(); };
        take(in, file, with, report);
    }

    std::vector<std::string> files_;
    branch_codes::stand_ins branches_;
    std::string mapping_file_;
    std::string rejects_file_;
    bool dry_run_ = false;
};

class import_marc_command final : public import_command {
public:
    std::string_view path() const override { return "import marc"; }
    std::string_view summary() const override { return "bring in bibliographic records (ISO 2709 or MARCXML) and their items"; }
    std::string_view example() const override { return "circdesk import marc books.mrc --items symphony949 --branch MAIN"; }
    std::vector<option> options() override {
        auto all = import_command::options();
        all.push_back({"--items", &preset_, "where items stand in the records: none, symphony949, koha952, evergreen852, plain"});
        return all;
    }

protected:
    std::string_view mapping_help() const override {
        return "TOML file that says where items stand: tag = \"949\", barcode = \"i\", call_number = \"av\" ...";
    }

    void prepare(tool&) override {
        if (mapping_file().empty() && preset_ == "none") return;
        items_ = mapping_file().empty() ? preset() : read_mapping(mapping_file());
    }

    void take(std::istream& in, const std::string& file, const import_setting& with, import_report& report) override {
        import_marc(in, file, items_ ? &*items_ : nullptr, with, report);
    }

private:
    [[nodiscard]] marc::item_mapping preset() const {
        if (const auto* found = marc::find_item_mapping(preset_)) return *found;
        std::string known = "none";
        for (const auto& each : marc::item_mapping_presets()) known += ", " + each.name;
        throw complaint("there is no mapping '" + preset_ + "'; there are " + known, wrong_usage);
    }

    /// A meaning takes several subfields, in the order of their codes in its text.
    static marc::item_mapping read_mapping(const std::string& file) {
        const toml_file from(file);
        marc::item_mapping made{.name = file, .tag = from.root().text("tag"), .subfields = {}};
        for (const auto& [key, codes] : from.root().all_texts()) {
            if (key == "tag") continue;
            const auto meaning = marc::to_item_meaning(key);
            if (!meaning)
                throw complaint(file + ": '" + key + "' is not a part of an item; barcode and call_number are", wrong_usage);
            for (const char code : codes) made.subfields.push_back({code, *meaning});
        }
        if (!from.root().text_if("barcode"))
            throw complaint(file + " does not say where the barcode is: barcode = \"i\"", wrong_usage);
        return made;
    }

    std::string preset_ = "none";
    std::optional<marc::item_mapping> items_;
};

/// What the two kinds of CSV have in common.
class import_csv_command : public import_command {
protected:
    std::string_view mapping_help() const override {
        return "TOML file that says what columns are called in the file: [columns] then barcode = \"Strichcode\" ...";
    }

    void prepare(tool&) override {
        if (mapping_file().empty()) return;
        const toml_file from(mapping_file());
        const auto columns = from.root().table("columns");
        if (!columns) throw complaint(mapping_file() + " has no table [columns]", wrong_usage);
        for (auto& [ours, theirs] : columns->all_texts()) renamed_.emplace(ours, theirs);
    }

    [[nodiscard]] const column_names& renamed() const noexcept { return renamed_; }

private:
    column_names renamed_;
};

class import_items_command final : public import_csv_command {
public:
    std::string_view path() const override { return "import items"; }
    std::string_view summary() const override { return "bring in items of titles that are there, from a CSV file"; }
    std::string_view example() const override { return "circdesk import items items.csv --dry-run"; }

protected:
    void take(std::istream& in, const std::string& file, const import_setting& with, import_report& report) override {
        import_items(in, file, renamed(), with, report);
    }
};

class import_patrons_command final : public import_csv_command {
public:
    std::string_view path() const override { return "import patrons"; }
    std::string_view summary() const override { return "bring in patrons from a CSV file"; }
    std::string_view example() const override { return "circdesk import patrons patrons.csv --dry-run"; }

protected:
    void prepare(tool& with) override {
        import_csv_command::prepare(with);
        pins_.emplace(pepper(with));
    }

    void take(std::istream& in, const std::string& file, const import_setting& with, import_report& report) override {
        import_patrons(in, file, renamed(), with, *pins_, report);
    }

private:
    std::optional<verifier_maker> pins_;
};

} // namespace

std::unique_ptr<command> make_import_marc() { return std::make_unique<import_marc_command>(); }
std::unique_ptr<command> make_import_items() { return std::make_unique<import_items_command>(); }
std::unique_ptr<command> make_import_patrons() { return std::make_unique<import_patrons_command>(); }

} // namespace circ::tool
