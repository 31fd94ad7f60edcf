// Whom a rule about a library system is for, and who keeps the book of record of an institution.
#include "config/load.hpp"
#include "server/circulation/book_of_record.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

/// Two institutions, of which the second has a device too.
class two_institutions : public checked_library {
public:
    two_institutions() {
        store.write([&](storage::unit_of_work& in) {
            auto next = rows.institution;
            next.id = in.new_id<storage::institution_id>();
            next.code = "NEXT";
            in.add(next);
            auto branch = rows.main;
            branch.id = in.new_id<storage::branch_id>();
            branch.institution = next.id;
            in.add(branch);
            auto device = rows.kiosk;
            device.id = in.new_id<storage::terminal_id>();
            device.institution = next.id;
            device.branch = branch.id;
            device.login = "next1";
            in.add(device);
        });
    }

    static config::settings settings(const std::string& rules) {
        const auto loaded = config::load_text("[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1/\"\n" + rules,
                                              "f.toml");
        EXPECT_THAT(loaded.mistakes, testing::IsEmpty());
        return loaded.settings;
    }
};

struct concerned_case {
    const char* name;
    const char* rules;
    std::string concerned; ///< by the last of the rules; codes, blank separated

    friend std::ostream& operator<<(std::ostream& out, const concerned_case& of) { return out << of.name; }
};

class a_rule : public testing::TestWithParam<concerned_case> {};

TEST_P(a_rule, concerns_those_that_it_names_and_no_rule_before_has_taken) {
    two_institutions of;
    const auto all = of.settings(GetParam().rules);
    std::string codes;
    for (const auto& each : of.store.ask([&](storage::reader& from) {
             return circulation::concerned_by(from, all, all.relays.back());
         }))
        codes.append(codes.empty() ? "" : " ").append(each.code);
    EXPECT_EQ(codes, GetParam().concerned);
}

const concerned_case concerned_cases[] = {
    {"all_where_it_names_none", "[[relay]]\nbackend = \"main\"\n", "NEXT TOWN"},
    {"those_it_names", "[[relay]]\nbackend = \"main\"\ninstitutions = [\"NEXT\", \"NOWHERE\"]\n", "NEXT"},
    {"those_of_its_devices", "[[relay]]\nbackend = \"main\"\nterminals = [\"next1\"]\n", "NEXT"},
    {"none_that_a_rule_before_takes_as_a_whole",
     "[[relay]]\nstage = \"local\"\ninstitutions = [\"TOWN\"]\n[[relay]]\nbackend = \"main\"\n", "NEXT"},
    {"also_those_that_a_rule_before_takes_in_part",
     "[[relay]]\nstage = \"local\"\ninstitutions = [\"TOWN\"]\noperations = [\"pay_fee\"]\n"
     "[[relay]]\nbackend = \"main\"\n",
     "NEXT TOWN"},
};

INSTANTIATE_TEST_SUITE_P(rules, a_rule, testing::ValuesIn(concerned_cases),
                         [](const auto& of) { return std::string(of.param.name); });

struct keeper_case {
    const char* name;
    const char* key; ///< of the library system
    const char* rules;
    std::string of_town; ///< who keeps the book
    std::string of_next;

    friend std::ostream& operator<<(std::ostream& out, const keeper_case& of) { return out << of.name; }
};

class a_book : public testing::TestWithParam<keeper_case> {};

TEST_P(a_book, is_kept_by_one_side_for_each_institution) {
    two_institutions of;
    const auto all = of.settings(std::string(GetParam().key).append(GetParam().rules));
    const auto keepers = of.store.ask([&](storage::reader& from) {
        std::vector<std::string> made;
        for (const auto& each : from.institutions()) // NEXT, TOWN
            made.push_back(circulation::book_keeper(from, all, each.id));
        return made;
    });
    EXPECT_THAT(keepers, testing::ElementsAre(GetParam().of_next, GetParam().of_town));
}

const keeper_case keeper_cases[] = {
    {"ours_without_a_rule", "", "", "", ""},
    {"ours_where_it_is_only_looked_at", "book_of_record = \"backend\"\n",
     "[[relay]]\nstage = \"shadow_decide\"\nbackend = \"main\"\n", "", ""},
    {"ours_in_a_canary", "", "[[relay]]\nstage = \"canary\"\nbackend = \"main\"\n", "", ""},
    {"theirs_where_all_is_relayed", "", "[[relay]]\nbackend = \"main\"\n", "main", "main"},
    {"theirs_for_those_that_are_named", "", "[[relay]]\nbackend = \"main\"\ninstitutions = [\"NEXT\"]\n", "", "main"},
    {"ours_for_those_that_a_rule_before_keeps_here", "",
     "[[relay]]\nstage = \"local\"\ninstitutions = [\"TOWN\"]\n[[relay]]\nbackend = \"main\"\n", "", "main"},
    {"ours_where_it_is_said", "book_of_record = \"local\"\n", "[[relay]]\nbackend = \"main\"\n", "", ""},
    {"theirs_of_the_whole_institution_of_one_device", "book_of_record = \"backend\"\n",
     "[[relay]]\nstage = \"canary\"\nbackend = \"main\"\nterminals = [\"kiosk2\"]\n", "main", ""},
};

INSTANTIATE_TEST_SUITE_P(rules, a_book, testing::ValuesIn(keeper_cases),
                         [](const auto& of) { return std::string(of.param.name); });

} // namespace
} // namespace circ::test
