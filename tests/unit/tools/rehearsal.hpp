#pragma once

#include "protocol/marc/iso2709.hpp"
#include "server/circulation/local_time.hpp"
#include "tests/unit/tools/arriving_library.hpp"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <tuple>

// What a rehearsal of a move is played with: the files of an old system with 5,000 items, 500 open
// loans, 200 holds and fees, and what that system states of them.

namespace circ::test {

inline constexpr int titles = 2500; // with two items each
inline constexpr int readers = 400;
inline constexpr int loans = 500;
inline constexpr int holds = 200;
inline constexpr int fees = 150;

inline std::string barcode(int n) {
    return "3900" + std::to_string(100'000 + n);
}
inline std::string card(int n) {
    return "2900" + std::to_string(100'000 + n);
}
inline const char* branch(int n) {
    return n % 3 == 0 ? "NORTH" : "MAIN";
}
inline const char* item_type(int n) {
    return n % 5 == 0 ? "dvd" : "book";
}

inline std::string day(int from_today) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return circulation::iso_date(
        storage::local_date((today + std::chrono::days(from_today)).time_since_epoch()));
}

inline std::string amount(std::int64_t cents) {
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%d.%02d",
                  static_cast<int>(cents / 100),
                  static_cast<int>(cents % 100));
    return text.data();
}

/// What the old system states, counted as its rows are written.
class statement {
public:
    void count(const std::string& what,
               const std::string& where,
               const std::string& type,
               std::int64_t cents = 0) {
        auto& row = rows_[{what, where, type}];
        ++row.number;
        row.cents += cents;
    }
    [[nodiscard]] std::string text() const {
        std::string all = "what,branch,type,number,amount\n";
        for (const auto& [key, row] : rows_)
            all += std::get<0>(key) + ',' + std::get<1>(key) + ',' + std::get<2>(key) + ',' +
                   std::to_string(row.number) + ',' + (row.cents != 0 ? amount(row.cents) : "") +
                   '\n';
        return all;
    }

private:
    struct figures {
        int number = 0;
        std::int64_t cents = 0;
    };
    std::map<std::tuple<std::string, std::string, std::string>, figures> rows_;
};

class rehearsal : public arriving_library {
protected:
    void write_files() {
        std::string records;
        for (int i = 0; i < titles; ++i) {
            protocol::marc::record made;
            made.leader = "00000nam a2200000 i 4500";
            made.control_fields.push_back({"001", "t" + std::to_string(i)});
            made.data_fields.push_back(
                {.tag = "245", .subfields = {{'a', "Title " + std::to_string(i)}}});
            for (const int n : {2 * i, 2 * i + 1})
                made.data_fields.push_back({.tag = "952",
                                            .subfields = {{'p', barcode(n)},
                                                          {'a', branch(n)},
                                                          {'y', item_type(n)},
                                                          {'v', "12.50"}}});
            records += protocol::marc::to_iso2709(made).value();
        }
        write("titles.mrc", records);

        std::string patrons = "cardnumber,surname,firstname,categorycode,branchcode\n";
        for (int i = 0; i < readers; ++i)
            patrons += card(i) + ",Name" + std::to_string(i) + ",A,adult," + branch(i) + '\n';
        write("patrons.csv", patrons);

        std::string issues = "cardnumber,barcode,issuedate,date_due,renewals_count,state\n";
        for (int i = 0; i < loans; ++i) {
            const char* state = i % 50 == 0 ? "lost" : i % 60 == 0 ? "claimed" : "";
            issues += card(i % readers) + ',' + barcode(i * 7) + ',' + day(-20 - i % 9) + ' ' +
                      "10:15:30," + day(i % 30 - 10) + ',' + std::to_string(i % 3) + ',' + state +
                      '\n';
            stated.count(*state == 0 ? "loans" : state, branch(i * 7), item_type(i * 7));
        }
        write("loans.csv", issues);

        std::string reserves =
            "cardnumber,biblionumber,barcode,branchcode,reservedate,priority,found\n";
        for (int i = 0; i < holds; ++i) {
            const bool waits_on_shelf = i % 10 == 0;
            // Titles from 1800 on have nothing on loan.
            reserves += card((i * 3) % readers) + ",t" + std::to_string(1800 + i) + ',' +
                        (waits_on_shelf ? barcode(2 * (1800 + i)) : "") + ',' + branch(i) + ',' +
                        day(-i % 40) + ',' + (waits_on_shelf ? "0,W" : "1,") + '\n';
            stated.count("holds", branch(i), waits_on_shelf ? "on_shelf" : "queued");
        }
        write("holds.csv", reserves);

        std::string lines =
            "accountlines_id,cardnumber,debit_type_code,amountoutstanding,barcode,date\n";
        for (int i = 0; i < fees; ++i) {
            const bool is_lost = i % 4 == 0;
            const std::int64_t cents = 25 + i * 13;
            lines += std::to_string(7000 + i) + ',' + card(i) + ',' +
                     (is_lost ? "LOST," : "OVERDUE,") + amount(cents) + ',' +
                     (is_lost ? barcode(i * 7) : "") + ',' + day(-i) + '\n';
            stated.count("fees", branch(i), is_lost ? "replacement" : "overdue", cents);
        }
        write("fees.csv", lines);

        write("credits.csv", "card,amount\n" + card(200) + ",3.75\n" + card(201) + ",0.05\n");
        stated.count("credits", branch(200), "", 375);
        stated.count("credits", branch(201), "", 5);
        write("blocks.csv",
              "card,kind,reason\n" + card(5) + ",block,moved away\n" + card(6) +
                  ",note,reads German\n");
        stated.count("blocks", branch(5), "");
        stated.count("notes", branch(6), "");
        write("stated.csv", stated.text());
    }

    void bring_in() {
        expect_done("marc " + file("titles.mrc") + " --items koha952");
        expect_done("patrons " + file("patrons.csv"));
        bring_in_business();
    }
    void bring_in_business() {
        for (const std::string kind : {"loans", "holds", "fees", "credits", "blocks"})
            expect_done(kind + ' ' + file(kind + ".csv"));
    }
    void expect_done(const std::string& what) {
        const auto told = run("circdesk import " + what);
        EXPECT_EQ(told.code, tool::done) << what << '\n' << told.wrong << told.out;
    }
    void replace(const std::string& name, const std::string& from, const std::string& to) {
        std::string text = read(name);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        write(name, text.replace(at, from.size(), to));
    }

    statement stated;
};

} // namespace circ::test
