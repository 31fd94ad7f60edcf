// A library moves in and counts its shelves while its kiosks go on: the built tool beside the built daemon.
#include "tests/integration/verified_kiosk.hpp"
#include "tests/support/running_daemon.hpp"

#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

namespace {

using namespace circ;
namespace fs = std::filesystem;
using test::now_message;
using test::verified_kiosk;
using testing::HasSubstr;

constexpr int kiosks = 4;
constexpr int items_per_kiosk = 3;
constexpr int arriving = 3000;
constexpr int unseen = 50; ///< of those that have arrived

std::string item_of(int kiosk, int number) { return "L" + std::to_string(kiosk) + '-' + std::to_string(number); }
std::string card_of(int kiosk) { return "C" + std::to_string(kiosk); }
std::string arrived(int number) { return "A" + std::to_string(number); }

std::string written(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

constexpr const char* item_columns = "barcode,control_number,branch,item_type,location\n";
std::string item_row(const std::string& barcode) { return barcode + ",demo0300,MAIN,book,Attic\n"; }

std::string arriving_items() {
    std::string text = item_columns;
    for (int i = 0; i < arriving; ++i) text += item_row(arrived(i));
    return text;
}

/// Some with a PIN, and children who stand before those who answer for them.
std::string arriving_patrons() {
    std::string text = "card,family_name,category,branch,pin,guarantor\n";
    for (int i = 0; i < 1000; ++i)
        text += "P" + std::to_string(i) + ",Reader," + (i % 4 == 0 ? "child" : "adult") + ",MAIN," + (i < 40 ? "4471" : "") + ',' +
                (i % 4 == 0 ? "P" + std::to_string(i + 1) : "") + '\n';
    return text;
}

std::string whole_scan() {
    std::string text;
    for (int i = 0; i < arriving - unseen; ++i) text += arrived(i) + '\n';
    return text;
}

void expect_done(const fs::path& data, std::vector<std::string> line) {
    std::string said;
    for (const auto& each : line) said.append(each).append(" ");
    const auto made = test::circdesk(data, std::move(line));
    EXPECT_EQ(made.exit_code, 0) << said << ": " << made.output;
}

/// Kiosks of MAIN, each lending and taking back its own items in turn until this goes.
class busy_kiosks {
public:
    explicit busy_kiosks(std::uint16_t port) {
        for (int k = 0; k < kiosks; ++k) threads_.emplace_back([this, port, k] { work(port, k); });
    }
    ~busy_kiosks() { stop(); }
    busy_kiosks(const busy_kiosks&) = delete;
    busy_kiosks& operator=(const busy_kiosks&) = delete;

    /// Until each has had every item of its own in hand once more.
    void await_a_whole_round() {
        for (auto& each : rounds_) {
            const int wanted = each + 2; // one may be half over
            for (int seen = each; seen < wanted; seen = each) each.wait(seen);
        }
    }

    void stop() {
        is_over_ = true;
        for (auto& each : threads_)
            if (each.joinable()) each.join();
    }
    /// What was answered otherwise than it had to be. @pre stopped
    [[nodiscard]] const std::vector<std::string>& wrong() const { return wrong_; }
    [[nodiscard]] int rounds() const {
        int all = 0;
        for (const auto& each : rounds_) all += each;
        return all;
    }

private:
    void work(std::uint16_t port, int k) {
        auto& rounds = rounds_.at(static_cast<std::size_t>(k));
        try {
            verified_kiosk me(port);
            while (!is_over_) {
                go_round(me, k, rounds);
                ++rounds;
                rounds.notify_all();
            }
        } catch (const std::exception& failure) {
            const std::lock_guard lock(mutex_);
            wrong_.emplace_back(failure.what());
            rounds = 1'000'000; // nobody waits for this one any more
            rounds.notify_all();
        }
    }

    static void go_round(verified_kiosk& me, int k, int round) {
        const std::string card = card_of(k);
        for (int i = 0; i < items_per_kiosk; ++i) {
            const std::string item = item_of(k, i);
            const std::string about = "AA" + card + "|AB" + item + "|";
            me.ask(now_message({"item_information", "AB=" + item}), "1803", "AB" + item + "|");
            me.ask(now_message({"checkout", "AA=" + card, "AB=" + item}), "121N", about);
            me.ask(now_message({"item_information", "AB=" + item}), "1804", "AB" + item + "|");
            // Whether it is there just now is the import's business; that it is asked for is answered.
            const std::string other = arrived(round * 7 % arriving);
            me.ask(now_message({"item_information", "AB=" + other}), "18", "AB" + other + "|");
            me.ask(now_message({"checkin", "AB=" + item}), "101Y", "AB" + item + "|");
        }
    }

    std::atomic<bool> is_over_ = false;
    std::array<std::atomic<int>, kiosks> rounds_{};
    std::mutex mutex_;
    std::vector<std::string> wrong_;
    std::vector<std::thread> threads_;
};

fs::path library() {
    const auto data = test::fresh_demo_library();
    std::string items = item_columns;
    std::string patrons = "card,family_name,category,branch\n";
    for (int k = 0; k < kiosks; ++k) {
        patrons += card_of(k) + ",Reader,institution,MAIN\n";
        for (int i = 0; i < items_per_kiosk; ++i) items += item_row(item_of(k, i));
    }
    expect_done(data, {"import", "items", written(data / "kiosk-items.csv", items)});
    expect_done(data, {"import", "patrons", written(data / "kiosk-patrons.csv", patrons)});
    return data;
}

std::string one(const fs::path& data, const std::string& sql) {
    const auto found = test::column_of(data, sql);
    return found.empty() ? std::string() : found.front();
}

/// Kills an import after its first batch. @return its number
std::string cut_short(const fs::path& data, const std::string& file) {
    test::tool_beside importing(data, {"import", "items", file});
    const std::string last = " FROM import_run ORDER BY number DESC LIMIT 1";
    while (importing.is_at_work() &&
           one(data, "SELECT CASE WHEN file LIKE '%arriving-items.csv' THEN position ELSE 0 END" + last) == "0") {
    }
    EXPECT_TRUE(importing.kill()) << "it was through before it could be killed";
    return one(data, "SELECT number" + last);
}

std::string arrived_items(const fs::path& data) { return one(data, "SELECT COUNT(*) FROM item WHERE barcode LIKE 'A%'"); }

TEST(beside_the_daemon, a_library_moves_in_and_counts_while_its_kiosks_go_on) {
    const auto data = library();
    test::running_daemon daemon(data);
    busy_kiosks kiosks_at_work(daemon.port());

    const auto items = written(data / "arriving-items.csv", arriving_items());
    const auto run = cut_short(data, items);
    EXPECT_NE(arrived_items(data), "0");
    expect_done(data, {"import", "resume", run});
    EXPECT_EQ(arrived_items(data), std::to_string(arriving));
    expect_done(data, {"import", "undo", run, "--yes"});
    EXPECT_EQ(arrived_items(data), "0");
    expect_done(data, {"import", "items", items});
    expect_done(data, {"import", "patrons", written(data / "arriving-patrons.csv", arriving_patrons())});
    EXPECT_EQ(one(data, "SELECT COUNT(*) FROM patron WHERE guarantor IS NOT NULL AND category = 'child' AND family_name = 'Reader'"), "250");

    expect_done(data, {"count", "start", "attic", "--branch", "MAIN", "--location", "Attic"});
    expect_done(data, {"count", "scan", "attic", written(data / "attic.txt", whole_scan()), "--any-order"});
    kiosks_at_work.await_a_whole_round();
    const auto undo = (data / "attic.undo").string();
    expect_done(data, {"count", "commit", "attic", "--undo-file", undo, "--yes"});
    EXPECT_EQ(one(data, "SELECT COUNT(*) FROM item WHERE state = 3 AND location = 'Attic'"), std::to_string(unseen))
        << "of what a kiosk has had in hand nothing is missing";
    EXPECT_THAT(test::circdesk(data, {"count", "undo", undo, "--at", "MAIN", "--reason", "for a test", "--yes"}).output,
                HasSubstr(std::to_string(unseen) + " items are as before; left alone, as changed since: 0"));
    kiosks_at_work.await_a_whole_round();

    kiosks_at_work.stop();
    for (const auto& each : kiosks_at_work.wrong()) ADD_FAILURE() << each;
    EXPECT_GE(kiosks_at_work.rounds(), kiosks * 4);
    EXPECT_EQ(daemon.stop(), 0);
    expect_done(data, {"check"});
}

} // namespace
