#include "tests/bench/kiosks.hpp"

#include "tests/bench/http_line.hpp"
#include "tests/bench/kiosk_line.hpp"
#include "tests/bench/ready_sockets.hpp"

#include <stdexcept>

namespace circ::bench {
namespace {

constexpr std::size_t kept_samples = 64;

/// What one party has heard so far.
struct tally {
    dialogue* says;
    measured result{};
    std::vector<micros> latencies{};
    bench_clock::time_point last{};

    void add(const heard& answer, bool fits) {
        latencies.push_back(answer.took);
        if (!fits && result.mismatches++ == 0) result.first_mismatch = answer.whole;
        if (result.samples.size() < kept_samples) result.samples.emplace_back();
        result.samples[result.answers++ % kept_samples] = answer.whole;
    }

    measured finished(bench_clock::time_point begin) {
        const std::chrono::duration<double> took = last - begin;
        result.per_second = static_cast<double>(result.answers) / took.count();
        result.set_latencies(latencies);
        return result;
    }
};

/// Line: a kiosk_line, or what can do the same.
template <class Line>
class crowd {
public:
    crowd(std::uint16_t port, const std::vector<party>& who, answers are) : are_(are) {
        parties_.reserve(who.size()); // kiosks point into it
        for (const auto& each : who) {
            parties_.push_back({.says = each.says});
            for (std::size_t i = 0; i < each.kiosks; ++i) all_.push_back({Line(port), &parties_.back(), i});
        }
        for (std::size_t i = 0; i < all_.size(); ++i) ready_.watch(all_[i].line.socket(), i);
    }

    void log_in(const std::string& login) {
        for (auto& each : all_)
            if (const auto answer = each.line.ask(login); !answer.body.starts_with("941"))
                throw std::runtime_error("login refused: " + std::string(answer.whole));
    }

    std::vector<measured> run(std::chrono::milliseconds span) {
        const auto begin = bench_clock::now();
        const auto end = begin + span;
        for (auto& each : all_) say_next(each);
        for (std::size_t outstanding = all_.size(); outstanding > 0;)
            for (const std::size_t who : ready_.wait(std::chrono::seconds(60))) {
                kiosk& each = all_[who];
                if (!hear(each)) continue;
                if (each.of->last < end || !each.of->says->is_at_rest(each.number))
                    say_next(each);
                else
                    --outstanding;
            }
        std::vector<measured> results;
        for (auto& each : parties_) results.push_back(each.finished(begin));
        return results;
    }

private:
    struct kiosk {
        Line line;
        tally* of;
        std::size_t number; ///< within its party
    };

    static void say_next(kiosk& each) { each.line.say(each.of->says->next(each.number)); }

    /// @return whether it was a whole answer
    [[nodiscard]] bool hear(kiosk& each) const {
        const auto what = each.line.receive();
        if (what == received::closed) throw std::runtime_error("the server closed a connection");
        if (what == received::part) return false;
        const auto answer = each.line.take();
        const bool fits = each.of->says->verify(each.number, answer.body) && answer.tail_fits;
        each.of->add(answer, fits || are_ == answers::echoed);
        each.of->last = bench_clock::now();
        return true;
    }

    answers are_;
    std::vector<tally> parties_;
    std::vector<kiosk> all_;
    ready_sockets ready_;
};

} // namespace

std::vector<measured> drive(std::uint16_t port, const std::string& login, const std::vector<party>& who,
                            std::chrono::milliseconds span, answers are) {
    crowd<kiosk_line> all(port, who, are);
    if (!login.empty()) all.log_in(login);
    return all.run(span);
}

measured drive_http(std::uint16_t port, const party& who, std::chrono::milliseconds span) {
    return crowd<http_line>(port, {who}, answers::verified).run(span).front();
}

} // namespace circ::bench
