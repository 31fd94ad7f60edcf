#include "server/app/stage_gate.hpp"

#include "server/circulation/book_of_record.hpp"
#include "server/circulation/reconcile_desk.hpp"
#include "storage/store_error.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace circ::app {

namespace asio = boost::asio;

namespace {

constexpr std::string_view served_here = "local";

/// The institutions that rules of a library system are about.
std::vector<storage::institution> concerned_by_rules(storage::reader& from,
                                                     const config::settings& before,
                                                     const config::settings& wanted,
                                                     std::string_view backend) {
    std::map<std::string, storage::institution> by_code;
    for (const auto* const settings : {&before, &wanted})
        for (const auto& rule : settings->relays)
            if (rule.backend == backend)
                for (auto& each : circulation::concerned_by(from, *settings, rule))
                    by_code.emplace(each.code, each);
    std::vector<storage::institution> all;
    for (auto& [code, each] : by_code)
        all.push_back(std::move(each));
    return all;
}

/// What stands of it in the settings to come, else in those that are followed.
const config::ncip_backend& section_of(const config::settings& before,
                                       const config::settings& wanted,
                                       std::string_view backend) {
    const auto* const to_come = config::find_backend(wanted, backend);
    return to_come != nullptr ? *to_come : *config::find_backend(before, backend);
}

/// Nobody would deliver them after the next start.
std::optional<std::string> objection_to_leaving(storage::reader& from, std::string_view backend) {
    std::int64_t waiting = 0;
    for (const auto& each : from.order_sums())
        if (each.backend == backend) waiting += each.count;
    if (waiting == 0) return std::nullopt;
    return std::to_string(waiting)
        .append(" rows of `circdesk outbox list` wait for it, and its section is taken out");
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& each : texts)
        all.append(all.empty() ? "" : "; ").append(each);
    return all;
}

} // namespace

std::vector<stage_gate::change> stage_gate::changes_to(const config::settings& before,
                                                       const config::settings& wanted) {
    std::set<std::string> names;
    for (const auto* const settings : {&before, &wanted})
        for (const auto& each : settings->ncip_backends)
            names.insert(each.name);
    std::vector<change> all;
    store_->read([&](storage::reader& from) {
        for (const auto& name : names) {
            const auto noted = circulation::noted_stages(from, name);
            change made{name, noted.value_or(""), config::stages_of(wanted, name), {}};
            const bool is_left = config::find_backend(wanted, name) == nullptr;
            if (auto why = is_left ? objection_to_leaving(from, name) : std::nullopt)
                made.objections.push_back(std::move(*why));
            if (made.before == made.after && made.objections.empty()) continue;
            if (made.before != made.after)
                for (const auto& of : concerned_by_rules(from, before, wanted, name)) {
                    auto why = circulation::objection_to_stages(
                        from, section_of(before, wanted, name), of, clock_->now());
                    if (why) made.objections.push_back(std::move(*why));
                }
            all.push_back(std::move(made));
        }
    });
    return all;
}

bool stage_gate::keeps_from(const config::settings& before, const config::settings& wanted) try {
    bool keeps = false;
    for (const auto& each : changes_to(before, wanted)) {
        if (each.before.empty() || each.objections.empty()) continue; // the first time is free
        keeps = true;
        log_->write(log::event::stages_kept,
                    {{"backend", each.backend},
                     {"before", each.before},
                     {"after", each.after},
                     {"cause", joined(each.objections)}});
    }
    return keeps;
} catch (const storage::store_error& away) {
    log_->write(log::event::store_unavailable, {{"cause", std::string_view(away.what())}});
    return true;
}

asio::awaitable<void> stage_gate::entered(config::settings now) {
    try {
        const auto changed = changes_to(now, now);
        if (changed.empty()) co_return;
        for (const auto& each : changed) {
            const bool is_plain = each.before.empty() && each.after == served_here;
            if (!is_plain)
                log_->write(log::event::stages_changed,
                            {{"backend", each.backend},
                             {"before", each.before},
                             {"after", each.after}});
            if (!is_plain && !each.objections.empty())
                log_->write(log::event::stages_unreconciled,
                            {{"backend", each.backend}, {"cause", joined(each.objections)}});
        }
        storage::store::work work = [&](storage::unit_of_work& unit) {
            for (const auto& each : changed)
                circulation::note_stages(unit, each.backend, each.after, clock_->now());
        };
        co_await store_->write(std::move(work));
    } catch (const storage::store_error& away) {
        log_->write(log::event::store_unavailable, {{"cause", std::string_view(away.what())}});
    }
}

} // namespace circ::app
