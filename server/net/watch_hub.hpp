#pragma once

#include "storage/records/time.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace circ::net {

/// What a device and we said to each other, as an operator may see it: decoded, secrets and names
/// masked. A note without a message tells in plain words why a device does not get in.
struct watched {
    struct field {
        std::string id; ///< two letters; empty for a field of the fixed part
        std::string name;
        std::string value;
    };

    storage::instant at{};
    std::string terminal; ///< login; empty before one is known
    std::string address;
    bool from_device = true;
    std::string code;
    std::string title;
    std::vector<field> fields;
    std::string note;
};

/// As one line of JSON, without its end.
[[nodiscard]] std::string to_json_line(const watched& what);

/// Passes what sessions tell to whoever watches. Sessions ask first, so that nobody decodes for
/// nobody. Used from one io thread.
class watch_hub {
public:
    using listener = std::function<void(const watched&)>;

    [[nodiscard]] bool anyone() const noexcept { return !listeners_.empty(); }
    void tell(const watched& what) const;

    [[nodiscard]] int attach(listener who);
    void detach(int number);

private:
    std::map<int, listener> listeners_;
    int last_ = 0;
};

} // namespace circ::net
