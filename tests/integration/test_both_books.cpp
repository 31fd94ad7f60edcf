// A canary day: two kiosks of one library, one served here and one by another library system. Both
// sides are built daemons over the same demo library.
#include "server/circulation/clock.hpp"
#include "tests/support/kept_port.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>

namespace {

using namespace circ;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string anna = "29012000000010";
const std::string chidi = "29012000000028";
const std::string reader_of_books = "39012000004895"; ///< an e-reader: lent for 1.50

/// The other system: a second Circdesk, which leaves holds and fees to ours.
class other_system {
public:
    other_system() {
        start(); // before the tool: its settings name the profile
        const auto changed = test::circdesk(
            data, {"terminal", "change", "state-ncip", "--profile", "beside", "--reason", "a canary"});
        EXPECT_EQ(changed.exit_code, 0) << changed.output;
    }
    void start() {
        running.emplace(data,
                        test::running_daemon::manner{.more_settings = test::demo_settings() +
                                                                      "[profile.beside]\ninherits = \"standard\"\n"
                                                                      "offline_ok = true\nholds = \"tell_only\"\n"
                                                                      "assess_fees = false\n[[listener]]\n"
                                                                      "name = \"known\"\naddress = \"127.0.0.1\"\n"
                                                                      "kind = \"ncip-http\"\nport = " +
                                                                      std::to_string(port()) + '\n'});
    }
    void stop() { running.reset(); }

    /// Of the door for ours, also while it is away.
    [[nodiscard]] std::uint16_t port() const { return port_.number(); }

    std::filesystem::path data = test::fresh_demo_library();
    std::optional<test::running_daemon> running;

private:
    test::kept_port port_;
};

/// Devices tell the time to the second, and no two of their requests are made in the same one.
class day_clock {
public:
    storage::instant next() {
        const auto now = circulation::system_clock().now();
        return last_ = std::max(now, last_ + std::chrono::seconds(1));
    }

private:
    storage::instant last_{};
};

class kiosk {
public:
    kiosk(const test::running_daemon& daemon, const std::string& login)
        : line_(tool::connection("127.0.0.1", daemon.port()), {}) {
        EXPECT_EQ(line_.ask("9300CN" + login + "|COdemo-" + login + "|"), "941");
    }
    std::string ask(const std::vector<std::string>& words) {
        static day_clock clock;
        return line_.ask(tool::make_message(words, clock.next()));
    }

private:
    tool::self_check line_;
};

class a_canary_day : public testing::Test {
protected:
    a_canary_day() {
        std::ofstream(data / "secret") << "demo-state-ncip\n";
    }

    [[nodiscard]] std::string settings(const std::string& stage, const std::string& more = {}) const {
        return "[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1:" +
               std::to_string(there.port()) +
               "/ncip\"\npin_check = \"none\"\nfrom_agency = \"STATE\"\nto_agency = \"RIVERBEND\"\n"
               "breaker_failures = 1\nbreaker_seconds = 1\nsystem_secret_file = \"" +
               (data / "secret").string() + "\"\n" + more + "[[relay]]\nstage = \"" + stage +
               "\"\nbackend = \"main\"\nterminals = [\"kiosk2\"]\n"
               "[profile.blocking]\ninherits = \"standard\"\nblock_patron_policy = \"block\"\n"
               "patron_enable = true\n";
    }
    void begin(const std::string& stage = "canary", const std::string& more = {}) {
        here.emplace(data, test::running_daemon::manner{.more_settings = settings(stage, more)});
        if (may_block_) return;
        for (const auto* const login : {"kiosk1", "kiosk2"}) {
            const auto changed = test::circdesk(
                data, {"terminal", "change", login, "--profile", "blocking", "--reason", "a canary"});
            EXPECT_EQ(changed.exit_code, 0) << changed.output;
        }
        may_block_ = true;
    }

    bool outbox_is_empty() {
        return here->comes_about([&] {
            return test::rows_of(data, "SELECT id FROM backend_order WHERE state IN (0, 3, 4, 5)").empty();
        });
    }
    test::program_result reconcile(const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"relay", "reconcile"};
        words.insert(words.end(), more.begin(), more.end());
        return test::circdesk(data, words);
    }
    /// The first row of the last comparison in which these words stand.
    std::string number_of(const std::string& words) {
        const auto rows = reconcile({"--list"}).output;
        const auto at = rows.find(words);
        EXPECT_NE(at, std::string::npos) << words << " in " << rows;
        if (at == std::string::npos) return {};
        const auto begin = rows.rfind('\n', at) + 1;
        return rows.substr(begin, rows.find(' ', begin) - begin);
    }
    void reload(const std::string& from, const std::string& to) {
        const auto file = data / "circdesk.toml";
        std::ifstream in(file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        text.replace(text.find(from), from.size(), to);
        std::ofstream(file) << text;
        here->signal(SIGHUP);
    }
    static std::vector<std::string> open_loans(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT patron.family_name FROM loan JOIN item ON item.id = loan.item "
                               "JOIN patron ON patron.id = loan.patron WHERE loan.closed_at IS NULL "
                               "AND item.barcode = '" + reader_of_books + "'");
    }
    static std::vector<std::string> loans_ever(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT loan.id FROM loan JOIN item ON item.id = loan.item "
                               "WHERE item.barcode = '" + reader_of_books + "'");
    }
    static std::vector<std::string> queue(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT patron.family_name FROM hold JOIN patron ON patron.id = "
                               "hold.patron JOIN item ON item.id = hold.item WHERE hold.state < 4 "
                               "AND item.barcode = '" + reader_of_books + "'");
    }
    static std::vector<std::string> on_shelf(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT patron.family_name FROM hold JOIN patron ON patron.id = "
                               "hold.patron WHERE hold.state = 3 AND hold.item IN (SELECT id FROM "
                               "item WHERE barcode = '" + reader_of_books + "')");
    }
    static std::vector<std::string> open_fees(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT open_fee.amount FROM open_fee JOIN patron ON patron.id = "
                               "open_fee.patron WHERE patron.family_name IN ('Lindqvist', 'Okafor')");
    }

    /// What two readers have ever paid.
    static std::vector<std::string> payments(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT payment.amount FROM payment JOIN patron ON patron.id = payment.patron "
                               "WHERE payment.state = 0 AND patron.family_name IN ('Lindqvist', 'Okafor')");
    }
    static std::vector<std::string> credits(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT credit FROM patron WHERE credit <> 0 AND family_name IN "
                               "('Lindqvist', 'Okafor')");
    }
    static std::vector<std::string> blocks(const std::filesystem::path& of) {
        return test::rows_of(of,
                               "SELECT patron.family_name FROM block JOIN patron ON patron.id = block.patron "
                               "WHERE block.lifted_at IS NULL AND block.kind = 0 AND patron.family_name IN "
                               "('Lindqvist', 'Okafor')");
    }

    std::filesystem::path data = test::fresh_demo_library();
    other_system there;
    std::optional<test::running_daemon> here;

private:
    bool may_block_ = false; ///< the kiosks have the profile that says so
};

/// Which kiosk does what: a bit for each step.
struct order_of_kiosks {
    unsigned bits;
    bool hurries; ///< the next step does not wait until the other side has been told

    [[nodiscard]] std::size_t at(unsigned step) const { return (bits >> step) & 1U; }
    /// Who blocks and who lifts it are steps 1 and 2: each of the four ways once, since a terminal may
    /// block no more than 20 cards an hour.
    [[nodiscard]] bool varies_only_who_blocks() const { return (bits & ~0b110U) == 0; }
};

TEST_F(a_canary_day, has_one_book_one_card_one_hold_and_one_fee_in_every_order_of_the_kiosks) {
    begin();
    ASSERT_EQ(reconcile().exit_code, 0) << reconcile().output;
    std::array<kiosk, 2> both{kiosk(*here, "kiosk1"), kiosk(*here, "kiosk2")};
    constexpr unsigned steps = 5;
    std::vector<order_of_kiosks> all;
    for (const bool hurries : {false, true})
        for (unsigned bits = 0; bits < (1U << steps); ++bits)
            all.push_back({bits, hurries});
    const std::size_t before = loans_ever(data).size();
    const std::size_t paid_before = payments(data).size();
    std::size_t lent = 0;
    for (const auto& each : all) {
        SCOPED_TRACE("kiosks " + std::to_string(each.bits) + (each.hurries ? ", in a hurry" : ""));
        const auto ask = [&](unsigned step, const std::vector<std::string>& words) {
            const std::string answer = both[each.at(step)].ask(words);
            if (!each.hurries) {
                EXPECT_TRUE(outbox_is_empty());
            }
            return answer;
        };
        EXPECT_THAT(ask(0, {"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
        EXPECT_THAT(ask(1, {"15", "AA=" + chidi, "AB=" + reader_of_books, "BY=3"}), StartsWith("161"));
        EXPECT_THAT(both[1 - each.at(1)].ask({"11", "AA=" + chidi, "AB=" + reader_of_books, "BO=Y"}),
                    StartsWith("120")) << "it is out";
        const std::string back = ask(2, {"09", "AB=" + reader_of_books});
        EXPECT_THAT(back, StartsWith("101"));
        EXPECT_THAT(back, HasSubstr("hold shelf")) << "whoever takes it back";
        EXPECT_THAT(on_shelf(data), testing::ElementsAre(HasSubstr("Okafor")));
        EXPECT_THAT(on_shelf(there.data), testing::IsEmpty()) << "ours alone keeps it for her";
        EXPECT_EQ(open_fees(data).size(), 1U) << "Anna's, once";
        EXPECT_THAT(open_fees(there.data), testing::IsEmpty());
        EXPECT_THAT(ask(3, {"37", "AA=" + anna, "BV=1.50", "payment_type=00", "fee_type=06", "currency_type=EUR",
                            "BK=" + std::to_string(lent)}),
                    StartsWith("38Y"));
        EXPECT_THAT(ask(4, {"11", "AA=" + chidi, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
        EXPECT_TRUE(outbox_is_empty());
        for (const auto& of : {data, there.data}) {
            EXPECT_THAT(open_loans(of), testing::ElementsAre(HasSubstr("Okafor")));
            EXPECT_THAT(queue(of), testing::IsEmpty());
            EXPECT_EQ(loans_ever(of).size(), before + lent + 2);
        }
        EXPECT_THAT(both[each.at(0)].ask({"09", "AB=" + reader_of_books}), StartsWith("101"));
        EXPECT_THAT(both[each.at(1)].ask({"37", "AA=" + chidi, "BV=1.50", "payment_type=00", "fee_type=06",
                                          "currency_type=EUR", "BK=c" + std::to_string(lent)}),
                    StartsWith("38Y"));
        if (each.varies_only_who_blocks()) {
            EXPECT_THAT(ask(1, {"01", "card_retained=N", "AL=left in the machine", "AA=" + anna}), StartsWith("24"));
            EXPECT_THAT(both[1 - each.at(1)].ask({"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}),
                        StartsWith("120")) << "the card is blocked at both";
            EXPECT_THAT(blocks(data), testing::ElementsAre(HasSubstr("Lindqvist")));
            if (!each.hurries) {
                EXPECT_THAT(blocks(there.data), testing::ElementsAre(HasSubstr("Lindqvist")));
            }
            EXPECT_THAT(ask(2, {"25", "AA=" + anna}), StartsWith("26"));
        }
        EXPECT_TRUE(outbox_is_empty());
        lent += 2;
        for (const auto& of : {data, there.data}) {
            EXPECT_THAT(open_loans(of), testing::IsEmpty());
            EXPECT_THAT(open_fees(of), testing::IsEmpty());
            EXPECT_EQ(payments(of).size(), paid_before + lent) << "each once";
            EXPECT_THAT(credits(of), testing::IsEmpty());
            EXPECT_THAT(blocks(of), testing::IsEmpty());
        }
        if (HasFailure()) return;
    }
    EXPECT_THAT(test::circdesk(data, {"outbox", "list"}).output, Not(HasSubstr("conflict")));
    const auto differs = reconcile();
    EXPECT_EQ(differs.exit_code, 0) << differs.output;
    reload("stage = \"canary\"", "stage = \"local\"");
    EXPECT_TRUE(here->comes_to_log("CIRC-1007"));
    EXPECT_THAT(both[1].ask({"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
    EXPECT_THAT(open_loans(there.data), testing::IsEmpty()) << "local, and told to nobody";
}

TEST_F(a_canary_day, loses_no_loan_and_no_return_when_one_side_is_away_and_the_other_is_killed) {
    begin();
    {
        kiosk local(*here, "kiosk1");
        kiosk relayed(*here, "kiosk2");
        EXPECT_THAT(relayed.ask({"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
        EXPECT_THAT(open_loans(data), testing::ElementsAre(HasSubstr("Lindqvist")));
        EXPECT_THAT(open_loans(there.data), testing::ElementsAre(HasSubstr("Lindqvist")));
        there.stop();
        EXPECT_TRUE(here->comes_about([&] {
            static_cast<void>(relayed.ask({"17", "AB=" + reader_of_books}));
            return here->has_logged("CIRC-2001") > 0;
        }));
        EXPECT_THAT(relayed.ask({"09", "AB=" + reader_of_books}), StartsWith("101")) << "we ourselves";
        EXPECT_THAT(local.ask({"11", "AA=" + chidi, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
        here->kill();
    }
    there.start();
    begin();
    EXPECT_TRUE(outbox_is_empty());
    for (const auto& of : {data, there.data}) {
        EXPECT_THAT(open_loans(of), testing::ElementsAre(HasSubstr("Okafor")));
        EXPECT_EQ(loans_ever(of).size(), 2U);
    }
    EXPECT_EQ(open_fees(data).size(), 2U) << "each charged once";
    EXPECT_THAT(open_fees(there.data), testing::IsEmpty()) << "money is the book of record's alone";
    kiosk local(*here, "kiosk1");
    there.stop();
    for (const auto& card : {anna, chidi})
        EXPECT_THAT(local.ask({"37", "AA=" + card, "BV=1.50", "payment_type=00", "fee_type=06", "currency_type=EUR",
                               "BK=" + card}),
                    StartsWith("38Y"));
    EXPECT_THAT(local.ask({"01", "card_retained=N", "AL=left in the machine", "AA=" + anna}), StartsWith("24"));
    here->kill();
    there.start();
    begin();
    EXPECT_TRUE(outbox_is_empty());
    EXPECT_EQ(payments(data), payments(there.data)) << "each once, also after a kill";
    EXPECT_THAT(credits(there.data), testing::IsEmpty());
    for (const auto& of : {data, there.data})
        EXPECT_THAT(blocks(of), testing::ElementsAre(HasSubstr("Lindqvist")));
    const auto differs = reconcile();
    EXPECT_EQ(differs.exit_code, 0) << differs.output;
}

TEST_F(a_canary_day, is_not_left_while_both_books_differ) {
    begin();
    kiosk local(*here, "kiosk1");
    kiosk relayed(*here, "kiosk2");
    kiosk elsewhere(*there.running, "kiosk1");
    EXPECT_EQ(reconcile().exit_code, 0);
    EXPECT_THAT(elsewhere.ask({"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
    const auto differs = reconcile();
    EXPECT_EQ(differs.exit_code, 1);
    EXPECT_THAT(differs.output, HasSubstr(reader_of_books));
    EXPECT_EQ(reconcile({"--accept", "1"}).exit_code, 2) << "not without a reason";
    EXPECT_EQ(reconcile({"--accept", "99", "--reason", "none"}).exit_code, 3);

    reload("stage = \"canary\"", "stage = \"local\"");
    EXPECT_TRUE(here->comes_to_log("CIRC-2032"));
    EXPECT_EQ(here->has_logged("CIRC-1007"), 0U) << "the reload has changed nothing";
    EXPECT_THAT(relayed.ask({"09", "AB=" + reader_of_books}), StartsWith("101")) << "still served there";
    EXPECT_THAT(open_loans(there.data), testing::IsEmpty());

    EXPECT_THAT(elsewhere.ask({"11", "AA=" + anna, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
    EXPECT_EQ(reconcile().exit_code, 1);
    const auto loan = number_of("loan ");
    EXPECT_EQ(reconcile({"--mend", loan, "--accept", loan}).exit_code, 2) << "before anything is done";
    const auto mended = reconcile({"--mend", loan, "--accept", loan, "--reason", "as they say"});
    EXPECT_EQ(mended.exit_code, 0) << mended.output;
    EXPECT_THAT(mended.output, HasSubstr("row " + loan + " is mended: there is nothing to accept"));
    EXPECT_THAT(reconcile({"--accept", loan, "--reason", "as they say"}).output,
                HasSubstr("row " + loan + " is mended: there is nothing to accept"));
    EXPECT_THAT(reconcile({"--mend", loan}).output, HasSubstr("is mended already"));
    EXPECT_THAT(reconcile({"--list"}).output, HasSubstr("mended at main"));
    EXPECT_THAT(open_loans(there.data), testing::IsEmpty()) << "as the book of record says";
    EXPECT_EQ(reconcile().exit_code, 1) << "what that lending was charged";
    EXPECT_EQ(reconcile({"--accept", number_of("fees "), "--reason", "paid at the desk"}).exit_code, 0);
    EXPECT_EQ(reconcile().exit_code, 0) << "accepted rows stay, and hold nothing up";
    here->signal(SIGHUP);
    EXPECT_TRUE(here->comes_to_log("CIRC-1007"));
    EXPECT_THAT(local.ask({"11", "AA=" + chidi, "AB=" + reader_of_books, "BO=Y"}), StartsWith("121"));
    EXPECT_THAT(open_loans(there.data), testing::IsEmpty()) << "local, and told to nobody";
}

TEST_F(a_canary_day, finds_by_its_items_what_a_reader_has_there_whom_it_does_not_know) {
    begin();
    const std::string stranger = "29012000008001";
    const std::string lent = "39012000000133";
    const auto added = test::circdesk(
        there.data, {"patron", "add", stranger, "--name", "Guest", "--category", "adult", "--branch", "MAIN"});
    EXPECT_EQ(added.exit_code, 0) << added.output;
    kiosk elsewhere(*there.running, "kiosk1");
    EXPECT_THAT(elsewhere.ask({"11", "AA=" + stranger, "AB=" + lent}), StartsWith("121"));
    EXPECT_EQ(reconcile().exit_code, 0) << "of the readers whom we know";
    const auto differs = reconcile({"--items"});
    EXPECT_EQ(differs.exit_code, 1);
    EXPECT_THAT(differs.output, HasSubstr(lent));
    EXPECT_EQ(reconcile().exit_code, 1) << "the row stays until it has gone";
    const auto mended = reconcile({"--mend", number_of("loan ")});
    EXPECT_EQ(mended.exit_code, 0) << mended.output;
    const auto after = reconcile();
    EXPECT_EQ(after.exit_code, 0) << after.output;
}

TEST_F(a_canary_day, ends_with_both_books_mended_by_the_book_of_record) {
    begin();
    const auto here_too = [&](const std::vector<std::string>& words) {
        const auto did = test::circdesk(data, words);
        EXPECT_EQ(did.exit_code, 0) << did.output;
    };
    const auto only_there = [&](const std::vector<std::string>& words) {
        const auto did = test::circdesk(there.data, words);
        EXPECT_EQ(did.exit_code, 0) << did.output;
    };
    here_too({"fee", "add", anna, "damage", "4.50", "--reason", "coffee"});
    here_too({"patron", "block", anna, "--reason", "mail came back"});
    only_there({"fee", "add", chidi, "damage", "2.00", "--reason", "coffee"});
    kiosk elsewhere(*there.running, "kiosk1");
    EXPECT_THAT(elsewhere.ask({"15", "AA=" + chidi, "AB=39012000002535", "BY=2"}), StartsWith("161"));
    const std::string lent = "39012000000133"; // a book: lent for nothing
    kiosk local(*here, "kiosk1");
    EXPECT_THAT(local.ask({"11", "AA=" + chidi, "AB=" + lent}), StartsWith("121"));
    EXPECT_TRUE(outbox_is_empty());
    here_too({"hold", "place", "29012000000036", lent});
    EXPECT_EQ(reconcile().exit_code, 1);
    for (const auto* const kind : {"fees ", "block ", "fees ", "hold ", "hold "}) {
        const auto mended = reconcile({"--mend", number_of(kind)});
        EXPECT_EQ(mended.exit_code, 0) << kind << mended.output;
        static_cast<void>(reconcile());
    }
    const auto differs = reconcile();
    EXPECT_EQ(differs.exit_code, 0) << differs.output;
    EXPECT_THAT(open_fees(there.data), testing::ElementsAre(HasSubstr("450")));
    EXPECT_THAT(blocks(there.data), testing::ElementsAre(HasSubstr("Lindqvist")));

    here_too({"patron", "unblock", anna, "--reason", "new address given"});
    only_there({"patron", "block", chidi, "--reason", "by staff"});
    EXPECT_EQ(reconcile().exit_code, 1);
    EXPECT_EQ(reconcile({"--mend", number_of("block ")}).exit_code, 0) << "what we had set";
    static_cast<void>(reconcile());
    const auto stays = reconcile({"--mend", number_of("block ")});
    EXPECT_NE(stays.exit_code, 0) << "nobody else's block is lifted";
    EXPECT_THAT(stays.output, HasSubstr("--accept")) << "what ends the row is said";
}

} // namespace
