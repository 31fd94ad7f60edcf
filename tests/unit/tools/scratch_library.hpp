#pragma once

#include "storage/open_store.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tools/circdesk/import/marc_import.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace circ::test {

/// When the imports of these tests happen.
inline constexpr storage::instant import_time =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 17} + std::chrono::hours{9};

/// A store of its own with an institution and two branches, MAIN and NORTH.
class scratch_library {
public:
    scratch_library() : store_(storage::open_store({.path = folder_.file("library.sqlite"), .create = true})) {
        storage::write_and_wait(*store_, [this](storage::unit_of_work& unit) {
            institution_ = {.id = unit.new_id<storage::institution_id>(), .code = "RIVERBEND", .name = "Riverbend",
                            .currency = "EUR", .decimals = 2, .language = "en", .time_zone = "Europe/Berlin"};
            unit.add(institution_);
            for (const char* code : {"MAIN", "NORTH"})
                unit.add(storage::branch{.id = unit.new_id<storage::branch_id>(), .institution = institution_.id,
                                         .code = code, .name = code, .address = {}, .time_zone = "Europe/Berlin"});
        });
        use_branches({});
    }

    [[nodiscard]] storage::store& store() { return *store_; }
    [[nodiscard]] std::string file(const char* name) const { return folder_.file(name); }

    /// What one look-up finds, in what is durable now.
    template <class Question>
    [[nodiscard]] auto ask(Question question) {
        std::optional<decltype(question(std::declval<storage::reader&>()))> answer;
        store_->read([&](storage::reader& from) { answer.emplace(question(from)); });
        store_->end_turn();
        return std::move(*answer);
    }

    void use_branches(const tool::branch_codes::stand_ins& instead) {
        branches_ = ask([&](storage::reader& from) { return tool::branch_codes(from, institution_.id, instead); });
    }

    [[nodiscard]] tool::import_setting setting(tool::run_mode how = tool::run_mode::write) {
        return {*store_, institution_, *branches_, import_time, how};
    }

    [[nodiscard]] std::map<std::string, std::int64_t> rows() {
        return ask([](storage::reader& from) {
            std::map<std::string, std::int64_t> all;
            for (const auto& [kind, count] : from.row_counts()) all.emplace(kind, count);
            return all;
        });
    }

    [[nodiscard]] storage::item item(const std::string& barcode) {
        return ask([&](storage::reader& from) { return from.item_by_barcode(institution_.id, barcode).value().item; });
    }
    [[nodiscard]] std::string branch_code(storage::branch_id id) {
        return ask([&](storage::reader& from) { return from.find_branch(id).value().code; });
    }
    [[nodiscard]] storage::patron patron(const std::string& card) {
        return ask([&](storage::reader& from) {
            return from.find_patron(from.find_card(institution_.id, card).value().patron).value();
        });
    }
    [[nodiscard]] const storage::institution& institution() const noexcept { return institution_; }

private:
    scratch_folder folder_;
    std::unique_ptr<storage::store> store_;
    storage::institution institution_;
    std::optional<tool::branch_codes> branches_;
};

} // namespace circ::test
