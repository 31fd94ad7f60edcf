#pragma once

#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <string>

namespace circ::tool {

/// The sentence, or for machines what it is about beside "result": "done".
inline void say_done(tool& with, const std::string& sentence, boost::json::object about = {}) {
    if (!with.how().json) {
        std::cout << sentence << '\n';
        return;
    }
    about["result"] = "done";
    std::cout << boost::json::serialize(about) << '\n';
}

} // namespace circ::tool
