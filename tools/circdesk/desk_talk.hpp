#pragma once

#include "server/circulation/operations.hpp"
#include "server/circulation/policy.hpp"
#include "server/dispatch/texts.hpp"
#include "tools/circdesk/desk_verb.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// The counter with a scanner: one line in, what is to be done out. A card opens a reader's
/// account, an item then is lent, an item alone is taken back.
class desk_talk {
public:
    /// @param branch where the counter stands; it is asked for each line anew, as the rules are
    desk_talk(
        tool& with, std::string branch, std::size_t width, std::istream& from, std::ostream& to);

    /// Reads until `quit` or the end. @throws complaint when the branch is unknown
    void run();

private:
    struct lent {
        std::string barcode;
        std::string title;
        std::string due;
    };

    void obey(const std::string& line);
    void open(const std::string& card);
    void close();
    void lend(const std::string& item);
    void take_back(const std::string& item);
    void renew(const std::string& item);
    /// A receipt tells of each item once, as it is when the account closes.
    void put_on_receipt(const circulation::loan_outcome& made);
    void take_off_receipt(const std::string& barcode);
    void help();

    /// Performs it; where it is refused, says why, and asks whether it is to be done all the same.
    template <class Operation>
    std::optional<circulation::outcome_of<Operation>> attempt(Operation what);
    template <class Operation>
    circulation::outcome_of<Operation> perform(Operation what, const std::string& override_reason);
    [[nodiscard]] bool agrees_to_fee(const circulation::outcome& refused,
                                     circulation::fee_agreement& to);
    void say_why(const std::vector<circulation::reason>& reasons);
    void notice(const circulation::outcome& made);

    void slip(std::string_view heading, const std::vector<std::string>& lines);
    void line(const std::string& text);
    [[nodiscard]] std::string as_a_kiosk_says(const circulation::reason& what) const;
    [[nodiscard]] std::string ask(const std::string& what);
    [[nodiscard]] std::string due_text(const circulation::loan_outcome& made);

    tool* with_;
    std::string branch_;
    std::size_t width_;
    std::istream* from_;
    std::ostream* to_;
    storage::institution institution_;
    dispatch::texts words_;
    std::string zone_;
    std::string branch_name_;
    std::string card_;   ///< of the open reader; empty: none
    std::string reader_; ///< their name
    std::vector<lent> lent_;
};

} // namespace circ::tool
