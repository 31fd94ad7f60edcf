#pragma once

#include "protocol/ncip/message.hpp"
#include "protocol/ncip/values.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace circ::net::test {

/// A small library system that answers NCIP: it lends, takes back, renews and takes money, and
/// counts what it has done, so that a test sees what was done twice.
class far_library {
public:
    struct loan {
        std::string card;
        int renewals = 0;
        protocol::ncip::instant due{};
    };

    far_library();

    /// The answer to a document, as text.
    [[nodiscard]] std::string answer(const std::string& document);

    std::set<std::string> cards;
    std::map<std::string, std::string> titles;   ///< by barcode: all items there are
    std::map<std::string, loan> loans;           ///< by barcode
    std::map<std::string, std::string> payments; ///< by reference: card
    std::set<std::string> blocked;               ///< cards, by whoever asks
    std::vector<std::string> done;               ///< each change, as "CheckOutItem i1 p1"
    std::vector<std::string> heard;              ///< each service, as it came
    std::set<std::string> busy;                  ///< items that it cannot lend just now
    const char* busy_because = "Temporary Processing Failure"; ///< what it says of them
    bool refuses_all = false;                    ///< every order, by a problem
    bool lists_loans = true;                     ///< of a reader; many systems do not

    [[nodiscard]] std::size_t times(std::string_view what) const;

private:
    [[nodiscard]] protocol::ncip::message act(const protocol::ncip::message& asked);
};

} // namespace circ::net::test
