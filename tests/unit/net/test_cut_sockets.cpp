// A connection that breaks at each of twelve points between a request and its answer. The device
// connects again and repeats the same bytes, five times, until it has its answer: each loan, each
// return and every other change happens once, and leaves one event. At each point that is tried with a
// thousand loans and returns, and with fifty readers for each of the other dialogues.
#include "server/net/listener.hpp"
#include "server/net/local_backend.hpp"
#include "storage/check.hpp"
#include "tests/unit/net/changing_dialogues.hpp"
#include "tests/unit/net/cutting.hpp"
#include "tests/unit/net/desk.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <thread>

namespace circ::net::test {

inline void PrintTo(const cut_point_name& which, std::ostream* out) {
    *out << which.name;
}

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// By the device, of each message: its connection breaks at the first asking and at each repeat but the last.
constexpr unsigned repeats = 5;

/// Loans and returns, for each point; a thousand unless CIRC_CUT_TRANSACTIONS says otherwise.
std::size_t transactions() {
    const char* told = std::getenv("CIRC_CUT_TRANSACTIONS");
    return told == nullptr ? 1000 : static_cast<std::size_t>(std::atoi(told));
}

/// Of each other dialogue, for each point: a twentieth, as there are more than a dozen of them. They go the
/// same way from the socket to the writer as loans and returns do, which look for what comes seldom; what is
/// their own is how each is known again, and that is the same for every reader.
std::size_t readers() {
    return std::max<std::size_t>(transactions() / 20, 1);
}

void add_books(storage::store& to, storage::institution_id of, storage::branch_id at, std::size_t how_many) {
    storage::write_and_wait(to, [&](storage::unit_of_work& unit) {
        storage::title title{.id = unit.new_id<storage::title_id>(), .institution = of, .control_number = "c1",
                             .text = "The art of fugue", .author = "Bach, Johann"};
        unit.add(title);
        for (std::size_t n = 0; n < how_many; ++n)
            unit.add(storage::item{.id = unit.new_id<storage::item_id>(), .institution = of, .barcode = "b" + std::to_string(n),
                                   .title = title.id, .branch = at, .place = at, .item_type = "book"});
        storage::patron reader{.id = unit.new_id<storage::patron_id>(), .institution = of, .family_name = "Reader"};
        reader.category = "adult";
        reader.branch = at;
        reader.pin_verifier = quick_verifier;
        unit.add(reader);
        unit.add(storage::card{.id = unit.new_id<storage::card_id>(), .institution = of, .number = "p1", .patron = reader.id});
    });
}

/// A server over the whole way from the socket to the disk, on a thread of its own.
class served_desk {
public:
    served_desk() {
        here.settings.profiles["standard"] = cut_profile();
        rules.set_rules(std::make_shared<circulation::policy>(cut_policy()), {});
        here.parts.performer = &outer;
        here.parts.log = quiet.get();
        config::listener_settings how;
        how.port = 0;
        how.terminal = "open";
        door.emplace(here.io.get_executor(), how, listener::limits{}, here.parts, here.sessions);
        door->start();
        loop = std::thread{[this] { here.io.run(); }};
    }
    ~served_desk() {
        asio::post(here.io, [this] {
            door->close();
            here.sessions.finish_all([this] { here.io.stop(); });
        });
        loop.join();
    }
    served_desk(const served_desk&) = delete;
    served_desk& operator=(const served_desk&) = delete;

    desk here;
    cutter scissors;
    cutting_store between{here.library.store(), scissors};
    async_store storing{between, here.io.get_executor()};
    hashing_pool pool{1, 64};
    pin_prover pins{pool, "", {.most_remembered = 0}}; // so that each PIN is proved anew
    std::unique_ptr<log::logger> quiet = log::discard_logger();
    seen_items seen{storing, here.io.get_executor(), here.clock, *quiet, std::chrono::seconds{1}};
    local_backend rules{storing, pins, seen, here.clock, *quiet};
    cutting_backend outer{rules, pool, scissors};
    std::optional<listener> door;
    asio::executor_work_guard<asio::io_context::executor_type> stays = asio::make_work_guard(here.io);
    std::thread loop;
};

/// What one connection brings: the answer, or nothing where it broke before.
class device {
public:
    explicit device(std::uint16_t port) { socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port)); }

    void say(std::string_view bytes) {
        boost::system::error_code gone; // then no answer comes
        asio::write(socket_, asio::buffer(bytes), gone);
    }

    [[nodiscard]] std::string hear() {
        std::string heard;
        boost::system::error_code gone;
        const auto length = asio::read_until(socket_, asio::dynamic_buffer(heard), '\r', gone);
        return heard.substr(0, length);
    }

    /// Some of the answer, and then no more: what was not read is answered by a reset.
    void hear_a_byte() {
        char one = 0;
        boost::system::error_code gone;
        asio::read(socket_, asio::buffer(&one, 1), gone);
    }

    [[nodiscard]] int handle() { return socket_.native_handle(); }

private:
    asio::io_context unused_; // all is done by waiting
    tcp::socket socket_{unused_};
};

class a_cut_socket : public testing::TestWithParam<cut_point_name> {
protected:
    /// Sends the request over a connection that breaks at the point.
    /// @return whether nothing was heard
    [[nodiscard]] static bool breaks(served_desk& in, const std::string& request) {
        device who(in.door->port());
        const std::string_view line = request;
        switch (GetParam().where) {
        case cut_point::before_the_first_byte:
            return true;
        case cut_point::in_the_middle:
            who.say(line.substr(0, line.size() / 2));
            return true;
        case cut_point::before_the_line_end:
            who.say(line.substr(0, line.size() - 1));
            return true;
        case cut_point::behind_the_line_end:
            who.say(line);
            return true;
        case cut_point::in_the_answer:
            who.say(line);
            who.hear_a_byte();
            return true;
        case cut_point::behind_the_answer:
            who.say(line);
            return !who.hear().empty();
        default:
            in.scissors.arm(GetParam().where, who.handle());
            who.say(line);
            return who.hear().empty();
        }
    }

    /// Asks over connections that break, and then over one that holds.
    /// @param request of an attempt, from 0 @return the answer
    [[nodiscard]] std::string ask_until_answered(served_desk& in, const std::function<std::string(unsigned)>& request) {
        for (unsigned attempt = 0; attempt < repeats; ++attempt, ++cuts_)
            broke_ += breaks(in, request(attempt)) ? 1U : 0U;
        device who(in.door->port());
        who.say(request(repeats));
        return who.hear();
    }

    using row_counts = std::map<std::string, std::int64_t, std::less<>>;

    static row_counts rows_in(served_desk& in) {
        row_counts rows;
        in.here.library.store().read([&](storage::reader& over) {
            const auto counted = over.row_counts();
            rows = row_counts(counted.begin(), counted.end());
        });
        return rows;
    }

    static std::size_t violations_in(served_desk& in) {
        std::size_t found = 0;
        in.here.library.store().read([&](storage::reader& over) { found = storage::check(over).size(); });
        return found;
    }

    static void prepare(served_desk& in, const changing_dialogue& what, std::size_t first) {
        storage::write_and_wait(in.here.library.store(), [&](storage::unit_of_work& unit) {
            for (std::size_t n = 0; n < readers(); ++n) what.prepare(unit, in.here.library, first + n);
        });
    }

    void have(served_desk& in, const changing_dialogue& what, std::size_t reader) {
        for (const auto& message : what.messages) {
            const auto answer = ask_until_answered(in, [&](unsigned attempt) { return message.ask(reader, attempt); });
            ASSERT_THAT(answer, testing::StartsWith(std::string(message.answer)));
        }
    }

    static void expect_once(served_desk& in, const changing_dialogue& what, std::size_t first) {
        in.here.library.store().read([&](storage::reader& over) {
            for (std::size_t n = first; n < first + readers(); ++n)
                EXPECT_EQ(state_of(over, in.here.library, n, in.here.clock.now()), what.leaves) << "reader " << n;
        });
    }

    /// What a dialogue with each reader should have added.
    static row_counts added_by(const changing_dialogue& what) {
        row_counts added;
        for (const auto table : watched_tables) added.emplace(table, 0);
        for (const auto& [table, rows] : what.adds)
            added.find(table)->second = rows * static_cast<std::int64_t>(readers());
        return added;
    }

    static row_counts added_since(const row_counts& before, served_desk& in) {
        const auto after = rows_in(in);
        row_counts added;
        for (const auto table : watched_tables)
            added.emplace(table, after.find(table)->second - before.find(table)->second);
        return added;
    }

    std::size_t cuts_ = 0;
    std::size_t broke_ = 0;
};

std::string checkout_of(std::size_t book) {
    return "11YN20260317    142530                  AORIV|AAp1|ABb" + std::to_string(book) + "|AC|AD1001|BON|BIN|\r";
}

std::string checkin_of(std::size_t book) {
    return "09N20260317    14253020260317    142530APRIV-MAIN|AORIV|ABb" + std::to_string(book) + "|AC|BIN|\r";
}

TEST_P(a_cut_socket, makes_a_device_repeat_and_the_library_do_it_once) {
    const std::size_t books = transactions() / 2;
    served_desk server;
    add_books(server.here.library.store(), server.here.library.institution, server.here.library.main, books);
    for (std::size_t n = 0; n < 2 * books; ++n) {
        const bool lends = n % 2 == 0;
        const std::string request = lends ? checkout_of(n / 2) : checkin_of(n / 2);
        ASSERT_THAT(ask_until_answered(server, [&](unsigned) { return request; }), testing::StartsWith(lends ? "121" : "101"))
            << "transaction " << n;
    }
    EXPECT_EQ(broke_, cuts_) << "each cut was made where it was to be";
    const auto rows = rows_in(server);
    EXPECT_EQ(rows.at("loan"), static_cast<std::int64_t>(books));
    EXPECT_EQ(rows.at("event"), static_cast<std::int64_t>(2 * books));
    std::size_t lent = 0;
    server.here.library.store().read([&](storage::reader& over) {
        for (std::size_t n = 0; n < books; ++n)
            lent += over.item_by_barcode(server.here.library.institution, "b" + std::to_string(n))->open_loan ? 1U : 0U;
    });
    EXPECT_EQ(lent, 0U);
    EXPECT_EQ(violations_in(server), 0U);
}

TEST_P(a_cut_socket, makes_a_device_repeat_and_every_other_change_happen_once) {
    served_desk server;
    std::size_t first = 0;
    for (const auto& dialogue : changing_dialogues()) {
        SCOPED_TRACE(std::string(dialogue.name));
        prepare(server, dialogue, first);
        const auto before = rows_in(server);
        for (std::size_t n = first; n < first + readers(); ++n)
            ASSERT_NO_FATAL_FAILURE(have(server, dialogue, n)) << "reader " << n;
        EXPECT_EQ(added_since(before, server), added_by(dialogue));
        expect_once(server, dialogue, first);
        first += readers();
    }
    EXPECT_EQ(broke_, cuts_) << "each cut was made where it was to be";
    EXPECT_EQ(violations_in(server), 0U);
}

INSTANTIATE_TEST_SUITE_P(each, a_cut_socket, testing::ValuesIn(cut_points),
                         [](const auto& one) { return std::string(one.param.name); });

} // namespace
} // namespace circ::net::test
