#pragma once

#include "storage/records/time.hpp"
#include "tools/circdesk/connection.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// The server that is examined, and what it is asked about.
struct examined_server {
    std::string host;
    std::uint16_t port = 0;
    std::shared_ptr<const protocol::tls::context> encryption; ///< nothing: in the open
    std::string login, password, location;
    std::string institution;
    std::string patron, pin;
    std::string item;
    bool may_change = false; ///< it may lend and take back
    std::chrono::seconds patience{5};
};

/// A line as it came.
struct heard_line {
    std::string before; ///< line ends that came in front of it
    std::string text;
    std::string end; ///< "\r", or what else ended it; empty when nothing did
    std::chrono::milliseconds took{};
};

/// One connection to the server, that of a device which may be as odd as it likes.
class dialogue {
public:
    /// @throws complaint (unavailable) when nobody answers there
    explicit dialogue(const examined_server& to);

    /// Sends bytes as they are. @throws complaint when the server has closed
    void send(std::string_view bytes) { over_.send(bytes); }
    /// @return nullopt when nothing came in time, or the server closed
    [[nodiscard]] std::optional<heard_line> hear();

    /// Sends a message with sequence number and checksum. @return the line that came; empty: none
    [[nodiscard]] std::string ask(std::string_view message);
    /// The same without both.
    [[nodiscard]] std::string ask_plain(std::string_view message);
    /// The last message asked, as it went over the wire, its end included.
    [[nodiscard]] const std::string& sent() const noexcept { return sent_; }

private:
    connection over_;
    std::chrono::seconds patience_;
    std::string unread_;
    std::string sent_;
    unsigned sequence_ = 0;
};

/// What the checks share: the server, lines to it, messages about its patron and its item.
class examination {
public:
    examination(examined_server of, storage::instant now) : of_(std::move(of)), now_(now) {}

    [[nodiscard]] const examined_server& server() const noexcept { return of_; }
    [[nodiscard]] dialogue connect() const { return dialogue(of_); }
    /// Logged in where a login is known. @throws complaint when it is refused
    [[nodiscard]] dialogue log_in() const;

    /// `patron_status`, `item_identifier=1`: with date and institution.
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
