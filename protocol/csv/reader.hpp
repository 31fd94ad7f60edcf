#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::csv {

/// What one file may cost in memory.
struct limits {
    std::size_t row_bytes = 1'048'576;
    std::size_t value_bytes = 65'536;
    std::size_t columns = 1'000;
};

struct row {
    std::uint64_t line = 0; ///< line of the file at which it begins, from 1
    std::vector<std::string> values;
    std::string fault; ///< one sentence; `values` is empty then
    std::string raw{}; ///< of a row with a fault: its bytes, as far as they were read

    /// The value in this column, trimmed; empty where the row is too short.
    [[nodiscard]] std::string_view operator[](std::size_t column) const noexcept;
};

/// Reads a table whose first line names its columns, row by row, in bounded memory.
///
/// The delimiter (comma, semicolon or tab) is the one that the header line holds most of. Quoted
/// values may hold delimiters, line ends and doubled quotes. A mark of byte order is passed over;
/// a row that is not UTF-8 is taken for Windows-1252. Empty lines are passed over.
/// @spec RFC 4180
class reader {
public:
    /// Reads the header line.
    /// @note `in` must outlive the reader, be open in binary mode and not throw.
    explicit reader(std::istream& in, const limits& bounds = {});

    /// One sentence when the header line cannot be used; next() gives nothing then.
    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
    [[nodiscard]] char delimiter() const noexcept { return delimiter_; }

    /// The column with this name; capitals and blanks around it make no difference.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;

    /// @return the next row or fault; nothing at the end of the file.
    [[nodiscard]] std::optional<row> next();

private:
    enum class ending : std::uint8_t { line, quote_open, too_long };
    struct raw_row {
        std::string text; ///< without its line end
        std::uint64_t line;
        ending end;
    };

    [[nodiscard]] std::optional<raw_row> next_raw(std::string_view delimiters);
    [[nodiscard]] row split(const raw_row& from) const;
    [[nodiscard]] std::string check_width(const row& read) const;
    void read_header();

    std::istream& in_;
    limits bounds_;
    std::vector<std::string> columns_;
    std::string fault_;
    std::uint64_t line_ = 1;
    char delimiter_ = ',';
};

} // namespace circ::protocol::csv
