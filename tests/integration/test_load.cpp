// Many kiosks at once: every answer verified; then the same while the process is killed again and again.
#include "tests/integration/verified_kiosk.hpp"
#include "tests/support/running_daemon.hpp"

#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>

namespace {

using namespace circ;
using test::now_message;
using test::verified_kiosk;

/// Plain items that nobody waits for, and cards that may borrow: made for this test beside the demo's.
std::string item_of(int kiosk, int number) {
    return "L" + std::to_string(kiosk) + '-' + std::to_string(number);
}
std::string card_of(int kiosk) { return "C" + std::to_string(kiosk); }

constexpr int items_per_kiosk = 8;

std::filesystem::path library_for(int kiosks) {
    const auto data = test::fresh_demo_library();
    std::ofstream items(data / "items.csv");
    items << "barcode,control_number,branch,item_type\n";
    std::ofstream patrons(data / "patrons.csv");
    patrons << "card,family_name,category,branch\n";
    for (int kiosk = 0; kiosk < kiosks; ++kiosk) {
        patrons << card_of(kiosk) << ",Reader,institution,MAIN\n";
        for (int i = 0; i < items_per_kiosk; ++i) items << item_of(kiosk, i) << ",demo0300,MAIN,book\n";
    }
    items.close();
    patrons.close();
    EXPECT_EQ(test::circdesk(data, {"import", "items", (data / "items.csv").string()}).exit_code, 0);
    EXPECT_EQ(test::circdesk(data, {"import", "patrons", (data / "patrons.csv").string()}).exit_code, 0);
    return data;
}

TEST(load, sixty_four_kiosks_at_once_get_each_their_own_answers) {
    constexpr int kiosks = 64;
    const auto data = library_for(kiosks);
    test::running_daemon daemon(data);
    std::atomic<int> answers = 0;
    std::mutex mutex;
    std::vector<std::string> wrong;
    std::vector<std::thread> threads;
    for (int k = 0; k < kiosks; ++k)
        threads.emplace_back([&, k] {
            try {
                verified_kiosk me(daemon.port());
                for (int i = 0; i < items_per_kiosk; ++i) {
                    const std::string item = item_of(k, i);
                    const std::string card = card_of(k);
                    me.ask(now_message({"item_information", "AB=" + item}), "1803", "AB" + item + "|");
                    me.ask(now_message({"checkout", "AA=" + card, "AB=" + item}), "121N", "AA" + card + "|AB" + item + "|");
                    me.ask(now_message({"patron_information", "AA=" + card}), "64", "AA" + card + "|");
                    me.ask(now_message({"checkin", "AB=" + item}), "101Y", "AB" + item + "|");
                    answers += 4;
                }
            } catch (const std::exception& failure) {
                const std::lock_guard lock(mutex);
                wrong.emplace_back(failure.what());
            }
        });
    for (auto& each : threads) each.join();
    for (const auto& each : wrong) ADD_FAILURE() << each;
    EXPECT_EQ(answers, kiosks * items_per_kiosk * 4);
    EXPECT_EQ(daemon.stop(), 0);
    const auto checked = test::circdesk(data, {"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
}

int rounds() {
    const char* told = std::getenv("CIRC_KILL_ROUNDS");
    int number = 8;
    if (told != nullptr) std::from_chars(told, told + std::string_view(told).size(), number);
    return number;
}

/// A kiosk that goes on through crashes: lends and takes back in turn, and repeats what was not answered.
struct persistent_kiosk {
    int number = 0;
    int step = 0;            ///< even: lend, odd: take back
    std::string unanswered;  ///< said again after the restart
    int acknowledged = 0;
    std::atomic<int>* answered = nullptr; ///< of all kiosks in this round

    [[nodiscard]] std::string item() const { return item_of(number, step / 2 % items_per_kiosk); }

    void work(std::uint16_t port) {
        try {
            verified_kiosk me(port);
            for (;;) {
                const bool lends = step % 2 == 0;
                if (unanswered.empty())
                    unanswered = lends ? now_message({"checkout", "AA=" + card_of(number), "AB=" + item()})
                                       : now_message({"checkin", "AB=" + item()});
                me.ask(unanswered, lends ? "121N" : "101Y", "AB" + item() + "|");
                unanswered.clear();
                ++acknowledged;
                ++step;
                ++*answered;
                answered->notify_one();
            }
        } catch (const tool::complaint&) {
            // the process was killed under it: what is unanswered is repeated next time
        }
    }
};

TEST(load, loses_nothing_and_does_nothing_twice_when_killed_again_and_again) {
    constexpr int kiosks = 16;
    constexpr int most_answers = 100; // of a round
    const auto data = library_for(kiosks);
    std::vector<persistent_kiosk> all(kiosks);
    for (int k = 0; k < kiosks; ++k) all[static_cast<std::size_t>(k)].number = k;
    std::minstd_rand random(11);
    std::vector<std::string> wrong;
    std::mutex mutex;
    for (int round = 0; round < rounds(); ++round) {
        test::running_daemon daemon(data);
        std::vector<std::thread> threads;
        std::atomic<int> answered = 0;
        for (auto& each : all)
            threads.emplace_back([&] {
                try {
                    each.answered = &answered;
                    each.work(daemon.port());
                } catch (const std::exception& failure) {
                    const std::lock_guard lock(mutex);
                    wrong.emplace_back(failure.what());
                }
                answered = most_answers; // this one waits for nothing any more
                answered.notify_one();
            });
        // A random answer ends the round, and whatever the fifteen others have under way just then.
        const int last = std::uniform_int_distribution<int>(0, most_answers)(random);
        for (int seen = answered; seen < last; seen = answered) answered.wait(seen);
        daemon.kill();
        for (auto& each : threads) each.join();
    }
    for (const auto& each : wrong) ADD_FAILURE() << each;

    // Everybody finishes what is open; then the store must tell as many events as were acknowledged.
    test::running_daemon daemon(data);
    int acknowledged = 0;
    for (auto& each : all) {
        verified_kiosk me(daemon.port());
        const bool lends = each.step % 2 == 0;
        if (!each.unanswered.empty()) {
            me.ask(each.unanswered, lends ? "121N" : "101Y", "AB" + each.item() + "|");
            ++each.acknowledged;
            ++each.step;
        }
        acknowledged += each.acknowledged;
    }
    EXPECT_EQ(daemon.stop(), 0);
    const auto counted = test::count_events(data, {"checkout", "checkin"}, "L%");
    EXPECT_GT(acknowledged, kiosks);
    EXPECT_EQ(counted, acknowledged);
    const auto checked = test::circdesk(data, {"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    RecordProperty("acknowledged", acknowledged);
    std::printf("%d rounds, %d changes acknowledged, %d events in the store\n", rounds(), acknowledged, counted);
}

} // namespace
