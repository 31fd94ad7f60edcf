#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::tool {

enum class record_kind : std::uint8_t {
    title,
    item,
    patron,
    loan,
    hold,
    fee,
    credit,
    block,
    card,
    message
};

inline constexpr std::array all_kinds{record_kind::title,
                                      record_kind::item,
                                      record_kind::patron,
                                      record_kind::loan,
                                      record_kind::hold,
                                      record_kind::fee,
                                      record_kind::credit,
                                      record_kind::block,
                                      record_kind::card,
                                      record_kind::message};

/// What became of one record of an import.
enum class change : std::uint8_t { added, updated, unchanged, rejected };

/// Something in a file that did not go in, or went in otherwise than it stands there.
struct finding {
    std::string file;
    std::uint64_t number = 0;            ///< of the record, or of the line where there is no offset
    std::optional<std::uint64_t> offset; ///< byte at which the record begins
    std::string field;                   ///< column, or field of the record; may be empty
    std::string value;                   ///< as it stands in the file; may be empty
    std::string sentence;                ///< what is wrong, and the way out
    std::vector<std::string> row{};      ///< of a table: all its values, to be mended
    std::string raw{};                   ///< or, where they could not be told apart, its bytes
};

/// The column of a mended table that says what was wrong; an import passes over it.
inline constexpr const char* problem_column = "problem";

/// Opens a file for what does not go in. @param goes_on what stands in it stays
/// @return whether something stands in it
/// @throws complaint when it cannot be written
bool open_kept_file(std::ofstream& to, const std::string& name, bool goes_on);
/// Gives what was written to the system. @throws complaint when there is no room for it
void flush_kept_file(std::ofstream& to, const std::string& name);

/// "books.mrc record 17 at byte 20394, field 949 '...': ..."
[[nodiscard]] std::string to_string(const finding& what);

/// What one unit of work did. Kept apart from the report until the unit is durable, because a unit
/// may be run again, or fail.
class tally {
public:
    void count(record_kind kind, change what) {
        ++counts_[index(kind)][static_cast<std::size_t>(what)];
    }
    /// Counts one record, whatever the number of its mistakes.
    void reject(record_kind kind, std::vector<finding> mistakes);
    void reject(record_kind kind, finding mistake) {
        reject(kind, std::vector{std::move(mistake)});
    }

    /// Counts a record that went in, or was there already, under its branch, type or status.
    void count_part(const char* part, const std::string& code) { ++parts_[{part, code}]; }

    [[nodiscard]] std::uint64_t counted(record_kind kind, change what) const {
        return counts_[index(kind)][static_cast<std::size_t>(what)];
    }
    /// What of, the code, and how many.
    using part_counts = std::map<std::pair<std::string, std::string>, std::uint64_t>;
    [[nodiscard]] const part_counts& parts() const noexcept { return parts_; }
    [[nodiscard]] const std::vector<finding>& rejects() const noexcept { return rejects_; }
    void add_counts(const tally& other);
    void add(const tally& other); ///< its rejects too

private:
    static std::size_t index(record_kind kind) { return static_cast<std::size_t>(kind); }

    std::array<std::array<std::uint64_t, 4>, all_kinds.size()> counts_{};
    part_counts parts_;
    std::vector<finding> rejects_;
};

/// What an import did, and each record that did not go in. Of findings it remembers the first ones;
/// the others are counted, and all rejects stand in the file asked for.
class import_report {
public:
    /// @param rejects_file gets a row of CSV for each mistake; empty: there is none
    /// @param goes_on the rows that stand in it stay
    /// @throws complaint when the file cannot be written
    explicit import_report(const std::string& rejects_file = {}, bool goes_on = false);

    /// Its rejects are with the system when this returns. @throws complaint
    void add(const tally& done);
    void remark(finding what);
    /// A branch code that is not ours, with or without one that stands in for it.
    void unknown_branch(const std::string& code, bool stands_in);
    /// A code of another kind that the mapping does not name, or nobody knows.
    void unknown_code(const std::string& kind, const std::string& code);
    /// Told of every reject: where it is kept to be mended.
    void hand_rejects_to(std::function<void(const finding&)> keeper) {
        keeper_ = std::move(keeper);
    }

    [[nodiscard]] std::uint64_t counted(record_kind kind, change what) const {
        return sum_.counted(kind, what);
    }
    [[nodiscard]] const tally& sum() const noexcept { return sum_; }
    [[nodiscard]] bool has_rejects() const noexcept { return reject_count_ > 0; }
    [[nodiscard]] const std::vector<finding>& rejects() const noexcept { return rejects_; }

    /// The table of counts, on a dry run those by branch, type and status too, then branch codes
    /// that are not ours, remarks and rejects.
    void print(std::ostream& to, bool json, bool with_parts = false) const;

private:
    void print_parts(std::ostream& to) const;

    struct branch_use {
        std::uint64_t times = 0;
        bool stands_in = false;
    };

    tally sum_;
    std::map<std::string, branch_use> unknown_branches_;
    tally::part_counts unknown_codes_;
    std::function<void(const finding&)> keeper_;
    std::vector<finding> remarks_;
    std::vector<finding> rejects_;
    std::uint64_t remark_count_ = 0;
    std::uint64_t reject_count_ = 0;
    std::string rejects_name_;
    std::ofstream rejects_file_;
};

} // namespace circ::tool
