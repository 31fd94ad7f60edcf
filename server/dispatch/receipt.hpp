#pragma once

#include "server/dispatch/texts.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Receipts, of what was done and the texts `receipt.*` (docs/reference/texts.md). A receipt has lines
// of its own and, where they say {entries}, some for each entry; a line that has nothing to put into
// one of its places is left out. A new kind of entry needs an enumerator, its text and its total.

namespace circ::dispatch {

/// What was done, as far as a receipt tells it.
struct receipt_entry {
    enum class kind { lent, renewed, not_renewed, returned, paid };

    kind what{};
    std::string title;
    std::string barcode;
    std::optional<storage::instant> due_at;
    bool due_hourly = false;
    storage::money amount;  ///< paid, or charged for this
    std::string fee;        ///< number of what was charged; empty: not known
    std::string number;     ///< of a payment
    std::optional<circulation::reason> why_not;

    /// Whether both tell of the same thing, as a request and its repetition do.
    [[nodiscard]] bool is_as(const receipt_entry& other) const {
        return what == other.what && barcode == other.barcode && number == other.number;
    }
};

struct receipt_totals {
    int lent = 0;
    int renewed = 0;
    int not_renewed = 0;
    int returned = 0;
    storage::money charged;
    storage::money paid;

    void add(const receipt_entry& one) { count(one, 1); }
    void take_off(const receipt_entry& one) { count(one, -1); }

    friend bool operator==(const receipt_totals&, const receipt_totals&) = default;

private:
    void count(const receipt_entry& one, int times);
};

/// What a session did since its reader's card was opened, for the receipt at the end.
class session_slip {
public:
    /// Keeps an entry; one that tells of the same thing makes room for it, and leaves it what that has cost.
    /// @param told_already it had a receipt of its own: it counts, but is not listed again
    void add(receipt_entry one, bool told_already);

    /// As if it had not been done.
    void take_back(receipt_entry::kind what, std::string_view barcode);

    [[nodiscard]] bool empty() const { return totals_ == receipt_totals{}; }
    [[nodiscard]] std::vector<receipt_entry> listed() const;
    [[nodiscard]] const receipt_totals& totals() const { return totals_; }

    /// A session without an end must not grow for ever; what comes after is only counted.
    static constexpr std::size_t most_entries = 200;

private:
    struct kept_entry {
        receipt_entry entry;
        bool told_already;
    };
    std::vector<kept_entry> kept_;
    receipt_totals totals_;
};

struct receipt_facts {
    std::string_view text; ///< "receipt.checkout"
    std::string library;
    std::string branch;
    std::string patron; ///< empty: not to be told
    storage::instant now{};
    std::vector<receipt_entry> entries;
    receipt_totals totals;
    std::optional<storage::money> owed;
};

/// How a receipt is to look.
struct receipt_form {
    const texts& words;
    std::string language;
    text_setting setting;
    std::size_t width = 0; ///< columns; 0: not known, lines are not broken
    std::size_t room = 0;  ///< bytes for all lines; entries that do not fit are only counted
};

/// The print lines.
[[nodiscard]] std::vector<std::string> make_receipt(const receipt_facts& of, const receipt_form& as);

} // namespace circ::dispatch
