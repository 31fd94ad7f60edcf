#pragma once

#include "storage/check.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace circ::test {

/// Anna before a library that is new: the branches MAIN and NORTH, and nothing in them. The verbs
/// are run as their command lines say; the store must hold together after each test.
class arriving_library : public testing::Test {
protected:
    arriving_library() { make_library("data"); }

    void make_library(const std::string& name) {
        tool::tool with(how(name));
        storage::write_and_wait(with.store(true), [](storage::unit_of_work& unit) {
            storage::institution of{.id = unit.new_id<storage::institution_id>(),
                                    .code = "RIVERBEND",
                                    .name = "Riverbend",
                                    .currency = "EUR",
                                    .decimals = 2,
                                    .language = "en",
                                    .time_zone = "Europe/Berlin"};
            unit.add(of);
            for (const char* code : {"MAIN", "NORTH"})
                unit.add(storage::branch{.id = unit.new_id<storage::branch_id>(),
                                         .institution = of.id,
                                         .code = code,
                                         .name = code,
                                         .address = {},
                                         .time_zone = "Europe/Berlin"});
        });
    }

    [[nodiscard]] tool::tool::common_options how(const std::string& name = "data",
                                                 bool json = false) const {
        return {.data_dir = file(name), .operator_name = "anna", .json = json};
    }
    [[nodiscard]] std::string file(const std::string& name) const {
        return folder_.file(name.c_str());
    }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(file(name), std::ios::binary) << text;
        return file(name);
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(file(name), std::ios::binary).rdbuf();
        return text.str();
    }

    [[nodiscard]] ran run(const std::string& line, bool json = false) const {
        return run_verb(line, how("data", json));
    }

    /// What one look-up finds, in what is durable now.
    template <class Question>
    auto ask(Question question, const std::string& name = "data") const {
        tool::tool with(how(name));
        const auto of = with.institution();
        std::optional<decltype(question(std::declval<storage::reader&>(), of))> answer;
        with.store().read([&](storage::reader& from) { answer.emplace(question(from, of)); });
        with.store().end_turn();
        return std::move(*answer);
    }
    void TearDown() override {
        ask([](storage::reader& from, const auto&) {
            for (const auto& each : storage::check(from))
                ADD_FAILURE() << each.name << ": " << each.sentence;
            return true;
        });
    }

    template <class Change>
    void change(Change what) const {
        tool::tool with(how());
        const auto of = with.institution();
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) { what(unit, of); });
    }

    [[nodiscard]] storage::item_facts item(const std::string& barcode) const {
        return ask([&](storage::reader& from, const auto& of) {
            return from.item_by_barcode(of.id, barcode).value();
        });
    }
    [[nodiscard]] storage::patron patron(const std::string& card) const {
        return ask([&](storage::reader& from, const auto& of) {
            return from.holder_of(of.id, card).value();
        });
    }
    [[nodiscard]] std::map<std::string, std::int64_t> rows() const {
        return ask([](storage::reader& from, const auto&) {
            std::map<std::string, std::int64_t> all;
            for (const auto& [kind, count] : from.row_counts())
                all.emplace(kind, count);
            return all;
        });
    }

private:
    scratch_folder folder_;
};

} // namespace circ::test
