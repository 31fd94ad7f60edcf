#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace circ::bench {

/// What another system would leave when a library moves: a file of MARC records with their items, and
/// tables of patrons and of what stands open. Made of nothing but numbers, the same bytes each time.
///
/// Items are numbered from 0; a title has one to three of them. The branches have the same number of
/// items each, one in 23 of which is on loan, and overdue. One patron in five is a child, half of whom stand before
/// the one who answers for them.
class arriving_files {
public:
    /// Writes them into the folder, unless they are there already.
    arriving_files(const std::filesystem::path& folder, std::size_t items);

    [[nodiscard]] const std::filesystem::path& marc() const noexcept { return marc_; }
    [[nodiscard]] const std::filesystem::path& patrons() const noexcept { return patrons_; }
    [[nodiscard]] const std::filesystem::path& loans() const noexcept { return loans_; }
    [[nodiscard]] const std::filesystem::path& holds() const noexcept { return holds_; }
    [[nodiscard]] const std::filesystem::path& fees() const noexcept { return fees_; }

    [[nodiscard]] std::size_t items() const noexcept { return items_; }
    [[nodiscard]] std::size_t titles() const;
    [[nodiscard]] std::size_t patron_count() const noexcept { return items_ / 5; }
    [[nodiscard]] std::size_t loan_count() const;
    [[nodiscard]] std::size_t hold_count() const noexcept { return items_ / 100; }
    [[nodiscard]] std::size_t fee_count() const noexcept { return items_ / 50; }

    static constexpr std::size_t branches = 10;
    [[nodiscard]] static std::string branch(std::size_t number);
    [[nodiscard]] static std::size_t branch_of(std::size_t item) { return item % branches; }
    [[nodiscard]] static bool is_lent(std::size_t item) { return item % 23 == 5; }
    [[nodiscard]] static std::string barcode(std::size_t item);
    [[nodiscard]] static std::string call_number(std::size_t item);
    [[nodiscard]] static std::string card(std::size_t patron);
    /// All words of that title, of which many others have some.
    [[nodiscard]] static std::vector<std::string> words_of(std::size_t title);
    [[nodiscard]] static std::string isbn(std::size_t title);

private:
    void write_marc() const;
    void write_patrons() const;
    void write_loans() const;
    void write_holds() const;
    void write_fees() const;

    std::size_t items_;
    std::filesystem::path marc_;
    std::filesystem::path patrons_;
    std::filesystem::path loans_;
    std::filesystem::path holds_;
    std::filesystem::path fees_;
};

} // namespace circ::bench
