#pragma once

#include "storage/records/time.hpp"
#include "tools/circdesk/sc/dialogue.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

/// The server that is examined, and what it is asked about.
struct examined_server {
    sip2_door at;
    std::string login, password, location;
    std::string institution;
    std::string patron, pin;
    std::string item;
    bool may_change = false; ///< what it keeps of the patron and the item may be changed
};

/// What the checks share: the server, lines to it, messages about its patron and its item.
class examination {
public:
    examination(examined_server of, storage::instant now) : of_(std::move(of)), now_(now) {}

    [[nodiscard]] const examined_server& server() const noexcept { return of_; }
    [[nodiscard]] dialogue connect() const { return dialogue(of_.at); }
    /// Logged in where a login is known. @throws complaint when it is refused
    [[nodiscard]] dialogue log_in() const;

    /// `item_information`, `item_identifier=1`: with date and institution.
    [[nodiscard]] std::string message(std::vector<std::string> words) const;
    [[nodiscard]] std::string login_message(std::string_view password) const;
    [[nodiscard]] storage::instant now() const noexcept { return now_; }

private:
    examined_server of_;
    storage::instant now_;
};

inline constexpr std::string_view status_message = "9900802.00";
/// What nobody's card and no item is called.
inline constexpr std::string_view nobody = "0000NOBODY0000";

/// What is wrong with an answer, in a sentence with the answer itself; empty when nothing is. It is
/// to be a message of this code with all it must have, its checksum right, its dates given.
[[nodiscard]] std::string faults_of(const std::string& answer, std::string_view code);

/// All values of a field, by its id or, in the fixed part, its name.
[[nodiscard]] std::vector<std::string> values_of(const std::string& answer, std::string_view field);
/// The first one; empty when there is none.
[[nodiscard]] std::string value_of(const std::string& answer, std::string_view field);

/// The message without its sequence number and checksum.
[[nodiscard]] std::string body_of(const std::string& answer);

/// "got 'LINE'", or that nothing came: how a failed check ends its sentence.
[[nodiscard]] std::string got(const std::string& answer);

} // namespace circ::tool
