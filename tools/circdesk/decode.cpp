#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/decoded.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace circ::tool {
namespace {

namespace sip2 = protocol::sip2;

class decode_command final : public command {
public:
    std::string_view path() const override { return "decode"; }
    std::string_view summary() const override { return "take SIP2 lines apart, field by field"; }
    std::string_view example() const override { return "circdesk decode '9900802.00AY1AZFCA0'"; }
    std::vector<option> options() override {
        return {{"lines", &lines_, "messages as they went over the wire; none, or -: one a line on standard input"},
                {"--personal", &personal_, "show names and cards too; passwords never"}};
    }

    int run(tool& with) override {
        bool sound = true;
        const auto people = personal_ ? sip2::personal_data::shown : sip2::personal_data::masked;
        const auto decode = [&](const std::string& line) {
            if (line.empty()) return;
            if (!with.how().json) {
                sound = print_decoded(std::cout, "", line, {}, people) && sound;
                return;
            }
            const auto told = decoded(line, {}, people);
            sound = told.at("sound").as_bool() && sound;
            std::cout << boost::json::serialize(told) << '\n';
        };
        if (lines_.empty() || lines_ == std::vector<std::string>{"-"})
            for (std::string line; std::getline(std::cin, line);) decode(line.substr(0, line.find('\r')));
        else
            for (const auto& each : lines_) decode(each);
        return sound ? done : refused;
    }

private:
    std::vector<std::string> lines_;
    bool personal_ = false;
};

} // namespace

std::unique_ptr<command> make_decode() { return std::make_unique<decode_command>(); }

} // namespace circ::tool
