#include "server/circulation/local_time.hpp"
#include "tools/circdesk/blank_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/typed_day.hpp"

// The verbs for readers: block, note, unblock, unlock, message, guarantor.

namespace circ::tool {
namespace {

class patron_block final : public command {
public:
    std::string_view path() const override { return "patron block"; }
    std::string_view summary() const override {
        return "lend a reader nothing until it is lifted; or leave a note for staff";
    }
    std::string_view example() const override {
        return "circdesk patron block 29012000000044 --reason 'mail came back'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"--note", &note_, "a note that staff sees, and nothing else happens"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.kind = note_ ? storage::block_kind::note : storage::block_kind::block;
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        tell(with,
             made,
             (note_ ? "noted for card " : "blocked card ") + asked_.card + ": block " +
                 std::to_string(made.made));
        return done;
    }

private:
    circulation::place_block asked_;
    bool note_ = false;
    desk_words words_;
};

class patron_note final : public command {
public:
    std::string_view path() const override { return "patron note"; }
    std::string_view summary() const override {
        return "a note about a reader that only staff sees; `patron unblock --block N` takes it away";
    }
    std::string_view example() const override {
        return "circdesk patron note 29012000000044 'returns by post'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"text", &asked_.why, "what it says", true},
                words_.where()};
    }

    int run(tool& with) override {
        asked_.kind = storage::block_kind::note;
        const auto made = perform_at_desk(with, asked_, words_);
        tell(with,
             made,
             "noted for card " + asked_.card + ": block " + std::to_string(made.made));
        return done;
    }

private:
    circulation::place_block asked_;
    desk_words words_;
};

class patron_unblock final : public command {
public:
    std::string_view path() const override { return "patron unblock"; }
    std::string_view summary() const override {
        return "lift a block or note, or all blocks of a reader";
    }
    std::string_view example() const override {
        return "circdesk patron unblock 29012000000226 --reason 'new address given'";
    }
    std::vector<option> options() override {
        return {
            {"card", &asked_.card, "the number of any of the reader's cards", true},
            {"--block", &block_, "one block or note, by its number in `patron show` (all blocks)"},
            words_.why(),
            words_.where()};
    }

    int run(tool& with) override {
        if (!block_.empty()) asked_.block = storage::block_id{typed_number(block_, "block")};
        asked_.why = words_.reason;
        tell(with, perform_at_desk(with, asked_, words_), "lifted for card " + asked_.card);
        return done;
    }

private:
    circulation::lift_block asked_;
    std::string block_;
    desk_words words_;
};

class patron_unlock final : public command {
public:
    std::string_view path() const override { return "patron unlock"; }
    std::string_view summary() const override { return "open a card that wrong PINs have locked"; }
    std::string_view example() const override {
        return "circdesk patron unlock 29012000000267 --reason 'showed a passport'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        tell(with, perform_at_desk(with, asked_, words_), "card " + asked_.card + " is open again");
        return done;
    }

private:
    circulation::unlock_pin asked_;
    desk_words words_;
};

class patron_message final : public command {
public:
    std::string_view path() const override { return "patron message"; }
    std::string_view summary() const override {
        return "a message that a reader, or staff, gets to see; or the end of one";
    }
    std::string_view example() const override {
        return "circdesk patron message 29012000000010 --text 'Your umbrella is at the desk.'";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true},
                {"--text", &text_, "what it says"},
                {"--staff", &staff_, "for staff; readers never see it"},
                {"--until", &until_, "its last day, as 2027-01-31 (until it is ended)"},
                {"--end",
                 &end_,
                 "the number of a message, as `patron show` tells it, to be shown no more"},
                {"--reason", &words_.reason, "why it ends, kept with your name"},
                words_.where()};
    }

    int run(tool& with) override {
        if (text_.empty() == end_.empty())
            throw complaint("give a --text, or the message to --end", wrong_usage);
        return end_.empty() ? add(with) : end(with);
    }

private:
    int add(tool& with) {
        refuse_blank("--text", text_);
        circulation::add_message asked{.card = card_, .text = text_};
        if (staff_) asked.shown_to = storage::audience::staff;
        if (!until_.empty())
            asked.until = circulation::end_of_day(typed_day(until_), with.institution().time_zone);
        const auto made = perform_at_desk(with, asked, words_);
        tell(with,
             made,
             "message " + std::to_string(made.made) + " for " + (staff_ ? "staff" : "the reader"));
        return done;
    }

    int end(tool& with) {
        refuse_blank("--reason", words_.reason);
        const storage::message_id which{typed_number(end_, "message")};
        const circulation::end_message asked{.card = card_, .message = which, .why = words_.reason};
        tell(with, perform_at_desk(with, asked, words_), "message " + end_ + " is shown no more");
        return done;
    }

    std::string card_;
    std::string text_;
    std::string until_;
    std::string end_;
    bool staff_ = false;
    desk_words words_;
};

class patron_guarantor final : public command {
public:
    std::string_view path() const override { return "patron guarantor"; }
    std::string_view summary() const override {
        return "who answers for a reader; or nobody any more";
    }
    std::string_view example() const override {
        return "circdesk patron guarantor 29012000000416 --clear --reason 'is of age'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"guarantor", &asked_.guarantor, "the card of the reader who answers"},
                {"--clear", &clear_, "nobody answers any more"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        if (asked_.guarantor.empty() != clear_)
            throw complaint("name the guarantor's card, or say --clear", wrong_usage);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        tell(with,
             made,
             clear_ ? "nobody answers for card " + asked_.card
                    : "card " + asked_.guarantor + " answers for card " + asked_.card);
        return done;
    }

private:
    circulation::set_guarantor asked_;
    bool clear_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_patron_block() {
    return std::make_unique<patron_block>();
}
std::unique_ptr<command> make_patron_note() {
    return std::make_unique<patron_note>();
}
std::unique_ptr<command> make_patron_unblock() {
    return std::make_unique<patron_unblock>();
}
std::unique_ptr<command> make_patron_unlock() {
    return std::make_unique<patron_unlock>();
}
std::unique_ptr<command> make_patron_message() {
    return std::make_unique<patron_message>();
}
std::unique_ptr<command> make_patron_guarantor() {
    return std::make_unique<patron_guarantor>();
}

} // namespace circ::tool
