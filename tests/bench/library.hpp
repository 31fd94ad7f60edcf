#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace circ::bench {

struct library_size {
    std::size_t items = 0;
    std::size_t patrons = 0;
    std::size_t loans = 10; ///< of the reader who has most
    std::size_t accounts = 1; ///< terminals
};

/// A library made of nothing but numbers. All items can be lent; beside them stand those that are out.
///
/// Its cards, by number: the first ones are for looking at accounts, each with a PIN hash of its own
/// that is cheap to prove, and not more than the server remembers; every tenth of them is busy. The
/// last tenth is for guessing at PINs. Those between borrow, and share one PIN hash of the usual cost.
class made_library {
public:
    made_library(std::filesystem::path data_dir, const library_size& size) : data_dir_(std::move(data_dir)), size_(size) {}

    [[nodiscard]] const std::filesystem::path& data_dir() const noexcept { return data_dir_; }
    [[nodiscard]] const library_size& size() const noexcept { return size_; }

    [[nodiscard]] static std::string item(std::size_t number);
    [[nodiscard]] static std::string title(std::size_t number); ///< of the item of that number
    [[nodiscard]] static std::string card(std::size_t number);
    /// Items that are out or kept, by number from 0.
    [[nodiscard]] static std::string taken_item(std::size_t number);
    [[nodiscard]] static std::string terminal(std::size_t number);
    [[nodiscard]] static std::string login(std::size_t number = 0); ///< a 93 for that terminal
    static constexpr const char* pin = "4471";

    static constexpr std::size_t busy_every = 10;
    [[nodiscard]] std::size_t account_cards() const { return size_.patrons / 4 < 4000 ? size_.patrons / 4 : 4000; }
    [[nodiscard]] static bool is_busy(std::size_t card) { return card % busy_every == 0; }
    [[nodiscard]] std::size_t first_guessed_card() const { return size_.patrons - size_.patrons / 10; }
    /// What a 64 says of a busy one: ready holds, overdue, loans, fees, recalled, waiting holds.
    static constexpr const char* busy_counts = "000100010003000200010001";
    static constexpr const char* long_card = "29980000000000";  ///< has `loans` loans
    static constexpr const char* short_card = "29980000000001"; ///< has ten

private:
    std::filesystem::path data_dir_;
    library_size size_;
};

/// Makes the library in a folder of its own below `root`, or takes the one that is there already.
[[nodiscard]] made_library make_library(const std::filesystem::path& root, const library_size& size);

/// The same library in another folder, for who changes more of it than devices do; what stands there is gone.
/// @pre no daemon runs over it
[[nodiscard]] made_library copy_library(const made_library& of, const std::filesystem::path& to);

} // namespace circ::bench
