// Readers found by their names and births, also those from before there were words; all that is kept of one.

#include "tests/contract/contract.hpp"

#include "storage/fold.hpp"
#include "storage/sql/embedded_schema.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/row_mapping.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace circ::test {
namespace {

using namespace storage;

class persons : public store_contract {
protected:
    patron_id add(const std::string& given, const std::string& family, std::optional<local_date> born = {}) {
        patron_id id;
        store.write([&](unit_of_work& in) {
            auto who = library.another_patron(in);
            who.given_name = given;
            who.family_name = family;
            who.birth_date = born;
            in.change(who);
            id = who.id;
        });
        return id;
    }
    std::vector<patron_id> found(const std::string& words, std::optional<local_date> born = {}, page which = {}) {
        std::vector<patron_id> all;
        for (const auto& each : store.ask([&](auto& in) {
                 return in.search_patrons(library.institution.id, folded_words(words), born, which);
             }))
            all.push_back(each.id);
        return all;
    }
};

constexpr local_date spring{std::chrono::days{6'600}};

TEST_P(persons, are_found_by_every_word_of_which_the_last_may_be_cut_short) {
    const auto ana = add("Ana María", "Ribeiro", spring);
    const auto other = add("Ana", "Ribera");
    EXPECT_EQ(found("ribeiro ana"), std::vector{ana});
    EXPECT_EQ(found("RIBEIRO, Maria"), std::vector{ana});
    EXPECT_EQ(found("ana rib"), (std::vector{ana, other}));
    EXPECT_EQ(found("rib ana"), std::vector<patron_id>{}) << "only the last word is a prefix";
    EXPECT_EQ(found("ana ri"), std::vector<patron_id>{}) << "and from three letters on";
    EXPECT_EQ(found("ana", spring), std::vector{ana});
    EXPECT_EQ(found("", spring), std::vector{ana});
    EXPECT_EQ(found("ana", {}, {.first = 1, .count = 1}), std::vector{other});
}

TEST_P(persons, are_found_by_new_names_and_no_more_once_forgotten) {
    const auto who = add("Ana", "Ribeiro", spring);
    store.write([&](unit_of_work& in) {
        auto changed = in.find_patron(who).value();
        changed.family_name = "Okafor";
        in.change(changed);
    });
    EXPECT_EQ(found("ribeiro"), std::vector<patron_id>{});
    EXPECT_EQ(found("okafor"), std::vector{who});
    store.write([&](unit_of_work& in) {
        auto changed = in.find_patron(who).value();
        changed.family_name.clear();
        changed.given_name.clear();
        changed.erased_at = test_time;
        in.change(changed);
    });
    EXPECT_EQ(found("okafor"), std::vector<patron_id>{});
    EXPECT_EQ(found("", spring), std::vector<patron_id>{});
}

TEST_P(persons, have_a_file_of_all_that_is_kept) {
    store.write([&](unit_of_work& in) {
        const auto who = library.patron.id;
        auto lifted = block{.id = in.new_id<block_id>(), .patron = who, .kind = block_kind::block, .reason = "x"};
        lifted.lifted_at = test_time;
        in.add(lifted);
        in.add(message{.id = in.new_id<message_id>(), .patron = who, .shown_to = audience::staff, .text = "y", .until = test_time});
        const auto open = library.new_loan(in);
        in.add(open);
        auto past = library.new_loan(in);
        past.item = library.another_item(in, "x1").id;
        past.state = loan_state::returned;
        past.closed_at = test_time;
        in.add(past);
        event told;
        told.id = in.new_id<event_id>();
        told.institution = library.institution.id;
        told.kind = "checkout";
        told.patron = who;
        told.loan = past.id;
        in.add(told);
        in.add(library.new_fee(in, 100));
    });
    const auto file = store.ask([&](auto& in) { return in.file_of(in.find_patron(library.patron.id).value()); });
    EXPECT_EQ(file.cards.size(), 1U);
    EXPECT_EQ(file.blocks.size(), 1U) << "a lifted one";
    EXPECT_EQ(file.messages.size(), 1U) << "an ended one";
    EXPECT_EQ(file.loans.size(), 2U) << "the open one, and the past one by its event";
    EXPECT_EQ(file.fees.size(), 1U);
    EXPECT_EQ(file.events.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(over, persons, testing::ValuesIn(engines()), engine_name);

class before_words : public testing::TestWithParam<engine> {};

TEST_P(before_words, readers_get_theirs_with_the_migration) {
    const scratch_folder folder;
    sql::session session{GetParam().connect(folder.file("library.db"))};
    const auto& all = sql::embedded_schema;
    const auto words = std::ranges::find(all, "0018_verbs", &sql::named_sql::name);
    ASSERT_NE(words, all.end());
    sql::migrate(session, test_time, {all.begin(), words});
    session.link().execute(
        "INSERT INTO institution VALUES (1, 'X', 'X', 'EUR', 2, 'en', 'UTC');"
        "INSERT INTO branch (id, institution, code, name, address, time_zone) VALUES (2, 1, 'M', 'M', '', 'UTC');"
        "INSERT INTO patron (id, institution, family_name, given_name, category, branch, language, address, email, phone,"
        " pin_verifier, pin_failures, created_at) VALUES (3, 1, 'Núñez', 'Eva', 'adult', 2, '', '', '', '', '', 0, 0)");
    sql::migrate(session, test_time, all);
    EXPECT_EQ(sql::find_values<std::string>(session, sql::query::words_of_patron, sql::with("patron", patron_id{3})),
              (std::vector<std::string>{"eva", "nunez"}));
}

INSTANTIATE_TEST_SUITE_P(over, before_words, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
