#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/import/csv_import.hpp"
#include "tools/circdesk/import/marc_import.hpp"
#include "tools/circdesk/import/marc_mapping.hpp"
#include "tools/circdesk/import/sync.hpp"
#include "tools/circdesk/import_command.hpp"
#include "tools/circdesk/secrets.hpp"
#include "tools/circdesk/tool.hpp"

#include <fstream>
#include <optional>
#include <string>
#include <vector>

// import marc, import items, import patrons: what their command lines say. The work is in import/.

namespace circ::tool {
namespace {

namespace marc = protocol::marc;

class import_marc_command final : public import_command {
public:
    std::string_view path() const override { return "import marc"; }
    std::string_view summary() const override {
        return "bring in bibliographic records (ISO 2709, MARCXML or Aleph's lines) and their "
               "items";
    }
    std::string_view example() const override {
        return "circdesk import marc books.mrc --items symphony949 --branch MAIN";
    }
    std::vector<option> options() override {
        auto all = import_command::options();
        all.push_back({"--items", &preset_, items_help_});
        return all;
    }

protected:
    std::string_view mapping_help() const override {
        return "TOML file that says where items stand: tag = \"949\", barcode = \"i\", call_number "
               "= \"av\" ..., and what "
               "codes are called here: [types] SOUND = \"cd\" ...";
    }

    void prepare(tool&) override {
        if (preset_ != "none") items_ = item_preset(preset_);
        // A mapping of codes alone goes with a preset; one that says where items stand takes its
        // place.
        const bool says_where = mapping() != nullptr && (mapping()->root().text_if("tag") ||
                                                         mapping()->root().text_if("preset"));
        if (says_where) items_ = read_item_mapping(*mapping(), mapping_name());
    }

    void take(std::istream& in,
              const std::string& file,
              const import_setting& with,
              import_report& report) override {
        import_marc(in, file, items_ ? &*items_ : nullptr, with, report);
    }

private:
    std::string preset_ = "none";
    const std::string items_help_ =
        "where items stand in the records: none, " + item_preset_names();
    std::optional<marc::item_mapping> items_;
};

class import_items_command final : public import_table_command {
public:
    std::string_view path() const override { return "import items"; }
    std::string_view summary() const override {
        return "bring in items of titles that are there, from a CSV file";
    }
    std::string_view example() const override {
        return "circdesk import items items.csv --dry-run";
    }

protected:
    void take(std::istream& in,
              const std::string& file,
              const import_setting& with,
              import_report& report) override {
        import_items(in, file, columns(), with, report);
    }
};

class import_patrons_command final : public import_table_command {
public:
    std::string_view path() const override { return "import patrons"; }
    std::string_view summary() const override { return "bring in patrons from a CSV file"; }
    std::string_view example() const override {
        return "circdesk import patrons pupils.csv --sync --category student";
    }
    std::vector<option> options() override {
        auto all = import_table_command::options();
        all.push_back({"--sync",
                       &syncs_,
                       "the file names all patrons of --category there are: the cards of the "
                       "others end today"});
        all.push_back({"--category", &categories_, "categories of patrons that --sync is about"});
        all.push_back({"--yes",
                       &is_sure_,
                       "with --sync: also when more than 5 % of them are not in the file"});
        return all;
    }

protected:
    void prepare(tool& with) override {
        import_table_command::prepare(with);
        pins_.emplace(pepper(with));
        if (syncs_ && file_count() > 1)
            throw complaint("--sync is for one file that has them all", wrong_usage);
        if (syncs_ && categories_.empty())
            throw complaint(
                "--sync needs to know whose file this is: name their categories with --category",
                wrong_usage);
    }

    void look_at(const std::string& file, const import_setting& with) override {
        if (!syncs_) return;
        std::ifstream in(file, std::ios::binary);
        absent_ = find_absent(in, file, columns(), categories_, with);
        if (is_suspicious(absent_.who.size(), absent_.in_all) && !is_sure_)
            throw complaint(file + " lacks " + std::to_string(absent_.who.size()) + " of " +
                            std::to_string(absent_.in_all) + " patrons, more than " +
                            std::to_string(most_percent_missing) +
                            " %: nothing was changed. Look whether the file is whole; --yes ends "
                            "their cards all the same");
    }

    void take(std::istream& in,
              const std::string& file,
              const import_setting& with,
              import_report& report) override {
        import_patrons(in,
                       file,
                       columns(),
                       with,
                       *pins_,
                       report,
                       syncs_ ? &expires_before_absence : nullptr);
    }

    std::string
    end_file(const std::string& file, const import_setting& with, import_report& report) override {
        if (!syncs_ || absent_.who.empty()) return {};
        if (absent_.unread > 0)
            return file + ": the card of " + std::to_string(absent_.unread) + (absent_.unread == 1 ? " row" : " rows") +
                   " cannot be read and may be anybody's: nobody's card was ended. Mend the file and import it again";
        end_cards(absent_, with, report);
        const auto number = absent_.who.size();
        report.remark({.file = file,
                       .number = 1,
                       .sentence = number == 1 ? "a patron is not in it any more: that card ends today"
                                               : std::to_string(number) +
                                                     " patrons are not in it any more: their cards end today"});
        return {};
    }

private:
    std::optional<verifier_maker> pins_;
    absent_patrons absent_;
    std::vector<std::string> categories_;
    bool syncs_ = false;
    bool is_sure_ = false;
};

} // namespace

std::unique_ptr<command> make_import_marc() {
    return std::make_unique<import_marc_command>();
}
std::unique_ptr<command> make_import_items() {
    return std::make_unique<import_items_command>();
}
std::unique_ptr<command> make_import_patrons() {
    return std::make_unique<import_patrons_command>();
}

} // namespace circ::tool
