#include "server/circulation/verifier.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/secrets.hpp"

namespace circ::tool {
namespace {

class patron_pin final : public command {
public:
    std::string_view path() const override { return "patron pin"; }
    std::string_view summary() const override {
        return "a new PIN for a reader, which also opens a card that wrong PINs have locked; or none any more";
    }
    std::string_view example() const override {
        return "circdesk patron pin 29012000000267 --reason 'forgot it, showed a passport'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "the number of any of the reader's cards", true},
                {"--pin-file",
                 &file_,
                 "file with the PIN in its first line, - for standard input (asked for, and not shown)"},
                {"--remove", &removes_, "the reader has no PIN any more"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        if (removes_ && !file_.empty())
            throw complaint("--remove and --pin-file contradict each other", wrong_usage);
        // Before somebody types a PIN for nobody.
        const auto of = with.institution();
        with.store().read([&](storage::reader& from) {
            static_cast<void>(find_reader(from, of, asked_.card, with.now()));
        });
        with.store().end_turn();
        if (!removes_) asked_.verifier = circulation::make_verifier(new_pin(with, file_), pepper(with));
        asked_.why = words_.reason;
        tell(with,
             perform_at_desk(with, asked_, words_),
             "the reader of card " + asked_.card + (removes_ ? " has no PIN any more" : " has a new PIN"));
        return done;
    }

private:
    circulation::set_pin asked_;
    std::string file_;
    bool removes_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_patron_pin() {
    return std::make_unique<patron_pin>();
}

} // namespace circ::tool
