#include "server/circulation/desk_holds.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/typed_day.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// The verbs for one hold: suspend, wake, move, pickup, change, cancel, expire; and clear for an item on the shelf.

namespace circ::tool {
namespace {

using storage::hold_state;

/// Prints the sentence, or for machines how the hold stands.
void tell(tool& with, const circulation::hold_outcome& made, const std::string& sentence) {
    if (!with.how().json) {
        std::cout << sentence << '\n';
        return;
    }
    boost::json::object all{{"result", "done"}, {"pickup", made.pickup}};
    if (made.position) all["place"] = *made.position;
    std::cout << boost::json::serialize(all) << '\n';
}

/// What all verbs about one hold share: its number, and why.
template <class Operation>
class hold_verb : public command {
public:
    std::vector<option> options() override {
        std::vector<option> all{{"hold", &hold_, "the number of the hold, as `hold list` shows it", true}};
        for (auto& each : further()) all.push_back(each);
        all.push_back(words_.why());
        all.push_back(words_.where());
        return all;
    }

    int run(tool& with) override {
        Operation asked;
        asked.hold = storage::hold_id{typed_number(hold_, "hold")};
        asked.why = words_.reason;
        fill(asked);
        const auto made = perform_at_desk(with, asked, words_);
        tell(with, made, sentence(made));
        return done;
    }

protected:
    virtual std::vector<option> further() { return {}; }
    virtual void fill(Operation&) {}
    virtual std::string sentence(const circulation::hold_outcome& made) const = 0;

private:
    std::string hold_;
    desk_words words_;
};

class hold_suspend final : public hold_verb<circulation::suspend_hold> {
public:
    std::string_view path() const override { return "hold suspend"; }
    std::string_view summary() const override { return "serve a hold no more for a while; it keeps its place"; }
    std::string_view example() const override { return "circdesk hold suspend 123456789 --until 2027-01-31 --reason 'on holiday'"; }

private:
    std::vector<option> further() override {
        return {{"--until", &until_, "the day from which on it is served again; else until it is woken"}};
    }
    void fill(circulation::suspend_hold& asked) override {
        if (!until_.empty()) asked.until = typed_day(until_);
    }
    std::string sentence(const circulation::hold_outcome&) const override {
        return "suspended " + (until_.empty() ? std::string("until `hold wake`") : "until " + until_) + "; it keeps its place";
    }

    std::string until_;
};

class hold_wake final : public hold_verb<circulation::wake_hold> {
public:
    std::string_view path() const override { return "hold wake"; }
    std::string_view summary() const override { return "let a suspended hold be served again"; }
    std::string_view example() const override { return "circdesk hold wake 123456789 --reason 'back early'"; }

private:
    std::string sentence(const circulation::hold_outcome& made) const override {
        return "waits again, at place " + std::to_string(made.position.value_or(0)) + " of the queue";
    }
};

class hold_move final : public hold_verb<circulation::reorder_hold> {
public:
    std::string_view path() const override { return "hold move"; }
    std::string_view summary() const override { return "give a hold another place in the queue of its title"; }
    std::string_view example() const override { return "circdesk hold move 123456789 --to 1 --reason 'exam next week'"; }

private:
    std::vector<option> further() override { return {{"--to", &position_, "the place it shall have, 1 is the first", true}}; }
    void fill(circulation::reorder_hold& asked) override {
        constexpr std::int64_t most = 1'000'000;
        if (position_ < 1 || position_ > most) throw complaint("places in a queue are counted from 1", wrong_usage);
        asked.position = static_cast<int>(position_);
    }
    std::string sentence(const circulation::hold_outcome& made) const override {
        return "is at place " + std::to_string(made.position.value_or(0)) + " of the queue";
    }

    std::int64_t position_ = 0;
};

class hold_pickup final : public hold_verb<circulation::change_pickup> {
public:
    std::string_view path() const override { return "hold pickup"; }
    std::string_view summary() const override { return "have a hold picked up at another branch"; }
    std::string_view example() const override { return "circdesk hold pickup 123456789 --branch NORTH --reason 'asked for it'"; }

private:
    std::vector<option> further() override { return {{"--branch", &branch_, "code of the branch of the pickup", true}}; }
    void fill(circulation::change_pickup& asked) override { asked.pickup = branch_; }
    std::string sentence(const circulation::hold_outcome& made) const override {
        return "is picked up at " + made.pickup + (made.position ? "" : "; its item is sent on at its next scan");
    }

    std::string branch_;
};

class hold_change final : public hold_verb<circulation::change_expiry> {
public:
    std::string_view path() const override { return "hold change"; }
    std::string_view summary() const override { return "until when a hold is wanted; without a day, as long as it takes"; }
    std::string_view example() const override { return "circdesk hold change 123456789 --until 2027-03-31 --reason 'rang up'"; }

private:
    std::vector<option> further() override { return {{"--until", &until_, "the last day on which it is wanted, as 2027-03-31"}}; }
    void fill(circulation::change_expiry& asked) override {
        if (!until_.empty()) asked.until = typed_day(until_);
    }
    std::string sentence(const circulation::hold_outcome&) const override {
        return until_.empty() ? "is wanted as long as it takes" : "is wanted until " + until_;
    }

    std::string until_;
};

/// cancel and expire are one verb with two names.
class hold_end final : public hold_verb<circulation::end_hold> {
public:
    explicit hold_end(hold_state as) : as_(as) {}

    std::string_view path() const override { return cancels() ? "hold cancel" : "hold expire"; }
    std::string_view summary() const override {
        return cancels() ? "cancel a hold; its item, if it is on the shelf, is then to be cleared"
                         : "end a hold before its day, as if it had lapsed";
    }
    std::string_view example() const override {
        return cancels() ? "circdesk hold cancel 123456789 --reason 'no longer wanted'"
                         : "circdesk hold expire 123456789 --reason 'could not be reached'";
    }

private:
    bool cancels() const { return as_ == hold_state::cancelled; }
    void fill(circulation::end_hold& asked) override { asked.as = as_; }
    std::string sentence(const circulation::hold_outcome&) const override {
        return cancels() ? "the hold is cancelled" : "the hold has lapsed";
    }

    hold_state as_;
};

class hold_clear final : public command {
public:
    std::string_view path() const override { return "hold clear"; }
    std::string_view summary() const override { return "take an item off the hold shelf, as scanning it would"; }
    std::string_view example() const override { return "circdesk hold clear 39012000004093 --reason 'nobody came'"; }
    std::vector<option> options() override {
        return {{"item", &item_, "the item's number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(
            with, circulation::clear_hold_shelf{.by = {}, .item = item_, .why = words_.reason}, words_);
        if (with.how().json) {
            boost::json::object all{{"result", "done"}, {"card", made.hold_card}};
            if (made.destination) all["destination"] = made.destination->code;
            std::cout << boost::json::serialize(all) << '\n';
            return done;
        }
        std::cout << "cleared: " << route_of(made) << '\n';
        return done;
    }

private:
    static std::string route_of(const circulation::checkin_outcome& made) {
        switch (made.alert) {
        case circulation::alert_kind::hold_here: return "it stays on the hold shelf, for card " + made.hold_card;
        case circulation::alert_kind::hold_elsewhere:
            return "send it to " + (made.destination ? made.destination->name : "") + ", for card " + made.hold_card;
        case circulation::alert_kind::transit: return "send it to " + (made.destination ? made.destination->name : "");
        case circulation::alert_kind::none: return "put it back on its shelf";
        default: return "take it to the workroom";
        }
    }

    std::string item_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_hold_suspend() { return std::make_unique<hold_suspend>(); }
std::unique_ptr<command> make_hold_wake() { return std::make_unique<hold_wake>(); }
std::unique_ptr<command> make_hold_move() { return std::make_unique<hold_move>(); }
std::unique_ptr<command> make_hold_pickup() { return std::make_unique<hold_pickup>(); }
std::unique_ptr<command> make_hold_change() { return std::make_unique<hold_change>(); }
std::unique_ptr<command> make_hold_cancel() { return std::make_unique<hold_end>(hold_state::cancelled); }
std::unique_ptr<command> make_hold_expire() { return std::make_unique<hold_end>(hold_state::lapsed); }
std::unique_ptr<command> make_hold_clear() { return std::make_unique<hold_clear>(); }

} // namespace circ::tool
