#include "tools/circdesk/confirm.hpp"

#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace circ::tool {

bool confirm(tool& with, const std::string& would, bool yes) {
    if (yes) return true;
    if (with.how().json) {
        std::cout << boost::json::serialize(boost::json::object{{"result", "not done"}, {"would", would}}) << '\n';
        return false;
    }
    if (!with.how().can_be_asked) {
        std::cout << would << "; nothing is changed yet, --yes does it\n";
        return false;
    }
    std::cout << would << ". Type yes to do it: " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "yes") throw complaint("nothing is changed; --yes does it without asking");
    return true;
}

} // namespace circ::tool
