// What the server reaches, beside the limits of this machine in the same run: a plain line echo for
// what only reads, a bare SQLite loop for what is made durable. Rounds alternate; what counts is the
// median of their ratios.
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/daemon_process.hpp"
#include "tests/bench/kiosks.hpp"
#include "tests/bench/library.hpp"
#include "tests/bench/line_echo.hpp"

#include <algorithm>
#include <charconv>
#include <iomanip>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace circ::bench;
using std::chrono::milliseconds;

struct asked {
    std::size_t kiosks = 64;
    std::size_t items = 100'000;
    std::size_t patrons = 10'000;
    std::size_t rounds = 5;
    std::size_t span = 2000; ///< milliseconds a measurement
    std::string data = "/tmp/circdesk-bench";
};

asked read_arguments(int argc, char** argv) {
    asked to;
    const std::map<std::string, std::size_t*> numbers{{"--kiosks", &to.kiosks}, {"--items", &to.items}, {"--patrons", &to.patrons},
                                                      {"--rounds", &to.rounds}, {"--span", &to.span}};
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        if (name == "--data")
            to.data = value;
        else if (const auto found = numbers.find(name); found != numbers.end())
            std::from_chars(value.data(), value.data() + value.size(), *found->second);
        else
            throw std::runtime_error("circ_bench [--kiosks N] [--items N] [--patrons N] [--rounds N] [--span MS] [--data DIR]");
    }
    return to;
}

constexpr const char* date = "20260317    142615"; // years away from our clock: never a repeat
constexpr const char* blank_date = "                  ";

/// Picks at random, each kiosk in its own share, so that no two want the same item.
class picker {
public:
    picker(std::size_t kiosks, std::size_t of) : share_(of / kiosks) {
        for (std::size_t i = 0; i < kiosks; ++i) random_.emplace_back(static_cast<unsigned>(i + 1));
    }
    std::size_t operator()(std::size_t kiosk) {
        return kiosk * share_ + std::uniform_int_distribution<std::size_t>(0, share_ - 1)(random_[kiosk]);
    }

private:
    std::size_t share_;
    std::vector<std::minstd_rand> random_;
};

dialogue status_dialogue() {
    return {.next = [](std::size_t) { return std::string("9900802.00"); },
            .verify = [](std::size_t, std::string_view answer) { return answer.starts_with("98YYY"); }};
}

dialogue item_dialogue(const made_library& of, std::size_t kiosks) {
    auto pick = std::make_shared<picker>(kiosks, of.items);
    auto item = std::make_shared<std::vector<std::string>>(kiosks);
    return {.next = [=](std::size_t who) { return std::string("17") + date + "AOBENCH|AB" + ((*item)[who] = of.item((*pick)(who))) + "|"; },
            .verify = [=](std::size_t who, std::string_view answer) {
                return answer.starts_with("18") && answer.find("AB" + (*item)[who] + "|") != std::string_view::npos;
            }};
}

dialogue patron_dialogue(const made_library& of, std::size_t kiosks) {
    auto pick = std::make_shared<picker>(kiosks, of.patrons);
    auto card = std::make_shared<std::vector<std::string>>(kiosks);
    return {.next = [=](std::size_t who) {
                return std::string("63001") + date + "          AOBENCH|AA" + ((*card)[who] = of.card((*pick)(who))) + "|AD" + made_library::pin + "|";
            },
            .verify = [=](std::size_t who, std::string_view answer) {
                return answer.starts_with("64") && answer.find("AA" + (*card)[who] + "|") != std::string_view::npos &&
                       answer.find("CQY|") != std::string_view::npos;
            }};
}

/// A checkout and the checkin of the same item, in turn.
dialogue circulation_dialogue(const made_library& of, std::size_t kiosks) {
    struct kiosk {
        std::string item;
        bool lending = false;
    };
    auto pick = std::make_shared<picker>(kiosks, of.items);
    auto who_pays = std::make_shared<picker>(kiosks, of.patrons);
    auto all = std::make_shared<std::vector<kiosk>>(kiosks);
    return {.next = [=](std::size_t who) {
                kiosk& me = (*all)[who];
                me.lending = !me.lending;
                if (!me.lending) return std::string("09N") + date + blank_date + "APMAIN|AOBENCH|AB" + me.item + "|AC|";
                me.item = of.item((*pick)(who));
                return std::string("11YN") + date + blank_date + "AOBENCH|AA" + of.card((*who_pays)(who)) + "|AB" + me.item + "|AC|AD" + made_library::pin + "|";
            },
            .verify = [=](std::size_t who, std::string_view answer) {
                const kiosk& me = (*all)[who];
                return answer.starts_with(me.lending ? "121N" : "101Y") && answer.find("AB" + me.item + "|") != std::string_view::npos;
            },
            .is_at_rest = [=](std::size_t who) { return !(*all)[who].lending; }};
}

double median(std::vector<double> of) {
    std::sort(of.begin(), of.end());
    return of[of.size() / 2];
}

struct row {
    std::string name;
    std::vector<double> ours, limit, ratio, median_us, p99_us, limit_p99_us;
    std::uint64_t answers = 0, mismatches = 0;

    void add(const measured& us, const measured& bound) {
        ours.push_back(us.per_second);
        limit.push_back(bound.per_second);
        ratio.push_back(us.per_second / bound.per_second);
        median_us.push_back(us.median.count());
        p99_us.push_back(us.p99.count());
        limit_p99_us.push_back(bound.p99.count());
        answers += us.answers;
        mismatches += us.mismatches;
    }
};

void print(const std::vector<row>& rows) {
    std::cout << std::left << std::setw(26) << "what" << std::right << std::setw(12) << "ours/s" << std::setw(12) << "limit/s"
              << std::setw(8) << "ratio" << std::setw(11) << "p50 us" << std::setw(11) << "p99 us" << std::setw(14) << "limit p99 us"
              << std::setw(12) << "answers" << std::setw(12) << "mismatches" << '\n' << std::fixed;
    for (const auto& each : rows)
        std::cout << std::left << std::setw(26) << each.name << std::right << std::setprecision(0) << std::setw(12) << median(each.ours)
                  << std::setw(12) << median(each.limit) << std::setprecision(2) << std::setw(8) << median(each.ratio)
                  << std::setprecision(0) << std::setw(11) << median(each.median_us) << std::setw(11) << median(each.p99_us)
                  << std::setw(14) << median(each.limit_p99_us) << std::setw(12) << each.answers << std::setw(12) << each.mismatches << '\n';
}

measured echo_of(const measured& like, std::size_t kiosks, milliseconds span) {
    const line_echo echo(like.answer_bytes);
    const std::string line(like.request_bytes - 1, 'x');
    return drive(echo.port(), kiosks, span, {}, {.next = [&](std::size_t) { return line; },
                                                 .verify = [](std::size_t, std::string_view) { return true; },
                                                 .checks_tail = false});
}

int run(const asked& how) {
    std::cerr << "making a library of " << how.items << " items and " << how.patrons << " patrons, if it is not there\n";
    const auto library = make_library(how.data, how.items, how.patrons);
    const daemon_process daemon(library.data_dir, "");
    const auto span = milliseconds(how.span);
    const auto ask = [&](const dialogue& what) { return drive(daemon.port(), how.kiosks, span, made_library::login, what); };
    (void)ask(item_dialogue(library, how.kiosks)); // caches warm

    std::vector<row> rows{{.name = "99 status / echo"}, {.name = "17 item / echo"}, {.name = "63 account / echo"},
                          {.name = "11+09 durable / SQLite"}};
    for (std::size_t round = 0; round < how.rounds; ++round) {
        std::cerr << "round " << round + 1 << " of " << how.rounds << '\n';
        const dialogue reads[] = {status_dialogue(), item_dialogue(library, how.kiosks), patron_dialogue(library, how.kiosks)};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto ours = ask(reads[i]);
            rows[i].add(ours, echo_of(ours, how.kiosks, span));
        }
        const auto durable = ask(circulation_dialogue(library, how.kiosks));
        rows[3].add(durable, bare_sqlite(library.data_dir / "bare.sqlite", how.items, how.kiosks, span));
    }
    print(rows);
    return std::any_of(rows.begin(), rows.end(), [](const row& each) { return each.mismatches > 0; }) ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(read_arguments(argc, argv));
    } catch (const std::exception& failure) {
        std::cerr << "circ_bench: " << failure.what() << '\n';
        return 2;
    }
}
