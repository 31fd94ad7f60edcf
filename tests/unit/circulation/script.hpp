#pragma once

#include "server/circulation/any_operation.hpp"
#include "tests/support/library_fixture.hpp"

#include <rapidcheck.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace circ::test {

/// What can happen at a desk. From `lost` on it is the desk itself that says so.
enum class deed {
    checkout,
    checkin,
    renew,
    place_hold,
    cancel_hold,
    change_hold,
    pay,
    undo_checkout,
    undo_checkin,
    renew_all,
    block,
    enable,
    write_properties,
    send_again, ///< the request before, once more and later
    lost,
    claimed
};

/// One line of a script: who does what, where, how long after the line before. Indices, so that a
/// script shrinks towards the first reader, the first item and no time at all.
struct step {
    deed what = deed::checkout;
    int card = 0;
    int item = 0;
    int terminal = 0;
    int pickup = 0;
    int wait = 0;
    bool has_happened = false; ///< told by the device afterwards
};

/// A story of a library, short enough to read.
struct script {
    std::vector<step> steps;
    int policy = 0; ///< index into what scripted_library knows
};

/// How rapidcheck shows them: in words, a line for each step.
void showValue(const step& shown, std::ostream& to);
void showValue(const script& shown, std::ostream& to);

/// Three readers, five items of three titles (the last one a device, for which a fee is asked),
/// three branches and two terminals: kiosk1 at MAIN, and kiosk3 at EAST, which may work off-line.
class scripted_library : public library_fixture {
public:
    scripted_library();

    /// The library as it was made, under one of the policies.
    void start(int policy);

    /// The request of this line, at the present time; a request of its own every time.
    [[nodiscard]] circulation::any_operation request_of(const step& one);
    circulation::any_outcome send(const circulation::any_operation& asked);

    /// Lets the time of this line pass, then does it.
    /// @return what was asked and answered; nothing for what the desk does itself
    struct exchange {
        circulation::any_operation asked;
        circulation::any_outcome answered;
    };
    std::optional<exchange> play(const step& one);
    void let_time_pass(const step& one);

    [[nodiscard]] static std::string card_of(const step& one);
    [[nodiscard]] static std::string barcode_of(const step& one);

private:
    void set_loan_state(const std::string& barcode, storage::loan_state to);
    [[nodiscard]] circulation::requester requester_of(const step& one);

    std::optional<circulation::any_operation> last_;
    int requests_ = 0;
};

} // namespace circ::test

namespace rc {

template <>
struct Arbitrary<circ::test::step> {
    static Gen<circ::test::step> arbitrary();
};

template <>
struct Arbitrary<circ::test::script> {
    static Gen<circ::test::script> arbitrary();
};

} // namespace rc
