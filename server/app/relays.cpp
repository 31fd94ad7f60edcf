#include "server/app/relays.hpp"

#include "server/circulation/book_of_record.hpp"
#include "server/circulation/order_desk.hpp"
#include "server/dispatch/ncip_dialect.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace circ::app {

namespace asio = boost::asio;
namespace json = boost::json;
using net::exchange_end;
using storage::order_state;

namespace {

/// In doubt, and looked up no more: it waits for a person.
constexpr std::string_view given_up = "given_up";
constexpr std::array counted_states{circulation::name_of(order_state::waiting),
                                    circulation::name_of(order_state::stuck),
                                    circulation::name_of(order_state::in_doubt),
                                    given_up,
                                    circulation::name_of(order_state::conflict)};

std::shared_ptr<relay::relay_settings> dialogues_of(const config::ncip_backend& from,
                                                    const net::backend_credentials& files,
                                                    bool keeps_book,
                                                    const std::vector<storage::institution>& all) {
    auto made = std::make_shared<relay::relay_settings>(relay::make_relay_settings(from, all));
    made->system_secret = files.system_secret;
    made->agency_secret = files.agency_secret;
    made->keeps_book = keeps_book;
    return made;
}

void add_comparisons(metrics::registry& into,
                     const std::string& backend,
                     const net::shadow_figures& of) {
    using metrics::metric;
    const std::pair<std::string_view, std::uint64_t> results[] = {{"same", of.same},
                                                                  {"tolerable", of.tolerable},
                                                                  {"different", of.different},
                                                                  {"unanswered", of.unanswered},
                                                                  {"skipped", of.skipped}};
    for (const auto& [result, count] : results)
        into.raise(metric::shadow_requests, static_cast<double>(count), {backend, result});
    for (std::size_t i = 0; i < of.differences.size(); ++i)
        into.raise(metric::shadow_differences,
                   static_cast<double>(of.differences[i]),
                   {backend, storage::name_of(static_cast<storage::shadow_cause>(i))});
}

/// The institutions that a rule is for; none: all.
std::vector<storage::institution_id> looked_up(storage::reader& in,
                                               const config::settings& all,
                                               const config::relay_rule& rule) {
    if (rule.institutions.empty() && rule.terminals.empty()) return {};
    // Those that there are not fit nobody, rather than everybody.
    std::vector<storage::institution_id> made{storage::institution_id{-1}};
    for (const auto& of : circulation::concerned_by(in, all, rule))
        made.push_back(of.id);
    return made;
}

} // namespace

relays::relays(asio::any_io_executor on, parts with)
    : on_(std::move(on)), with_(with), switching_(on_, with.local, with.log) {}

net::relay_setup relays::setup_of(const config::ncip_backend& from,
                                  const net::backend_credentials& files,
                                  const config::settings& all,
                                  const known& by) {
    const auto dialogues = dialogues_of(
        from, files, config::is_book_of_record(all, from.name), by.institutions);
    auto target = net::parse_backend_url(from.url).value_or(net::backend_target{});
    target.tls = files.tls;
    target.content_type = from.dialect.content_type;
    net::relay_setup made;
    made.line.name = from.name;
    made.line.target = std::make_shared<const net::backend_target>(std::move(target));
    made.line.pool.connections = from.connections;
    made.line.pool.queue = from.queue;
    made.line.pool.connect = from.connect;
    made.line.pool.answer_bytes = from.answer_kilobytes * 1024;
    made.line.dialect =
        dispatch::dialect_of(from.dialect, dialogues->time_zone, dialogues->money.code);
    made.line.call = from.call;
    made.line.breaker_failures = from.breaker_failures;
    made.line.breaker = from.breaker;
    made.line.question = relay::probe(*dialogues).message;
    made.dialogues = dialogues;
    return made;
}

void relays::adopt(const config::settings& from,
                   const std::map<std::string, net::backend_credentials>& files) {
    const known by = look_up(from); // whole, before anything is changed: the store may be away
    std::vector<net::relay_setup> setups;
    for (const auto& each : from.ncip_backends)
        setups.push_back(setup_of(each, files.at(each.name), from, by));
    for (auto& each : setups)
        follow(std::move(each));
    switching_.set_rules(rules_of(from, by));
}

relays::known relays::look_up(const config::settings& of) {
    known made;
    with_.store.read([&](storage::reader& in) {
        made.institutions = in.institutions();
        for (const auto& each : of.relays)
            made.concerned.push_back(looked_up(in, of, each));
    });
    return made;
}

void relays::follow(net::relay_setup how) {
    const std::string name = how.line.name;
    served& one = all_[name];
    if (one.backend) return one.backend->set(std::move(how));
    const auto took = with_.figures.histogram(metrics::metric::backend_call_seconds, {name});
    one.backend = std::make_unique<net::relay_backend>(
        on_,
        std::move(how),
        net::relay_backend::parts{with_.store, with_.local, with_.clock, with_.log});
    one.backend->line().on_answer = [took](std::chrono::microseconds lasted) {
        took.observe(lasted);
    };
    one.box = std::make_unique<net::outbox>(
        on_, *one.backend, with_.clock, with_.log, net::outbox::pace{});
    one.keeper = std::make_unique<net::shadow_keeper>(
        on_,
        *one.backend,
        net::shadow_keeper::parts{with_.store, with_.local, with_.clock, with_.log});
    one.backend->on_waiting = [box = one.box.get()] { box->wake(); };
    one.backend->post_first = [box = one.box.get()](storage::order_subject about,
                                                    net::time_budget within) {
        return box->deliver_first(std::move(about), within);
    };
    if (running_) start(one);
}

std::vector<net::switching_rule> relays::rules_of(const config::settings& from, const known& by) {
    std::vector<net::switching_rule> rules;
    for (const auto& each : from.relays) {
        net::switching_rule made;
        made.institutions = by.concerned[rules.size()];
        made.stage = each.stage;
        const auto to = all_.find(each.backend);
        if (to != all_.end()) made.to = to->second.backend.get();
        if (made.to == nullptr) made.stage = config::relay_stage::local;
        const bool compares = answers_here(made.stage) && made.to != nullptr &&
                              made.stage != config::relay_stage::local;
        if (compares) made.beside = to->second.keeper.get();
        made.within = {.sample = each.sample,
                       .per_second = each.shadow_per_second,
                       .queue = each.shadow_queue};
        if (made.to != nullptr) made.mirrors = made.to->settings().backend.mirrors;
        made.terminals = each.terminals;
        made.operations = each.operations;
        rules.push_back(std::move(made));
    }
    return rules;
}

void relays::start(served& one) {
    if (std::exchange(one.started, true)) return;
    asio::co_spawn(on_, one.backend->start(), asio::detached);
    asio::co_spawn(on_, one.box->run(), asio::detached);
    asio::co_spawn(on_, one.keeper->run(), asio::detached);
}

/// Its section was taken out while the daemon was away: nobody asks for it any more, and so a person
/// may end it.
asio::awaitable<void> relays::take_over_unnamed() {
    try {
        for (const auto& [name, orders] : order_counts()) {
            if (all_.contains(name)) continue;
            net::order_book left(with_.store, with_.clock, name);
            const int count = co_await left.take_over();
            if (count > 0)
                with_.log.write(log::event::orders_in_doubt, {{"backend", name}, {"count", count}});
        }
    } catch (const storage::store_error& away) {
        with_.log.write(log::event::order_not_kept, {{"cause", std::string_view(away.what())}});
    }
}

void relays::start() {
    running_ = true;
    asio::co_spawn(on_, take_over_unnamed(), asio::detached);
    for (auto& [name, each] : all_)
        start(each);
}

void relays::close() {
    running_ = false;
    for (auto& [name, each] : all_) {
        each.keeper->close();
        each.box->close();
        each.backend->close();
    }
}

std::map<std::string, relays::by_state> relays::order_counts() {
    std::map<std::string, by_state> all;
    with_.store.read([&](storage::reader& in) {
        for (const auto& each : in.order_sums())
            all[each.backend][circulation::name_of(each.state)] += each.count;
        for (const auto& each : in.orders_given_up()) {
            all[each.backend][circulation::name_of(each.state)] -= each.count;
            all[each.backend][given_up] += each.count;
        }
    });
    return all;
}

void relays::add_figures(metrics::registry& into) {
    using metrics::metric;
    for (const auto& [name, each] : all_) {
        const auto& line = each.backend->line();
        into.set(metric::backend_up, line.is_up() ? 1 : 0, {name});
        for (std::size_t i = 0; i < net::line_figures::ends; ++i)
            into.raise(metric::backend_calls,
                       static_cast<double>(line.figures().calls[i]),
                       {name, net::name_of(static_cast<exchange_end>(i))});
        into.raise(
            metric::backend_calls, static_cast<double>(line.figures().no_ncip), {name, "no_ncip"});
        into.raise(
            metric::backend_calls, static_cast<double>(line.figures().again), {name, "again"});
        add_comparisons(into, name, each.keeper->figures());
    }
    by_state sums; // also of those that no section names any more
    for (const auto& [backend, states] : order_counts())
        for (const auto& [state, count] : states)
            sums[state] += count;
    for (const auto state : counted_states)
        into.set(metric::outbox, static_cast<double>(sums[state]), {state});
}

namespace {

json::object orders_of(const std::string& name, std::map<std::string_view, std::int64_t>& orders) {
    json::object made;
    made["name"] = name;
    for (const auto state : counted_states)
        made[json::string_view(state.data(), state.size())] = orders[state];
    return made;
}

} // namespace

std::string relays::status() {
    auto counts = order_counts();
    json::array all;
    for (const auto& [name, each] : all_) {
        const auto& line = each.backend->line();
        const auto& calls = line.figures();
        json::object one = orders_of(name, counts[name]);
        counts.erase(name);
        one["named"] = true;
        one["up"] = line.is_up();
        one["in_use"] = line.pool().in_use();
        one["idle"] = line.pool().idle();
        one["queued"] = line.pool().waiting();
        one["answered"] = calls.of(exchange_end::answered) - calls.no_ncip;
        one["failed"] = calls.of(exchange_end::not_sent) + calls.of(exchange_end::no_answer) +
                        calls.of(exchange_end::unreadable) + calls.no_ncip;
        one["refused_here"] =
            calls.of(exchange_end::refused_here) + calls.of(exchange_end::out_of_time);
        all.push_back(std::move(one));
    }
    for (auto& [name, orders] : counts) { // nobody delivers them
        json::object one = orders_of(name, orders);
        one["named"] = false;
        all.push_back(std::move(one));
    }
    return json::serialize(all);
}

} // namespace circ::app
