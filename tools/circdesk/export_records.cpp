#include "protocol/marc/iso2709.hpp"
#include "protocol/marc/marcxml.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/export/marc_records.hpp"
#include "tools/circdesk/export/write_tables.hpp"
#include "tools/circdesk/import/marc_mapping.hpp"
#include "tools/circdesk/tool.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

// export csv, json, marc and all: what a library takes with it when it leaves.

namespace circ::tool {
namespace {

namespace fs = std::filesystem;
namespace marc = protocol::marc;

constexpr int most_items = 100'000; ///< of one title

std::ofstream open_new(const fs::path& file) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) throw complaint(file.string() + " cannot be written");
    return out;
}

void expect_written(std::ostream& out, const std::string& file) {
    out.flush();
    if (!out)
        throw complaint(file + " could not be written to its end; is the disk full?", unavailable);
}

std::string table_names() {
    std::string all;
    for (const auto tables : {export_tables(), export_only_tables()})
        for (const auto& each : tables)
            all.append(all.empty() ? "" : ", ").append(each.name);
    return all;
}

/// Writes all titles with their items. @return how many; those that do not fit the format are told
/// of
std::uint64_t
write_marc(tool& with, const marc::item_mapping* items, bool as_xml, std::ostream& to) {
    const auto of = with.institution();
    std::uint64_t written = 0;
    constexpr int titles_of_page = 100;
    if (as_xml) to << marc::marcxml_head();
    for (std::optional<std::string> after = std::string(); after;) {
        with.store().read([&](storage::reader& from) {
            const auto library = from.library_of(of.id);
            const auto titles = known_titles_after(from, of.id, *after, titles_of_page);
            after.reset();
            if (titles.size() == titles_of_page) after = titles.back().control_number;
            for (const auto& title : titles) {
                auto record = exported_record(title, from.marc_of(title.id));
                if (!record) {
                    std::cerr << title.control_number
                              << ": its record cannot be read; it was left out\n";
                    continue;
                }
                if (items != nullptr) {
                    std::vector<marc::item> all;
                    for (const auto& each :
                         from.items_of(title.id, {.first = 0, .count = most_items}))
                        all.push_back(item_of(each, library->branch(each.branch).code, of, *items));
                    put_items(*record, all, *items);
                }
                const auto bytes =
                    as_xml ? std::optional(marc::to_marcxml(*record)) : marc::to_iso2709(*record);
                if (!bytes) {
                    std::cerr
                        << title.control_number
                        << ": it is too long for ISO 2709; a file that ends in .xml holds it\n";
                    continue;
                }
                to << *bytes;
                ++written;
            }
        });
    }
    if (as_xml) to << marc::marcxml_foot();
    return written;
}

class export_table_command final : public command {
public:
    export_table_command(table_format how,
                         std::string_view path,
                         std::string_view summary,
                         std::string_view example)
        : how_(how), path_(path), summary_(summary), example_(example) {}

    std::string_view path() const override { return path_; }
    std::string_view summary() const override { return summary_; }
    std::string_view example() const override { return example_; }
    std::vector<option> options() override {
        return {{"table", &table_, names_, true},
                {"--to", &file_, "file to write (standard output)"},
                {"--with-pins",
                 &with_pins_,
                 "with the verifiers of PINs, so that patrons keep theirs: guard the file"}};
    }

    int run(tool& with) override {
        const auto* which = find_export_table(table_);
        if (which == nullptr)
            throw complaint("there is no table " + table_ + "; there are " + table_names(),
                            wrong_usage);
        table_walk rows(with.store(), with.institution().id, *which, with_pins_);
        if (file_.empty()) {
            write_table(std::move(rows), *which, how_, std::cout);
        } else {
            auto out = open_new(file_);
            const auto count = write_table(std::move(rows), *which, how_, out);
            expect_written(out, file_);
            std::cout << file_ << ": " << count << " rows\n";
        }
        with.store().end_turn();
        return done;
    }

private:
    table_format how_;
    std::string_view path_;
    std::string_view summary_;
    std::string_view example_;
    const std::string names_ = "which: " + table_names();
    std::string table_;
    std::string file_;
    bool with_pins_ = false;
};

class export_marc final : public command {
public:
    std::string_view path() const override { return "export marc"; }
    std::string_view summary() const override {
        return "write bibliographic records with their items (ISO 2709, or MARCXML)";
    }
    std::string_view example() const override {
        return "circdesk export marc books.xml --items koha952";
    }
    std::vector<option> options() override {
        return {{"file", &file_, "file to write; MARCXML when its name ends in .xml", true},
                {"--items",
                 &items_,
                 "how items are written: none, or a mapping with a field for each item (plain)"}};
    }

    int run(tool& with) override {
        std::optional<marc::item_mapping> mapping;
        if (items_ != "none") mapping = item_preset(items_);
        if (mapping && !mapping->shared_tag.empty())
            throw complaint(
                items_ + " has fields that items share, which is not written; take another mapping",
                wrong_usage);
        auto out = open_new(file_);
        const auto count =
            write_marc(with, mapping ? &*mapping : nullptr, file_.ends_with(".xml"), out);
        expect_written(out, file_);
        with.store().end_turn();
        std::cout << file_ << ": " << count << " records\n";
        return done;
    }

private:
    std::string file_;
    std::string items_ = "plain";
};

/// Everything that another library, or a new store, needs, in files that the imports read.
class export_all final : public command {
public:
    std::string_view path() const override { return "export all"; }
    std::string_view summary() const override {
        return "write all records into a folder, in the files that the imports read";
    }
    std::string_view example() const override { return "circdesk export all /var/tmp/leaving"; }
    std::vector<option> options() override {
        return {{"folder", &folder_, "folder to write; made when it is not there", true},
                {"--with-pins",
                 &with_pins_,
                 "with the verifiers of PINs, so that patrons keep theirs: guard the files"}};
    }

    int run(tool& with) override {
        const fs::path folder(folder_);
        fs::create_directories(folder);
        fs::permissions(folder, fs::perms::owner_all); // names, debts and holds of readers
        const auto of = with.institution();
        {
            auto out = open_new(folder / "titles.xml");
            std::cout << "titles.xml: " << write_marc(with, nullptr, true, out) << " records\n";
            expect_written(out, "titles.xml");
        }
        for (const auto& each : export_tables()) {
            if (each.name == "titles") continue;
            const std::string name = std::string(each.name) + ".csv";
            auto out = open_new(folder / name);
            const auto count = write_table(
                table_walk(with.store(), of.id, each, with_pins_), each, table_format::csv, out);
            expect_written(out, name);
            std::cout << name << ": " << count << " rows\n";
        }
        with.store().end_turn();
        return done;
    }

private:
    std::string folder_;
    bool with_pins_ = false;
};

} // namespace

std::unique_ptr<command> make_export_csv() {
    return std::make_unique<export_table_command>(table_format::csv,
                                                  "export csv",
                                                  "write all records of a kind as CSV",
                                                  "circdesk export csv items --to items.csv");
}
std::unique_ptr<command> make_export_json() {
    return std::make_unique<export_table_command>(
        table_format::json_lines,
        "export json",
        "write all records of a kind as JSON, a line each",
        "circdesk export json loans");
}
std::unique_ptr<command> make_export_marc() {
    return std::make_unique<export_marc>();
}
std::unique_ptr<command> make_export_all() {
    return std::make_unique<export_all>();
}

} // namespace circ::tool
