// A checkout on a disk that fails at its first, second, third ... call, until it gets through: what
// was told done is there, what was told unavailable is not, and a repeat of the same request makes
// exactly one loan of it in any case.
#include "server/circulation/trail.hpp"
#include "storage/open_store.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/library_fixture.hpp"
#include "tests/unit/storage/outcomes.hpp"

#include <filesystem>
#include <latch>

namespace circ::test {
namespace {

using namespace circulation;
using storage::store;

/// Where the disk fails: above the store's own VFS there is none then, below it are the system's writes.
enum class place : std::uint8_t { vfs, system };

struct way_to_fail {
    std::string name;
    disk_fault what;
    bool lasts; ///< until the store is closed; else one call fails and the same store goes on
    place at = place::vfs;
};

void PrintTo(const way_to_fail& way, std::ostream* out) {
    *out << way.name;
}

/// A library with the items i1 to i3, of which each test has a copy.
class library_on_disk {
public:
    library_on_disk() {
        for (const char* barcode : {"i2", "i3"}) made_.add_item(barcode);
        made_.store.link().checkpoint_passive();
    }

    void copy_to(const std::string& path) const {
        for (const char* behind : {"", "-wal", "-shm"}) std::filesystem::remove(path + behind);
        std::filesystem::copy_file(made_.store.file(), path);
    }

    /// The request of a device, the same bytes each time.
    [[nodiscard]] checkout lending(const std::string& card, const std::string& item) const {
        return {.by = saying(made_.kiosk, made_.now, "11" + card + item), .card = card, .item = item};
    }

    [[nodiscard]] surroundings around(const checkout& asked, const store& in) const {
        return {.rules = made_.rules, .now = made_.now, .pin = pin_state::not_given,
                .digest = digest_of(asked.by.once_only_text, in.digest_key())};
    }

private:
    library_fixture made_;
};

class a_faulty_disk : public testing::TestWithParam<way_to_fail> {
protected:
    static const library_on_disk& library() {
        static const library_on_disk one;
        return one;
    }

    [[nodiscard]] std::unique_ptr<store> open() const {
        return storage::open_store({.path = path, .busy = std::chrono::milliseconds{1}, .events = {}});
    }

    static std::unique_ptr<failing_disk> insert_disk() {
        if (GetParam().at == place::system) return std::make_unique<faulty_writes>();
        return std::make_unique<faulty_disk>();
    }

    /// A unit of work that lends, and keeps what came of it.
    static store::work lend(const store& in, const checkout& asked, loan_outcome& made) {
        return [&in, &made, asked](storage::unit_of_work& unit) {
            made = perform(unit, asked, library().around(asked, in));
        };
    }

    /// What the device is told: it repeats its request until that is "done".
    static std::string told(store& in, const checkout& asked) {
        loan_outcome made;
        try {
            storage::write_and_wait(in, lend(in, asked, made));
        } catch (const storage::store_error&) {
            return outcome_of(std::current_exception());
        }
        return made.result == verdict::done ? "durable" : names_of(made.reasons);
    }

    static bool is_lent(store& in, const checkout& asked) {
        std::optional<storage::item_facts> found;
        in.read([&](storage::reader& over) { found = over.item_by_barcode(asked.by.institution, asked.item); });
        return found.value().open_loan.has_value();
    }

    static std::int64_t rows_of(store& in, std::string_view table) {
        std::int64_t rows = -1;
        in.read([&](storage::reader& over) {
            for (const auto& [name, count] : over.row_counts())
                if (name == table) rows = count;
        });
        return rows;
    }

    static std::size_t violations_in(store& in) {
        std::size_t found = 0;
        in.read([&](storage::reader& over) { found = storage::check(over).size(); });
        return found;
    }

    /// As nobody knows better, it is told unavailable or in doubt; a failing disk is no corrupt store.
    static void expect_truth(const std::string& said, bool lent, const std::string& where) {
        EXPECT_THAT(said, testing::AnyOf("durable", "unavailable", "in doubt")) << where;
        if (said == "in doubt") return;
        EXPECT_EQ(lent, said == "durable") << where << ": " << said;
    }

    scratch_folder folder;
    std::string path = folder.file("library.db");
};

TEST_P(a_faulty_disk, never_makes_a_checkout_done_that_is_not_durable) {
    const auto asked = library().lending("p1", "i1");
    int refused = 0;
    int call = 0;
    for (bool reached = true; reached;) {
        const std::string where = "call " + std::to_string(++call);
        library().copy_to(path);
        std::string said;
        {
            const auto disk = insert_disk();
            const auto store = open();
            disk->fail_at(call, GetParam().what, GetParam().lasts);
            said = told(*store, asked);
            reached = disk->has_failed();
            refused += said != "durable" ? 1 : 0;
            if (!GetParam().lasts) {
                disk->heal();
                expect_truth(said, is_lent(*store, asked), where + ", in the same store");
                said = told(*store, asked);
                EXPECT_EQ(said, "durable") << where << ", by the same store";
            }
        }
        const auto again = open();
        expect_truth(said, is_lent(*again, asked), where);
        EXPECT_EQ(told(*again, asked), "durable") << where;
        EXPECT_EQ(rows_of(*again, "loan"), 1) << where;
        EXPECT_EQ(rows_of(*again, "event"), 1) << where;
        EXPECT_EQ(violations_in(*again), 0U) << where;
        ASSERT_LT(call, 1000);
    }
    EXPECT_GT(call, GetParam().at == place::system ? 1 : 3) << "nothing was tried";
    EXPECT_TRUE(refused > 0 || !GetParam().lasts);
}

TEST_P(a_faulty_disk, costs_the_units_of_a_group_no_more_than_they_are_told) {
    const std::vector<checkout> asked{library().lending("p1", "i1"), library().lending("p2", "i2"), library().lending("p1", "i3")};
    int call = 0;
    for (bool reached = true; reached;) {
        const std::string where = "call " + std::to_string(++call);
        library().copy_to(path);
        std::vector<loan_outcome> made(asked.size());
        std::vector<std::string> said;
        {
            const auto disk = insert_disk();
            const auto store = open();
            outcomes all;
            std::latch begun{1};
            std::latch queued{1};
            const auto hold_up = [&](storage::unit_of_work&) {
                begun.count_down();
                queued.wait();
            };
            // The first unit is a group of its own; when it is told, the faults begin.
            store->submit(hold_up, [&](const std::exception_ptr&) { disk->fail_at(call, GetParam().what, GetParam().lasts); });
            begun.wait();
            store->submit([](storage::unit_of_work& unit) {
                unit.add(storage::institution{.id = unit.new_id<storage::institution_id>(), .code = "NO", .name = "Not kept",
                                              .currency = "EUR", .language = "en", .time_zone = "Europe/Berlin"});
                throw std::runtime_error("its own failure");
            }, all.next());
            for (std::size_t n = 0; n < asked.size(); ++n) store->submit(lend(*store, asked[n], made[n]), all.next());
            queued.count_down();
            said = all.wait();
            reached = disk->has_failed();
        }
        EXPECT_NE(said[0], "durable") << where;
        const auto again = open();
        EXPECT_EQ(rows_of(*again, "institution"), 1) << where;
        for (std::size_t n = 0; n < asked.size(); ++n) {
            expect_truth(said[n + 1], is_lent(*again, asked[n]), where + ", unit " + std::to_string(n));
            EXPECT_EQ(told(*again, asked[n]), "durable") << where << ", unit " << n;
        }
        EXPECT_EQ(rows_of(*again, "loan"), 3) << where;
        EXPECT_EQ(rows_of(*again, "event"), 3) << where;
        EXPECT_EQ(violations_in(*again), 0U) << where;
        ASSERT_LT(call, 1000);
    }
    EXPECT_GT(call, GetParam().at == place::system ? 1 : 3) << "nothing was tried";
}

// clang-format off
const way_to_fail ways[] = {
    {"one_io_error",          disk_fault::io_error,    false},
    {"io_errors_to_the_end",  disk_fault::io_error,    true},
    {"full_once",             disk_fault::full,        false},
    {"full_to_the_end",       disk_fault::full,        true},
    {"one_short_write",       disk_fault::short_write, false},
    {"short_writes_only",     disk_fault::short_write, true},
    {"locked_once",           disk_fault::locked,      false},
    {"locked_to_the_end",     disk_fault::locked,      true},
    {"one_write_error",       disk_fault::io_error,    false, place::system},
    {"write_errors_only",     disk_fault::io_error,    true,  place::system},
    {"no_room_once",          disk_fault::full,        false, place::system},
    {"no_room_to_the_end",    disk_fault::full,        true,  place::system},
    {"half_a_write_once",     disk_fault::short_write, false, place::system},
    {"half_a_write_always",   disk_fault::short_write, true,  place::system},
};
// clang-format on
INSTANTIATE_TEST_SUITE_P(each, a_faulty_disk, testing::ValuesIn(ways), [](const auto& one) { return one.param.name; });

} // namespace
} // namespace circ::test
