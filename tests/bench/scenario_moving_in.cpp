// A library moves in by the tool while kiosks of another one go on: what each costs the other.
#include "tests/bench/arrived_library.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/scenario.hpp"
#include "tests/bench/timed_apart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <future>

namespace circ::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kiosks_of_a_house = 8;

/// Lets no kiosk rest before it is told to.
class until_told final : public dialogue {
public:
    explicit until_told(dialogue& says) : says_(says) {}

    void may_rest() noexcept { is_told_ = true; } ///< on any thread

    std::string next(std::size_t kiosk) override { return says_.next(kiosk); }
    bool verify(std::size_t kiosk, std::string_view answer) override { return says_.verify(kiosk, answer); }
    bool is_at_rest(std::size_t kiosk) const override { return is_told_ && says_.is_at_rest(kiosk); }

private:
    dialogue& says_;
    std::atomic<bool> is_told_ = false;
};

/// What bringing in both files came to.
struct moved_in {
    tool_run catalogue;
    tool_run patrons;
};

moved_in move_in(const fs::path& data_dir, const arriving_files& files) {
    moved_in made;
    made.catalogue = bring_in_catalogue(data_dir, files);
    made.patrons = bring_in_patrons(data_dir, files);
    return made;
}

/// What kiosks have heard.
struct circulated {
    measured all;
    measured lent;
    measured returned;
};

/// A house with its daemon, its kiosks and its operator; another library moves in there.
class house {
public:
    house(const options& how, const made_library& as, const fs::path& where)
        : library_(copy_library(as, where)), daemon_(library_.data_dir()), kiosks_(std::min(how.kiosks, kiosks_of_a_house)),
          says_(circulation_dialogue(library_, kiosks_)) {
        add_their_branches(library_.data_dir());
    }

    [[nodiscard]] circulated circulate(std::chrono::milliseconds span) const { return drive_kiosks(*says_, span); }

    [[nodiscard]] moved_in take(const arriving_files& files) const { return move_in(library_.data_dir(), files); }

    /// The kiosks do not pause from before the first record until after the last one.
    [[nodiscard]] circulated circulate_beside(const arriving_files& files, moved_in& brought) const {
        until_told going_on(*says_);
        auto operator_at_work = std::async(std::launch::async, [&] {
            const at_end tells{going_on};
            brought = take(files);
        });
        auto heard = drive_kiosks(going_on, std::chrono::milliseconds(0));
        operator_at_work.get(); // what it has thrown
        return heard;
    }

private:
    /// However it ends: the kiosks must not wait for it forever.
    struct at_end {
        until_told& whom;
        ~at_end() { whom.may_rest(); }
    };

    [[nodiscard]] circulated drive_kiosks(dialogue& says, std::chrono::milliseconds span) const {
        timed_apart timed(says, kiosks_);
        circulated heard;
        heard.all = drive(daemon_.port(), made_library::login(), {{&timed, kiosks_}}, span).front();
        heard.lent = timed.of("11");
        heard.returned = timed.of("09");
        return heard;
    }

    made_library library_;
    daemon_process daemon_;
    std::size_t kiosks_;
    dialogue_ptr says_;
};

void count_records(const moved_in& of, const arriving_files& files, series& catalogue, series& patrons) {
    catalogue.count(counted(of.catalogue, "titles", "new", files.titles()));
    catalogue.count(counted(of.catalogue, "items", "new", files.items()));
    patrons.count(counted(of.patrons, "patrons", "new", files.patron_count()));
}

void add_waits(const measured& beside, const measured& alone, series& median, series& p99) {
    median.add(beside.median.count(), alone.median.count());
    p99.add(beside.p99.count(), alone.p99.count());
    for (auto* each : {&median, &p99}) each->note(beside);
}

} // namespace

void run_import_beside(const options& how, std::span<series> into) {
    assert(into.size() == 8);
    const auto usual = usual_library(how);
    const auto files = files_arriving(how);
    const auto where = how.data / fs::path(fmt::format("{}-items-moved-into", how.items));

    const auto quiet = house(how, usual, where).take(files); // its daemon runs, and nobody asks

    circulated alone;
    circulated beside;
    moved_in brought;
    {
        const house busy(how, usual, where);
        static_cast<void>(busy.circulate(how.span() / 4)); // caches warm
        alone = busy.circulate(how.span() * static_cast<int>(how.rounds));
        beside = busy.circulate_beside(files, brought);
    }
    fs::remove_all(where); // who comes next begins anew

    into[0].add(per_second(files.items(), brought.catalogue), per_second(files.items(), quiet.catalogue));
    into[1].add(per_second(files.patron_count(), brought.patrons), per_second(files.patron_count(), quiet.patrons));
    count_records(quiet, files, into[0], into[1]);
    count_records(brought, files, into[0], into[1]);
    into[2].add(std::max(brought.catalogue.own_mb, brought.patrons.own_mb));
    into[3].note(beside.all);
    into[3].count(alone.all);
    into[3].add(beside.all.per_second, alone.all.per_second);
    add_waits(beside.lent, alone.lent, into[4], into[5]);
    add_waits(beside.returned, alone.returned, into[6], into[7]);
}

} // namespace circ::bench
