#include "protocol/sip2/parse.hpp"

#include "protocol/sip2/dictionary.hpp"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <cstring>

namespace circ::protocol::sip2 {
namespace {

constexpr std::size_t id_width = 2;
constexpr std::size_t longest_value = 255;

bool looks_like_id(std::string_view text) noexcept {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() >= id_width && is_capital(text[0]) &&
           (is_capital(text[1]) || (text[1] >= '0' && text[1] <= '9'));
}

struct byte_kinds {
    bool ascii;
    bool control;
};

/// Without a branch on each byte.
byte_kinds look_at(std::string_view bytes) noexcept {
    unsigned all = 0;
    unsigned controls = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        all |= byte;
        controls |= static_cast<unsigned>(byte < 0x20) | static_cast<unsigned>(byte == 0x7F);
    }
    return {all < 0x80, controls != 0};
}

/// Whether nothing in it is to be looked at: ASCII without controls, as nearly every frame is. Eight bytes
/// in a step: what a byte wants is gathered in its highest bit.
bool is_plain(std::string_view bytes) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101;
    constexpr std::uint64_t highest = each * 0x80;
    std::uint64_t other = 0;
    for (; bytes.size() >= sizeof other; bytes.remove_prefix(sizeof other)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data(), sizeof eight);
        const std::uint64_t without_del = eight ^ (each * 0x7F); // a zero where there was one
        other |= eight | ((eight - each * 0x20) & ~eight) | ((without_del - each) & ~without_del);
    }
    const auto rest = look_at(bytes);
    return (other & highest) == 0 && rest.ascii && !rest.control;
}

/// One walk over one frame: the fixed part by position, then the fields by their ids.
class walk {
public:
    walk(const message_table& table,
         void* message,
         std::string_view frame,
         const dialect& as,
         std::vector<fault>& faults)
        : table_(table), message_(message), frame_(frame), as_(as), faults_(faults),
          fixed_end_(table.fixed_end()), is_plain_(is_plain(frame)) {}

    void run() {
        const bool clean = fixed_part_is_clean();
        std::size_t start = clean ? after_fixed_part() : std::string_view::npos;
        if (start == std::string_view::npos) {
            start = resynchronise();
        }
        if (start == std::string_view::npos) {
            table_.reset(message_);
            faults_.clear();
            report(errc::unreadable_message);
            return;
        }
        read_fields(frame_.substr(start));
        report_missing();
    }

private:
    /// Complete, without a delimiter, and not begun by a field, as by terminals that leave it out.
    [[nodiscard]] bool fixed_part_is_clean() const noexcept {
        return frame_.size() >= fixed_end_ &&
               frame_.substr(0, fixed_end_).find(as_.delimiter) == std::string_view::npos &&
               (fixed_end_ == table_.code.size() || !id_of_message_at(table_.code.size()));
    }

    /// Reads a fixed part of the right length.
    /// @return where the fields start; npos when none does
    [[nodiscard]] std::size_t after_fixed_part() {
        const std::string_view rest = frame_.substr(fixed_end_);
        if (rest.empty() || id_of_message_at(fixed_end_)) {
            read_fixed(fixed_end_);
            return fixed_end_;
        }
        // A stray delimiter, or an id that this message does not have, may as well be the end of a
        // field that slid into a fixed part too short; the values before it tell which.
        const std::size_t start = fixed_end_ + (rest.front() == as_.delimiter ? 1 : 0);
        const bool may_begin = start == frame_.size() || looks_like_id(frame_.substr(start));
        return may_begin && read_fixed(fixed_end_) ? start : std::string_view::npos;
    }

    /// Goes on at the first field after a fixed part of the wrong length, with what of that fits.
    /// A request without fields has nothing to go on from and needs nothing: it is read as it is.
    [[nodiscard]] std::size_t resynchronise() {
        if (as_.on_bad_width == fixed_part::strict) {
            return std::string_view::npos;
        }
        std::size_t start = table_.code.size();
        if (table_.fields.empty()) {
            start = std::min(fixed_end_, frame_.size());
        } else {
            while (start < frame_.size() && !id_of_message_at(start)) {
                ++start;
            }
            if (start >= frame_.size()) {
                return std::string_view::npos;
            }
        }
        table_.reset(message_); // of what was read while the length still seemed right
        faults_.clear();
        report(errc::bad_fixed_width);
        read_fixed(std::min(start, frame_.find(as_.delimiter)));
        return start;
    }

    [[nodiscard]] bool id_of_message_at(std::size_t offset) const noexcept {
        return table_.find(frame_.substr(offset, id_width)) != nullptr;
    }

    /// Reads the fixed fields that lie before `limit`.
    /// @return whether all were there and allowed
    bool read_fixed(std::size_t limit) {
        bool flawless = true;
        std::size_t offset = table_.code.size();
        for (const auto& row : table_.fixed) {
            const auto begin = std::min(offset, limit);
            const auto text = frame_.substr(begin, std::min(row.value->width, limit - begin));
            offset += row.value->width;
            const bool fits =
                text.size() == row.value->width || (row.value->may_be_cut && !text.empty());
            flawless = flawless && fits;
            if (fits && !is_left_blank(row, text) &&
                row.value->take(row.member(message_), text) != reading::good) {
                report(errc::bad_value, row.name, text);
                flawless = false;
            }
        }
        return flawless;
    }

    /// A value that need not be known may be filled up instead, not always with blanks.
    [[nodiscard]] bool is_left_blank(const fixed_row& row, std::string_view text) const {
        return text.find_first_not_of(row.blank) == std::string_view::npos &&
               row.value->size(row.member(message_)) == 0;
    }

    void read_fields(std::string_view rest) {
        std::size_t count = 0;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(as_.delimiter), rest.size());
            const auto segment = rest.substr(0, end);
            if (!segment.empty() && ++count > as_.most_fields) {
                report(errc::too_many_fields);
                return;
            }
            if (segment.size() >= id_width) {
                read_field(segment.substr(0, id_width), segment.substr(id_width));
            } else if (!segment.empty()) {
                report(errc::short_segment, {}, segment);
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    void read_field(std::string_view id, std::string_view value) {
        const field_row* row = table_.find(id);
        if (row != nullptr && row->occurs != repeated && seen_[index_of(*row)]) {
            report(errc::repeated_field, id, value);
            return;
        }
        if (value.size() > longest_value) {
            report(errc::value_too_long, id, value);
        }
        const auto bytes = is_plain_ ? byte_kinds{.ascii = true, .control = false} : look_at(value);
        if (bytes.control) {
            report(errc::control_character, id, value);
        }
        if (bytes.ascii) {
            store(row, id, value, value);
        } else {
            store(row, id, value, to_utf8(value, as_.encoding));
        }
    }

    void store(const field_row* row,
               std::string_view id,
               std::string_view value,
               std::string_view text) {
        if (row == nullptr) {
            table_.extensions(message_).push_back({std::string(id), std::string(text)});
            return;
        }
        seen_.set(index_of(*row));
        if (row->value->take(row->member(message_), text) != reading::good) {
            report(errc::bad_value, id, value);
        }
    }

    void report_missing() {
        for (const auto& row : table_.fields) {
            const bool expected =
                row.occurs == required &&
                (row.added == since::the_message || as_.version == protocol_version::v2_00);
            if (expected && !seen_[index_of(row)]) {
                report(errc::missing_field, row.id);
            }
        }
    }

    void report(errc error, std::string_view field = {}, std::string_view value = {}) {
        const bool hidden = look_up(field).shown == privacy::secret;
        faults_.push_back({error, field, hidden ? std::string_view{} : value});
    }

    [[nodiscard]] std::size_t index_of(const field_row& row) const noexcept {
        return static_cast<std::size_t>(&row - table_.fields.data());
    }

    const message_table& table_;
    void* message_;
    std::string_view frame_;
    const dialect& as_;
    std::vector<fault>& faults_;
    std::size_t fixed_end_;
    bool is_plain_;
    std::bitset<32> seen_;
};

} // namespace

void detail::parse_into(const message_table& table,
                        void* message,
                        std::string_view frame,
                        const dialect& as,
                        std::vector<fault>& faults) {
    walk(table, message, frame, as, faults).run();
}

} // namespace circ::protocol::sip2
