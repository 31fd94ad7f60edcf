#include "server/circulation/desk_terminals.hpp"
#include "server/circulation/verifier.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/secrets.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace circ::tool {
namespace {

class terminal_password final : public command {
public:
    std::string_view path() const override { return "terminal password"; }
    std::string_view summary() const override {
        return "a new password for a device, from its next login on; the old one lets nobody in any more";
    }
    std::string_view example() const override {
        return "circdesk terminal password kiosk2 --reason 'the paper with it is lost'";
    }
    std::vector<option> options() override {
        return {{"login", &asked_.login, "the device's login", true},
                {"--password-file",
                 &file_,
                 "file with the password, - for standard input; else one is made and shown once"},
                words_.why()};
    }

    int run(tool& with) override {
        const std::string password = new_password(file_);
        asked_.verifier = circulation::make_verifier(storage::secret(password), pepper(with));
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_));
        tell(with, file_.empty() ? password : std::string());
        return done;
    }

private:
    /// @param made empty: whoever asks has it
    void tell(const tool& with, const std::string& made) const {
        if (with.how().json) {
            boost::json::object all{{"result", "done"}, {"login", asked_.login}};
            if (!made.empty()) all["password"] = made;
            std::cout << boost::json::serialize(all) << '\n';
            return;
        }
        std::cout << "terminal " << asked_.login << " has a new password, from its next login on\n";
        if (!made.empty()) std::cout << "its password, shown this once: " << made << '\n';
    }

    circulation::change_terminal asked_;
    std::string file_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_terminal_password() {
    return std::make_unique<terminal_password>();
}

} // namespace circ::tool
