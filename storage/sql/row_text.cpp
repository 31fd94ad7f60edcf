#include "storage/row_text.hpp"

#include "storage/sql/cell.hpp"
#include "storage/sql/columns.hpp"
#include "storage/store_error.hpp"

#include <charconv>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

// Cells go through the same door as into the engine (cell.hpp), into a row of our own instead of a
// statement's: "n" for none, "i17;" for a number, "t5:hello" for a text.

namespace circ::storage {
namespace {

using sql::for_each_column;

/// Stands for a statement whose parameters are its row. Bytes are no record's that is kept so.
class row_of_cells final : public sql::statement {
public:
    using cell_value = std::variant<std::monostate, std::int64_t, std::string>;

    void add(cell_value value) { cells_.push_back(std::move(value)); }
    [[nodiscard]] const std::vector<cell_value>& cells() const noexcept { return cells_; }

    [[nodiscard]] int parameter(std::string_view /*name*/) const override { return 0; }
    void bind(int /*parameter*/, std::int64_t value) override { add(value); }
    void bind(int /*parameter*/, std::string_view text) override { add(std::string(text)); }
    void bind(int /*parameter*/, std::span<const std::uint8_t> /*bytes*/) override { wrong(); }
    void bind_null(int /*parameter*/) override { add(std::monostate{}); }
    bool step() override { return false; }
    [[nodiscard]] bool is_null(int column) const override {
        return std::holds_alternative<std::monostate>(at(column));
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        const auto* value = std::get_if<std::int64_t>(&at(column));
        return value != nullptr ? *value : 0;
    }
    [[nodiscard]] std::string_view text(int column) const override {
        const auto* value = std::get_if<std::string>(&at(column));
        return value != nullptr ? std::string_view(*value) : std::string_view();
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes(int /*column*/) const override { wrong(); }
    [[nodiscard]] std::int64_t changed() const override { return 0; }
    void reset() noexcept override {}

    [[noreturn]] static void wrong() {
        throw store_error{store_failure::corrupt, "a record that was kept as text cannot be read"};
    }

private:
    /// A column that came later has no cell in what was kept before, and its default is none.
    [[nodiscard]] const cell_value& at(int column) const {
        static const cell_value none;
        const auto place = static_cast<std::size_t>(column);
        return place < cells_.size() ? cells_[place] : none;
    }

    std::vector<cell_value> cells_;
};

std::size_t take_number(std::string_view& from, char end) {
    const auto length = from.find(end);
    std::size_t value = 0;
    if (length == std::string_view::npos ||
        std::from_chars(from.data(), from.data() + length, value).ptr != from.data() + length)
        row_of_cells::wrong();
    from.remove_prefix(length + 1);
    return value;
}

row_of_cells::cell_value take_cell(std::string_view& from) {
    const char kind = from.front();
    from.remove_prefix(1);
    if (kind == 'n') return std::monostate{};
    if (kind == 't') {
        const auto length = take_number(from, ':');
        if (length > from.size()) row_of_cells::wrong();
        std::string text(from.substr(0, length));
        from.remove_prefix(length);
        return text;
    }
    const bool is_negative = from.starts_with('-');
    if (is_negative) from.remove_prefix(1);
    const auto value = static_cast<std::int64_t>(take_number(from, ';'));
    return is_negative ? -value : value;
}

} // namespace

template <class Record>
std::string row_text(const Record& record) {
    row_of_cells row;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == sql::column_role::kept) return;
        const auto& member = column.of(record);
        sql::cell<std::remove_cvref_t<decltype(member)>>::put(row, 0, member);
    });
    std::string text;
    for (const auto& each : row.cells()) {
        if (const auto* number = std::get_if<std::int64_t>(&each))
            text += 'i' + std::to_string(*number) + ';';
        else if (const auto* words = std::get_if<std::string>(&each))
            text += 't' + std::to_string(words->size()) + ':' + *words;
        else
            text += 'n';
    }
    return text;
}

template <class Record>
Record record_of(std::string_view row_text) {
    row_of_cells row;
    while (!row_text.empty())
        row.add(take_cell(row_text));
    Record made{};
    int place = 0;
    for_each_column<Record>([&](const auto& column) {
        if (column.role == sql::column_role::kept) return;
        auto& member = column.of(made);
        member = sql::cell<std::remove_reference_t<decltype(member)>>::get(row, place++);
    });
    return made;
}

std::int64_t digest_of_row(std::string_view row_text) {
    std::uint64_t sum = 0xcbf29ce484222325U; // FNV-1a: it has to notice a change, not an attacker
    for (const char byte : row_text) {
        sum ^= static_cast<unsigned char>(byte);
        sum *= 0x100000001b3U;
    }
    return static_cast<std::int64_t>(sum);
}

template std::string row_text(const title&);
template std::string row_text(const item&);
template std::string row_text(const patron&);
template std::string row_text(const loan&);
template std::string row_text(const hold&);
template std::string row_text(const fee&);
template std::string row_text(const payment&);
template std::string row_text(const card&);
template std::string row_text(const block&);
template std::string row_text(const message&);
template title record_of(std::string_view);
template item record_of(std::string_view);
template patron record_of(std::string_view);
template loan record_of(std::string_view);
template hold record_of(std::string_view);
template fee record_of(std::string_view);
template payment record_of(std::string_view);
template card record_of(std::string_view);
template block record_of(std::string_view);
template message record_of(std::string_view);

} // namespace circ::storage
