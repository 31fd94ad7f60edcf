// Runs tests/data/circulation/fees.txt: what readers owe, written so that a librarian can read it.

#include "server/circulation/account.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/standing.hpp"
#include "tests/unit/circulation/library_test.hpp"

#include <cctype>
#include <fstream>
#include <map>
#include <sstream>

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::fee_kind;

struct fee_story {
    std::string name;
    std::vector<std::string> lines;

    friend std::ostream& operator<<(std::ostream& out, const fee_story& shown) { return out << shown.name; }
};

/// The cases of the file, each with the lines of "base" before its own.
std::vector<fee_story> read_stories() {
    std::ifstream in(CIRC_TEST_DATA "/circulation/fees.txt");
    std::vector<std::string> base;
    std::vector<fee_story> stories;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#' || line == "base") continue;
        if (line.starts_with("case "))
            stories.push_back({line.substr(5), base});
        else
            (stories.empty() ? base : stories.back().lines).push_back(line);
    }
    return stories;
}

const std::map<std::string, fee_kind, std::less<>> kinds{{"overdue", fee_kind::overdue},
                                                         {"damage", fee_kind::damage},
                                                         {"replacement", fee_kind::replacement},
                                                         {"processing", fee_kind::processing}};

/// A library in which a story happens.
class story_teller : public checked_library {
public:
    story_teller() {
        store.write([&](storage::unit_of_work& in) {
            for (int weekday = 1; weekday <= 6; ++weekday)
                in.add(storage::opening_hours{rows.main.id, weekday, hours{9}, hours{18}});
        });
        close(local_days{2026y / March / 10});
    }

    void tell(const std::string& line) {
        std::istringstream words(line);
        std::string verb;
        words >> verb;
        if (std::isdigit(static_cast<unsigned char>(verb.front())) != 0) {
            std::string time;
            words >> time;
            now = at_wall(verb, time);
            words >> verb;
        }
        SCOPED_TRACE(line);
        const auto found = verbs.find(verb);
        ASSERT_NE(found, verbs.end()) << "no such line";
        (this->*found->second)(words);
    }

private:
    using words_of = std::istringstream;

    static local_date day_of(const std::string& text) {
        int year = 0;
        unsigned month = 0;
        unsigned day = 0;
        if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) ADD_FAILURE() << text << " is no day";
        return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
    }
    static instant at_wall(const std::string& day, const std::string& time) {
        return to_instant(wall_time{day_of(day) + minute_of(time)}, "Europe/Berlin");
    }
    static minutes minute_of(const std::string& text) {
        return hours{std::stoi(text.substr(0, 2))} + minutes{std::stoi(text.substr(3))};
    }
    static std::string word(words_of& from) {
        std::string one;
        from >> one;
        return one;
    }
    static std::int64_t number(words_of& from) { return std::stoll(word(from)); }

    // --- the library before

    void policy(words_of& from) {
        const auto key = word(from);
        const auto text = word(from);
        config::policy_setting one{key, text, {}};
        if (text == "true" || text == "false") one.value = text == "true";
        if (text.find_first_not_of("0123456789") == std::string::npos) one.value = std::int64_t{std::stoll(text)};
        std::erase_if(set_, [&](const auto& each) { return each.key == key; });
        set_.push_back(std::move(one));
        rules = policy_with({{"of the story", {}, set_, {}}});
    }
    void close(local_date day) {
        store.write([&](storage::unit_of_work& in) {
            in.add(storage::closed_day{in.new_id<storage::closed_day_id>(), rows.main.id, day, "closed"});
        });
    }
    void closed(words_of& from) { close(day_of(word(from))); }
    void price(words_of& from) {
        const auto barcode = word(from);
        prices_[barcode] = money{number(from)};
    }
    void add_fee(fee_kind kind, std::int64_t minor, const storage::loan* of = nullptr) {
        if (minor == 0) return;
        store.write([&](storage::unit_of_work& in) {
            auto fee = rows.new_fee(in, minor);
            fee.kind = kind;
            if (of != nullptr) fee.loan = of->id;
            fees_[kind] = fee.id;
            in.add(fee);
        });
    }
    void owe(words_of& from) {
        const auto kind = kinds.at(word(from));
        add_fee(kind, number(from));
    }

    // --- lending

    void lend(words_of& from) {
        const auto barcode = word(from);
        static_cast<void>(add_item(barcode, [&](auto& item) {
            if (const auto found = prices_.find(barcode); found != prices_.end()) item.price = found->second;
        }));
        EXPECT_EQ(checkout("p1", barcode).result, verdict::done);
        EXPECT_EQ(word(from), "due");
        const auto day = word(from);
        const auto time = word(from);
        const auto due = time.empty() ? end_of_day(day_of(day), "Europe/Berlin") : at_wall(day, time);
        change_loan(barcode, [&](auto& loan) { loan.due_at = due; });
    }
    void renew(words_of& from) {
        const auto made = perform(circulation::renew{.by = kiosk, .card = "p1", .what = {word(from), {}}});
        EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    }
    void give_back(words_of& from) {
        circulation::checkin asked{.by = kiosk, .item = word(from), .returned = {}};
        const auto how = word(from);
        if (how == "drop")
            asked.by = with_rules(kiosk, [](auto& set) { set.returns_dated = return_dating::last_open_day; });
        if (how == "dated") {
            const auto day = word(from);
            asked.returned = at_wall(day, word(from));
            asked.by = with_rules(kiosk, [](auto& set) { set.trust_return_date = hours{48}; });
        }
        EXPECT_EQ(perform(asked).result, verdict::done);
    }
    void lose(words_of& from) {
        const auto barcode = word(from);
        set_loan(barcode, storage::loan_state::lost);
        const auto loan = item(barcode).open_loan.value();
        for (const auto kind : {fee_kind::overdue, fee_kind::replacement, fee_kind::processing})
            add_fee(kind, number(from), &loan);
    }
    void claim(words_of& from) {
        const auto barcode = word(from);
        set_loan(barcode, storage::loan_state::claimed_returned);
        const auto loan = item(barcode).open_loan.value();
        add_fee(fee_kind::overdue, number(from), &loan);
    }

    // --- money

    void pay(words_of& from) {
        pay_fee asked{.by = kiosk, .card = "p1", .pin = {}, .amount = money{number(from)}, .currency = "EUR"};
        device_rules device = *kiosk.rules;
        while (true) {
            const auto what = word(from);
            if (what.empty()) break;
            if (what == "id") asked.transaction_id = word(from);
            if (what == "kind") asked.kind = kinds.at(word(from));
            if (what == "fee") asked.fee_identifier = std::to_string(fees_.at(kinds.at(word(from))).value);
            if (what == "fee-of-another") asked.fee_identifier = fee_of_another();
            if (what == "by") asked.card = word(from);
            if (what == "credit") device.overpayment = too_much::credit;
            if (what == "scope") device.payment_id_scope = word(from) == "ever" ? id_scope::ever : id_scope::none;
        }
        asked.by.rules = std::make_shared<const device_rules>(device);
        paid_ = perform(asked);
        was_refused_ = paid_->result == verdict::refused;
    }
    std::string fee_of_another() {
        storage::fee_id id;
        const auto other = patron("p2").id;
        store.write([&](storage::unit_of_work& in) {
            auto fee = rows.new_fee(in, 100);
            fee.patron = other;
            id = fee.id;
            in.add(fee);
        });
        return std::to_string(id.value);
    }
    void repeated(words_of&) { EXPECT_TRUE(paid_->repeated); }
    void reused(words_of&) {
        EXPECT_FALSE(paid_->repeated);
        const storage::payment_id id{std::stoll(paid_->receipt)};
        EXPECT_TRUE(store.ask([&](storage::reader& in) { return in.find_payment(id); })->bk_reused);
    }
    void refused(words_of& from) {
        EXPECT_EQ(names_of(paid_->reasons), word(from));
        was_refused_ = false; // and that was expected
    }

    // --- what stands then

    void owes(words_of& from) { EXPECT_EQ(patron("p1").owed.minor, number(from)); }
    void credit(words_of& from) { EXPECT_EQ(patron("p1").credit.minor, number(from)); }
    storage::patron_facts facts() {
        return store.ask([&](storage::reader& in) { return in.patron_by_card(rows.institution.id, "p1", now); }).value();
    }
    money running_now() {
        const auto who = facts();
        return store.ask([&](storage::reader& in) {
            return running_fees(in, who, *load_library(in, rows.institution.id), now);
        });
    }
    void running(words_of& from) { EXPECT_EQ(running_now().minor, number(from)); }
    void shown(words_of& from) {
        const auto made = perform(patron_account{.by = kiosk, .card = "p1", .pin = {}, .parts = {}});
        EXPECT_EQ(made.patron->owed.minor, number(from));
    }
    void borrows(words_of& from) {
        const auto by = rules.find({.patron_category = "adult", .item_type = "book"});
        const auto why = standing(facts(), by, {.today = date_in(now, "Europe/Berlin"), .running = running_now()});
        EXPECT_EQ(names_of(why), word(from) == "yes" ? "" : "fees_over_limit");
    }

public:
    /// Whether a payment was refused that no line expected to be.
    [[nodiscard]] bool was_refused() const { return was_refused_; }

private:
    static const std::map<std::string, void (story_teller::*)(words_of&), std::less<>> verbs;

    std::vector<config::policy_setting> set_;
    std::map<std::string, money> prices_;
    std::map<fee_kind, storage::fee_id> fees_;
    std::optional<payment_outcome> paid_;
    bool was_refused_ = false;
};

const std::map<std::string, void (story_teller::*)(std::istringstream&), std::less<>> story_teller::verbs{
    {"policy", &story_teller::policy}, {"closed", &story_teller::closed},     {"price", &story_teller::price},
    {"owe", &story_teller::owe},       {"lend", &story_teller::lend},         {"renew", &story_teller::renew},
    {"return", &story_teller::give_back}, {"lose", &story_teller::lose},      {"claim", &story_teller::claim},
    {"pay", &story_teller::pay},       {"repeated", &story_teller::repeated}, {"reused", &story_teller::reused},
    {"refused", &story_teller::refused}, {"owes", &story_teller::owes},       {"credit", &story_teller::credit},
    {"running", &story_teller::running}, {"shown", &story_teller::shown},     {"borrows", &story_teller::borrows}};

class fees : public testing::TestWithParam<fee_story> {};

TEST_P(fees, are_as_the_table_says) {
    story_teller story;
    for (const auto& line : GetParam().lines) story.tell(line);
    EXPECT_FALSE(story.was_refused());
}

INSTANTIATE_TEST_SUITE_P(table, fees, testing::ValuesIn(read_stories()), [](const auto& row) {
    std::string name = std::to_string(row.index) + "_" + row.param.name;
    for (char& each : name)
        if (std::isalnum(static_cast<unsigned char>(each)) == 0) each = '_';
    return name;
});

TEST(fee_table, is_there) { EXPECT_GT(read_stories().size(), 60U); }

} // namespace
} // namespace circ::test
