#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::tool {

class tool;

/// What '' is where a text belongs: it takes away what was there or says no more than leaving it out, or it is a mistake.
enum class blank { fits, is_wrong };

/// One word of a command line. Commands describe them as data, so that the command line library is
/// known to main.cpp alone (it costs five seconds a file), and help, manual and completion follow.
struct option {
    using target = std::variant<std::string*, std::optional<std::string>*, std::vector<std::string>*,
                                std::int64_t*, bool*>;

    std::string_view name; ///< "--port"; without dashes it is positional
    target into;           ///< a bool is a flag; the value it holds is the default
    std::string_view help;
    bool required = false;
    blank when_blank = required ? blank::is_wrong : blank::fits; ///< is_wrong, and not required: of a std::optional alone
};

/// What an exit code of the tool means, the same for every command.
enum exit_code : int {
    done = 0,
    refused = 1,      ///< the library says no, a check found something, a transcript differs
    wrong_usage = 2,
    not_found = 3,    ///< the patron, item, terminal or file named is not there
    unavailable = 4,  ///< the store or the daemon cannot be used now
};

/// A verb of the operator's tool. To add one: a file with its class and a maker, a row in commands.cpp.
class command {
public:
    virtual ~command() = default;

    [[nodiscard]] virtual std::string_view path() const = 0;    ///< "terminal add"
    [[nodiscard]] virtual std::string_view summary() const = 0; ///< one line for --help and the manual
    [[nodiscard]] virtual std::string_view example() const = 0; ///< a line that works on the demo library
    [[nodiscard]] virtual std::vector<option> options() { return {}; }

    /// @return an exit_code
    /// @throws complaint with a sentence for the operator; storage::store_error
    [[nodiscard]] virtual int run(tool& with) = 0;
};

/// All verbs, in the order of the manual.
[[nodiscard]] std::vector<std::unique_ptr<command>> all_commands();

} // namespace circ::tool
