#pragma once

#include "config/load.hpp"
#include "storage/records/library.hpp"
#include "storage/store.hpp"
#include "tools/circdesk/command.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// Ends a command with a sentence on standard error that names the thing, the value and the way out.
class complaint : public std::runtime_error {
public:
    explicit complaint(const std::string& sentence, exit_code code = refused)
        : std::runtime_error(sentence), code_(code) {}
    [[nodiscard]] exit_code code() const noexcept { return code_; }

private:
    exit_code code_;
};

/// What a library's own settings are called in its data directory.
inline constexpr const char* settings_name = "circdesk.toml";

/// What every command may use: the options before the verb, the store they point at, and the ways of
/// saying things.
class tool {
public:
    struct common_options {
        std::optional<std::string> settings_file; ///< --config
        std::optional<std::string> data_dir;      ///< --data, else of the settings
        std::optional<std::string> institution;   ///< --institution, else of the settings
        std::string operator_name;                ///< --operator, else the system user
        bool json = false;                        ///< --json: machines read the output
        bool can_be_asked = false;                ///< somebody sits at a terminal
    };

    explicit tool(common_options how) : how_(std::move(how)) {}

    [[nodiscard]] const common_options& how() const noexcept { return how_; }

    /// The settings of --config, else of the circdesk.toml that lies in --data, else of
    /// /etc/circdesk/circdesk.toml, else the defaults.
    /// @throws complaint with all their mistakes
    [[nodiscard]] const config::settings& settings();
    /// The same for a verb that uses these sections alone (config::mistakes_in): it goes on beside mistakes in
    /// others, each of which is told once on standard error. So the desk works on while the daemon does, which
    /// has refused to reload them.
    /// @throws complaint when a mistake is in one of them
    [[nodiscard]] const config::settings& settings_of(std::initializer_list<std::string_view> sections);
    [[nodiscard]] std::string data_dir();

    /// The store of the data directory, through the writer gate while the daemon runs.
    /// @throws complaint when there is none (create: makes one); storage::store_error
    [[nodiscard]] storage::store& store(bool create = false);

    /// Whom the verb works for: --institution, else that of the settings, else the only one there is.
    /// @throws complaint when there is none, or none is named of several
    [[nodiscard]] storage::institution institution();

    [[nodiscard]] storage::instant now() const;

    /// Leaves nothing of what was forgotten in the log beside the store. @pre this thread reads nothing
    /// @return false: the daemon, or somebody else, read all the while
    [[nodiscard]] bool empty_log();

private:
    [[nodiscard]] std::optional<std::string> settings_file() const;
    [[nodiscard]] std::string store_file();

    common_options how_;
    [[nodiscard]] const config::loaded& loaded();
    /// Ends the verb by what is wrong. @throws complaint
    [[noreturn]] void refuse(const std::vector<config::mistake>& about) const;

    std::optional<config::loaded> loaded_;
    bool has_told_ = false; ///< of mistakes that are beside the point
    std::unique_ptr<storage::store> store_;
};

} // namespace circ::tool
