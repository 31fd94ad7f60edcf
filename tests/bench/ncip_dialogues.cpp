#include "tests/bench/ncip_dialogues.hpp"

#include "protocol/ncip/serialize.hpp"
#include "server/circulation/device_rules.hpp"
#include "server/dispatch/ncip_dialect.hpp"
#include "server/relay/backend_memory.hpp"
#include "server/relay/dialogue.hpp"
#include "server/relay/session_cache.hpp"
#include "tests/bench/library_rows.hpp"
#include "tests/bench/picker.hpp"

#include <memory>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace circ::bench {
namespace {

constexpr const char* some_item = "@ITEM@";
constexpr const char* some_card = "@CARD@";

/// What the relay of the scenario sends first for an operation, and there is no second.
std::string document_for(circulation::any_operation what) {
    auto settings = std::make_shared<relay::relay_settings>();
    settings->backend.from_agency = "KIOSKS";
    settings->backend.to_agency = "BENCH";
    settings->backend.pin_check = config::ncip_pin_check::none;
    settings->backend.unchecked_pin = config::ncip_unchecked_pin::valid;
    settings->backend.look_before_return = false;
    settings->system_secret.emplace(library_rows::terminal_password);
    relay::backend_memory memory;
    relay::session_cache session;
    relay::circumstances with;
    with.settings = settings;
    with.memory = &memory;
    with.session = &session;
    relay::dialogue talk(std::move(what), with);
    const auto dialect = dispatch::dialect_of(settings->backend.dialect, "Europe/Berlin", "EUR");
    return protocol::ncip::serialize(std::get<relay::call>(talk.next()).message, dialect);
}

circulation::requester anybody() {
    circulation::requester made;
    made.rules = circulation::default_device_rules();
    return made;
}

std::string filled(std::string document, std::string_view place, const std::string& value) {
    for (auto at = document.find(place); at != std::string::npos; at = document.find(place, at + value.size()))
        document.replace(at, place.size(), value);
    return document;
}

bool has(std::string_view answer, std::string_view text) { return answer.find(text) != std::string_view::npos; }

class looking_up_items final : public dialogue {
public:
    looking_up_items(const made_library& of, std::size_t systems) : pick_(systems, {0, of.size().items}), asked_(systems) {
        circulation::item_details look;
        look.by = anybody();
        look.item = some_item;
        document_ = document_for(std::move(look));
    }

    std::string next(std::size_t system) override {
        asked_[system] = pick_.at_random(system);
        return filled(document_, some_item, made_library::item(asked_[system]));
    }
    bool verify(std::size_t system, std::string_view answer) override {
        return has(answer, made_library::item(asked_[system])) && has(answer, made_library::title(asked_[system]));
    }

private:
    picker pick_;
    std::vector<std::size_t> asked_;
    std::string document_;
};

class circulating_by_ncip final : public dialogue {
public:
    circulating_by_ncip(const made_library& of, std::size_t systems)
        : items_(systems, {0, of.size().items}), cards_(systems, {of.account_cards(), of.first_guessed_card()}), all_(systems) {
        circulation::checkout lends;
        lends.by = anybody();
        lends.card = some_card;
        lends.item = some_item;
        lends.pin.emplace(std::string(made_library::pin));
        lending_ = document_for(std::move(lends));
        circulation::checkin returns;
        returns.by = anybody();
        returns.item = some_item;
        returning_ = document_for(std::move(returns));
    }

    std::string next(std::size_t system) override {
        auto& me = all_[system];
        me.lends = !me.lends;
        if (!me.lends) return filled(returning_, some_item, me.item);
        me.item = made_library::item(items_.at_random(system));
        return filled(filled(lending_, some_item, me.item), some_card, made_library::card(cards_.at_random(system)));
    }
    bool verify(std::size_t system, std::string_view answer) override {
        const auto& me = all_[system];
        return has(answer, me.item) && has(answer, me.lends ? "<DateDue>" : "<CheckInItemResponse>") && !has(answer, "<Problem>");
    }
    bool is_at_rest(std::size_t system) const override { return !all_[system].lends; }

private:
    struct system_state {
        std::string item;
        bool lends = false;
    };
    picker items_;
    picker cards_;
    std::vector<system_state> all_;
    std::string lending_;
    std::string returning_;
};

} // namespace

dialogue_ptr ncip_item_dialogue(const made_library& of, std::size_t systems) {
    return std::make_unique<looking_up_items>(of, systems);
}

dialogue_ptr ncip_circulation_dialogue(const made_library& of, std::size_t systems) {
    return std::make_unique<circulating_by_ncip>(of, systems);
}

} // namespace circ::bench
