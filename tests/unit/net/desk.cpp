#include "tests/unit/net/desk.hpp"

#include "config/texts.hpp"
#include "server/circulation/verifier.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>
#include <utility>

namespace circ::net::test {

namespace asio = boost::asio;

namespace {

/// Made once: it takes as long as proving.
const std::string& kiosk_verifier() {
    static const std::string made = circulation::make_verifier(storage::secret(std::string(kiosk_password)));
    return made;
}

storage::terminal make_terminal(std::string login, std::string profile) {
    storage::terminal made;
    made.login = std::move(login);
    made.profile = std::move(profile);
    return made;
}

std::vector<storage::terminal> make_terminals() {
    std::vector<storage::terminal> all;
    for (const char* login : {"kiosk", "open", "disabled", "inside"}) all.push_back(make_terminal(login, "standard"));
    all[0].verifier = kiosk_verifier();
    all[2].enabled = false;
    all[3].addresses = "10.0.0.0/8";
    all.push_back(make_terminal("lines", "lines"));
    return all;
}

storage::branch make_branch(storage::branch_id id, storage::institution_id in, const std::string& code) {
    return {.id = id, .institution = in, .code = code, .name = code, .address = "", .time_zone = "Europe/Berlin"};
}

std::shared_ptr<const dispatch::texts> shipped_words() {
    static const auto words = std::make_shared<const dispatch::texts>(config::load_texts({}).by_language, "en");
    return words;
}

} // namespace

terminal_store::terminal_store()
    : store_(storage::open_store({.path = folder_.file("library.db"), .create = true, .events = {}})) {
    storage::write_and_wait(*store_, [this](storage::unit_of_work& unit) {
        institution = unit.new_id<storage::institution_id>();
        main = unit.new_id<storage::branch_id>();
        east = unit.new_id<storage::branch_id>();
        unit.add(storage::institution{.id = institution, .code = "RIV", .name = "Riverton", .currency = "EUR",
                                      .decimals = 2, .language = "en", .time_zone = "Europe/Berlin"});
        unit.add(make_branch(main, institution, "RIV-MAIN"));
        unit.add(make_branch(east, institution, "RIV-EAST"));
        for (auto& terminal : make_terminals()) {
            terminal.id = unit.new_id<storage::terminal_id>();
            terminal.institution = institution;
            terminal.branch = main;
            unit.add(terminal);
        }
    });
}

asio::awaitable<circulation::any_outcome> willing_backend::perform(circulation::any_operation what) {
    asked_by.push_back(std::visit([](const auto& each) { return each.by; }, what));
    if (holds_back) co_await held_.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return std::visit(
        [this](const auto& each) -> circulation::any_outcome {
            circulation::outcome_of<std::decay_t<decltype(each)>> made;
            if constexpr (requires { made.online; })
                made.online = !goes_off_line_after || asked_by.size() <= *goes_off_line_after;
            if (lends) made.item = circulation::item_view{.title = "The History of the Decline and Fall"};
            return made;
        },
        what);
}

asio::awaitable<circulation::any_outcome> willing_backend::perform_with(circulation::any_operation what, along also) {
    circulation::any_outcome made = co_await perform(std::move(what));
    storage::store::work work = [&](storage::unit_of_work& unit) {
        if (also) also(unit, made);
    };
    co_await store_->write(std::move(work));
    co_return made;
}

desk::desk() {
    settings.profiles["standard"] = {};
    settings.profiles["lines"].terminator = config::terminator::crlf;
    parts = {.performer = &performer, .logins = &logins, .log = log.get(), .watchers = &watchers, .clock = &clock,
             .settings = [this] { return make_door_settings(settings, shipped_words(), certificates); },
             .meters = &meters, .health = &health, .ncip = &ncip, .heard = &heard, .helpers = &storing.helpers()};
}

void desk::begin(device_script& device, sip2_beginning how) {
    if (how.listener.empty()) how.listener = "sip2";
    if (how.profile.empty()) how.profile = "standard";
    auto session = serve_sip2(make_scripted_stream(io.get_executor(), device), std::move(how), parts, sessions);
    asio::co_spawn(io, std::move(session), [this](std::exception_ptr failure) {
        ++ended;
        EXPECT_FALSE(failure);
    });
}

void desk::serve(device_script& device, sip2_beginning how) {
    const std::size_t before = ended;
    begin(device, std::move(how));
    run_until(io, [&] { return ended > before; });
}

std::string desk::told(log::event what) const {
    std::string all;
    for (const auto& line : lines->of(what)) all += line + '\n';
    return all;
}

} // namespace circ::net::test
