#include "tests/bench/reconnecting.hpp"

#include "tests/bench/dialogues.hpp"
#include "tests/bench/kiosk_line.hpp"
#include "tests/bench/ready_sockets.hpp"

#include <functional>
#include <optional>
#include <queue>
#include <stdexcept>

namespace circ::bench {
namespace {

constexpr std::chrono::microseconds spread{2'000'000};
constexpr std::chrono::seconds before_next_try{1};
constexpr std::chrono::seconds given_up_after{120};

class storm {
public:
    storm(std::uint16_t port, std::size_t connections, const made_library& library)
        : port_(port), library_(&library), items_(item_dialogue(library, connections)), all_(connections) {
        for (std::size_t i = 0; i < all_.size(); ++i)
            if (!all_[i].line.emplace(port_).ask(login_of(i)).body.starts_with("941"))
                throw std::runtime_error("login refused");
    }

    reconnection run() {
        cut_every_other();
        const auto begin = bench_clock::now();
        for (std::size_t n = 0; 2 * n < all_.size(); ++n)
            due_.push({begin + spread * (2 * n) / all_.size(), 2 * n});
        for (unserved_ = due_.size(); unserved_ > 0 && bench_clock::now() < begin + given_up_after;) {
            for (; !due_.empty() && due_.top().at <= bench_clock::now(); due_.pop()) begin_to_connect(due_.top().who);
            for (const std::size_t who : ready_.look(std::chrono::milliseconds(1))) go_on(who);
        }
        reconnection result{.took = bench_clock::now() - begin};
        ask_the_others();
        result.served = std::move(served_);
        result.served.mismatches += unserved_;
        result.served.set_latencies(latencies_);
        return result;
    }

private:
    enum class awaits { nothing, connection, login, item };
    struct kiosk {
        std::optional<kiosk_line> line;
        awaits what = awaits::nothing;
        bench_clock::time_point first_try{};
    };
    struct attempt {
        bench_clock::time_point at;
        std::size_t who;
        bool operator>(const attempt& other) const { return at > other.at; }
    };

    [[nodiscard]] std::string login_of(std::size_t who) const { return made_library::login(who % library_->size().accounts); }

    void cut_every_other() {
        for (std::size_t i = 0; i < all_.size(); i += 2) all_[i].line.reset();
    }

    void begin_to_connect(std::size_t who) {
        kiosk& me = all_[who];
        if (me.first_try == bench_clock::time_point{}) me.first_try = bench_clock::now();
        me.line.emplace(port_, connecting::begun);
        me.what = awaits::connection;
        ready_.watch_connecting(me.line->socket(), who);
    }

    void go_on(std::size_t who) {
        kiosk& me = all_[who];
        if (me.what == awaits::connection) return connected(who);
        const auto what = me.line->receive();
        if (what == received::part) return;
        if (what == received::closed) return try_again(who);
        const auto answer = me.line->take();
        if (me.what == awaits::login) return answer.body.starts_with("941") ? say(who, awaits::item, items_->next(who)) : try_again(who);
        note(who, answer);
        latencies_.emplace_back(bench_clock::now() - me.first_try);
        me.what = awaits::nothing;
        --unserved_;
    }

    void connected(std::size_t who) {
        if (!all_[who].line->is_connected()) return try_again(who);
        ready_.watch_connected(all_[who].line->socket(), who);
        say(who, awaits::login, login_of(who));
    }

    void say(std::size_t who, awaits what, std::string message) {
        all_[who].what = what;
        all_[who].line->say(std::move(message));
    }

    void try_again(std::size_t who) {
        all_[who].line.reset();
        due_.push({bench_clock::now() + before_next_try, who});
    }

    void note(std::size_t who, const heard& answer) {
        ++served_.answers;
        if (items_->verify(who, answer.body) && answer.tail_fits) return;
        if (served_.mismatches++ == 0) served_.first_mismatch = answer.whole;
    }

    void ask_the_others() {
        for (std::size_t i = 1; i < all_.size(); i += 2) note(i, all_[i].line->ask(items_->next(i)));
    }

    std::uint16_t port_;
    const made_library* library_;
    dialogue_ptr items_;
    std::vector<kiosk> all_;
    ready_sockets ready_;
    std::priority_queue<attempt, std::vector<attempt>, std::greater<>> due_;
    std::size_t unserved_ = 0;
    measured served_;
    std::vector<micros> latencies_;
};

} // namespace

reconnection reconnect_half(std::uint16_t port, std::size_t connections, const made_library& library) {
    return storm(port, connections, library).run();
}

} // namespace circ::bench
