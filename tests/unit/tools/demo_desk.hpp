#pragma once

#include "storage/check.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace circ::test {

/// Anna at the desk of the demo library, which is loaded once for all tests of a suite and must hold
/// together after them.
class demo_desk : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder = std::make_unique<scratch_folder>();
        const auto demo = std::filesystem::path(CIRC_SOURCE_DIR) / "tools/demo";
        ASSERT_EQ(run("circdesk demo load --from " + demo.string()).code, tool::done);
    }
    static void TearDownTestSuite() {
        tool::tool with(how());
        with.store().read([](storage::reader& from) {
            for (const auto& each : storage::check(from))
                ADD_FAILURE() << each.name << ": " << each.sentence;
        });
        folder.reset();
    }

    static tool::tool::common_options how(bool json = false) {
        return {.data_dir = folder->file("data"), .institution = "RIVERBEND", .operator_name = "anna", .json = json};
    }
    static ran run(const std::string& line, bool json = false, const std::string& settings = {}) {
        auto options = how(json);
        if (!settings.empty()) options.settings_file = settings;
        return run_verb(line, options);
    }

    /// What one look-up finds, in what is durable now.
    template <class Question>
    static auto ask(Question question) {
        tool::tool with(how());
        const auto of = with.institution();
        std::optional<decltype(question(std::declval<storage::reader&>(), of))> answer;
        with.store().read([&](storage::reader& from) { answer.emplace(question(from, of)); });
        return std::move(*answer);
    }
    static storage::patron_facts patron(const std::string& card) {
        return ask([&](storage::reader& from, const auto& of) {
            return from.patron_by_card(of.id, card, tool::tool(how()).now()).value();
        });
    }

    /// The newest event of a patron is this one, by Anna.
    static void expect_event(storage::patron_id who, const std::string& kind, const std::string& why) {
        const auto all = ask([&](storage::reader& from, const auto&) { return from.events_of_patron(who, 1); });
        ASSERT_EQ(all.size(), 1U) << kind;
        EXPECT_EQ(all.front().kind, kind);
        EXPECT_EQ(all.front().by, "anna");
        EXPECT_EQ(all.front().reason, why);
    }

    static void expect_event(const std::string& card, const std::string& kind, const std::string& why) {
        expect_event(patron(card).patron.id, kind, why);
    }

    static inline std::unique_ptr<scratch_folder> folder;
};

} // namespace circ::test
