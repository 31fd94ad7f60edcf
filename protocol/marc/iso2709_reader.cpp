#include "protocol/marc/iso2709.hpp"

#include "protocol/marc/compose.hpp"
#include "protocol/marc/delimiters.hpp"
#include "protocol/marc/marc8.hpp"
#include "protocol/text/utf8.hpp"
#include "protocol/text/windows_1252.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <istream>
#include <limits>
#include <utility>

// One record at a time: from the bytes between two terminators to a record (record_parser), and
// from a stream to such bytes (iso2709_reader).

namespace circ::protocol::marc {

namespace {

/// Reads a number that fills all of `digits`.
std::optional<std::size_t> to_number(std::string_view digits) noexcept {
    std::size_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// Whether a leader may begin here: a length, the two counts of MARC 21 and a base address.
bool looks_like_leader(std::string_view bytes) noexcept {
    return bytes.size() >= leader_length && to_number(bytes.substr(0, 5)) &&
           bytes.substr(10, 2) == "22" && to_number(bytes.substr(12, 5));
}

constexpr std::size_t most_stray_bytes = 1024;

/// Where the first leader begins, if one does near the front.
std::optional<std::size_t> find_leader(std::string_view bytes) noexcept {
    const std::size_t last = std::min(bytes.size(), most_stray_bytes);
    for (std::size_t at = 0; at < last; ++at)
        if (looks_like_leader(bytes.substr(at))) return at;
    return std::nullopt;
}

struct directory_entry {
    std::string_view tag;
    std::optional<std::size_t> length;
    std::optional<std::size_t> start;
    std::string_view content; ///< the field, without its terminator
};

class record_parser {
public:
    record_parser(std::string_view bytes, character_set set) : bytes_{bytes}, set_{set} {}

    reading run() && {
        if (read_leader() && read_directory() && place_fields()) {
            choose_character_set();
            read_fields();
        }
        if (!out_.fault.empty()) out_.record.reset();
        return std::move(out_);
    }

private:
    bool broken(std::string sentence) {
        out_.fault = std::move(sentence);
        return false;
    }

    void warn(std::string sentence) { out_.warnings.push_back(std::move(sentence)); }

    bool read_leader() {
        if (const std::size_t stray = find_leader(bytes_).value_or(0); stray > 0) {
            warn(fmt::format("{} stray bytes before the record were skipped", stray));
            out_.offset = stray;
            bytes_.remove_prefix(stray);
        }
        if (bytes_.size() <= leader_length)
            return broken(fmt::format("the record is {} bytes long, too short for a leader and a "
                                      "directory",
                                      bytes_.size()));
        const auto announced = to_number(bytes_.substr(0, 5));
        if (announced != bytes_.size() + 1)
            warn(fmt::format("the leader does not give the record's length, which is {} bytes",
                             bytes_.size() + 1));
        out_.record.emplace();
        out_.record->leader = bytes_.substr(0, leader_length);
        if (!std::ranges::all_of(out_.record->leader, is_graphic)) {
            std::ranges::replace_if(out_.record->leader, std::not_fn(is_graphic), ' ');
            warn("the leader held bytes that are no characters; they are blanks now");
        }
        return true;
    }

    bool read_directory() {
        const std::size_t end = bytes_.find(field_terminator, leader_length);
        if (end == std::string_view::npos) return broken("the directory has no end (1E)");
        if (to_number(bytes_.substr(12, 5)) != end + 1)
            warn(fmt::format("the leader does not give the base address of data, which is {}",
                             end + 1));
        const auto directory = bytes_.substr(leader_length, end - leader_length);
        body_ = bytes_.substr(end + 1);
        if (directory.empty()) return broken("the record has no fields");
        if (directory.size() % directory_entry_length != 0)
            return broken(fmt::format("the directory is {} bytes long, which is no multiple of {}",
                                      directory.size(),
                                      directory_entry_length));
        for (std::size_t at = 0; at < directory.size(); at += directory_entry_length)
            if (!read_entry(directory.substr(at, directory_entry_length))) return false;
        return true;
    }

    bool read_entry(std::string_view entry) {
        const auto tag = entry.substr(0, 3);
        if (!is_tag(tag))
            return broken(
                fmt::format("entry {} of the directory has no valid tag", entries_.size() + 1));
        entries_.push_back({tag, to_number(entry.substr(3, 4)), to_number(entry.substr(7, 5)), {}});
        return true;
    }

    /// Finds each field's bytes: as the directory says if it is right in all, else by the
    /// terminators, if there are as many as entries and these stand in the order of the data.
    bool place_fields() {
        if (place_by_directory()) return nothing_behind_the_fields();
        const auto terminators = std::ranges::count(body_, field_terminator);
        const bool in_order =
            std::ranges::all_of(entries_, [](const auto& e) { return e.start.has_value(); }) &&
            std::ranges::is_sorted(entries_, {}, &directory_entry::start);
        if (!in_order || static_cast<std::size_t>(terminators) != entries_.size())
            return broken(fmt::format("the directory does not fit the data: {} entries, {} fields",
                                      entries_.size(),
                                      terminators));
        for (std::string_view rest = body_; directory_entry & entry : entries_) {
            entry.content = rest.substr(0, rest.find(field_terminator));
            rest.remove_prefix(entry.content.size() + 1);
        }
        warn("the directory's lengths are wrong; the fields were found by their terminators");
        return true;
    }

    bool place_by_directory() {
        std::size_t total = 0; // no field twice: a hostile directory must not multiply the data
        for (directory_entry& entry : entries_) {
            const std::size_t start = entry.start.value_or(body_.size());
            const std::size_t length = entry.length.value_or(0);
            if (length == 0 || start >= body_.size() || length > body_.size() - start) return false;
            entry.content = body_.substr(start, length - 1);
            const bool begins_a_field = start == 0 || body_[start - 1] == field_terminator;
            const bool ends_it = body_.find(field_terminator, start) == start + length - 1;
            total += length;
            if (!begins_a_field || !ends_it || total > body_.size()) return false;
        }
        return true;
    }

    /// A record whose terminator is lost would swallow the next one: that one must not go unseen.
    bool nothing_behind_the_fields() {
        std::size_t end = 0;
        for (const directory_entry& entry : entries_)
            end = std::max(end, *entry.start + *entry.length);
        if (end == body_.size()) return true;
        if (find_leader(body_.substr(end)))
            return broken("the record has no terminator (1D) and runs into the next one");
        warn(fmt::format("{} bytes behind the last field were left out", body_.size() - end));
        return true;
    }

    void choose_character_set() {
        char& scheme = out_.record->leader[9];
        if (set_ == character_set::by_leader) {
            set_ = scheme == 'a' ? character_set::utf8 : character_set::marc8;
            if (scheme != 'a' && !text::is_ascii(body_) && text::is_utf8(body_)) {
                set_ = character_set::utf8;
                warn("the leader says MARC-8, the text is UTF-8 and was read as such");
            }
        }
        scheme = 'a'; // what the record holds from here on
    }

    decoded decode(std::string_view bytes) const {
        switch (set_) {
        case character_set::marc8:
            return marc8_to_utf8(bytes);
        case character_set::windows_1252:
            return {text::from_windows_1252(bytes), 0};
        default:
            return repaired_utf8(bytes);
        }
    }

    std::string to_text(std::string_view bytes) {
        const decoded result = decode(bytes);
        out_.replaced += result.replaced;
        return compose(result.text);
    }

    void read_fields() {
        for (const directory_entry& entry : entries_) {
            if (entry.tag.starts_with("00"))
                read_control_field(entry);
            else
                read_data_field(entry);
        }
        if (out_.record->control_fields.empty() && out_.record->data_fields.empty())
            broken("the record has no field that can be read");
        if (out_.replaced > 0)
            warn(fmt::format("{} characters could not be read and were replaced", out_.replaced));
    }

    void read_control_field(const directory_entry& entry) {
        if (entry.content.find(subfield_delimiter) != std::string_view::npos)
            warn(fmt::format("field {} is a control field but holds subfields", entry.tag));
        out_.record->control_fields.push_back({std::string(entry.tag), to_text(entry.content)});
    }

    void read_data_field(const directory_entry& entry) {
        data_field field{.tag = std::string(entry.tag)};
        const std::size_t first = entry.content.find(subfield_delimiter);
        const auto indicators = entry.content.substr(0, first);
        const bool well_formed = first == 2 && std::ranges::all_of(indicators, is_graphic);
        if (well_formed) {
            field.indicator_1 = indicators[0];
            field.indicator_2 = indicators[1];
        } else {
            warn(fmt::format("field {} does not begin with two indicators and a subfield",
                             entry.tag));
        }
        if (first == std::string_view::npos) return;
        read_subfields(field, entry.content.substr(first + 1));
        if (!field.subfields.empty()) out_.record->data_fields.push_back(std::move(field));
    }

    void read_subfields(data_field& field, std::string_view rest) {
        for (;;) {
            const std::size_t end = rest.find(subfield_delimiter);
            if (const auto whole = rest.substr(0, end); !whole.empty()) {
                if (whole[0] != ' ' && is_graphic(whole[0]))
                    field.subfields.push_back({whole[0], to_text(whole.substr(1))});
                else
                    warn(fmt::format("a subfield of field {} has no valid code and was left out",
                                     field.tag));
            }
            if (end == std::string_view::npos) return;
            rest.remove_prefix(end + 1);
        }
    }

    std::string_view bytes_;
    std::string_view body_;
    std::vector<directory_entry> entries_;
    character_set set_;
    reading out_;
};

/// What systems leave between records: ends of line, blanks, NUL, the end mark of DOS.
constexpr bool is_filler(char c) noexcept {
    return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '\0' || c == '\x1A';
}

} // namespace

reading parse_iso2709(std::string_view bytes, character_set in) {
    if (bytes.ends_with(record_terminator)) bytes.remove_suffix(1);
    return record_parser(bytes, in).run();
}

struct iso2709_reader::chunk {
    enum class ending { terminator, end_of_file, too_long, unreadable };

    std::string_view bytes; ///< in the reader's buffer, without the terminator
    std::uint64_t offset;
    ending end;
};

iso2709_reader::iso2709_reader(std::istream& in, character_set set)
    : in_{in}, set_{set}, buffer_(longest_iso2709_record + most_stray_bytes, '\0') {}

/// The bytes up to the next terminator, without the filler before them.
std::optional<iso2709_reader::chunk> iso2709_reader::next_chunk() {
    using ending = chunk::ending;
    while (in_.good()) {
        in_.getline(
            buffer_.data(), static_cast<std::streamsize>(buffer_.size()), record_terminator);
        auto taken = static_cast<std::size_t>(in_.gcount());
        auto end = ending::terminator;
        if (in_.bad())
            end = ending::unreadable;
        else if (in_.eof())
            end = ending::end_of_file;
        else if (in_.fail())
            end = ending::too_long;

        std::string_view bytes(buffer_.data(), end == ending::terminator ? taken - 1 : taken);
        if (end == ending::too_long) {
            in_.clear();
            in_.ignore(std::numeric_limits<std::streamsize>::max(), record_terminator);
            taken += static_cast<std::size_t>(in_.gcount());
        }
        const auto filler =
            static_cast<std::size_t>(std::ranges::find_if_not(bytes, is_filler) - bytes.begin());
        const std::uint64_t offset = offset_ + filler;
        offset_ += taken;
        bytes.remove_prefix(filler);
        if (!bytes.empty() || end == ending::unreadable) return chunk{bytes, offset, end};
    }
    return std::nullopt;
}

reading iso2709_reader::read(const chunk& from) {
    using ending = chunk::ending;
    reading out;
    if (from.end == ending::unreadable) {
        out.fault = "the file could not be read further";
    } else if (from.end == ending::too_long) {
        out.fault =
            fmt::format("no record terminator (1D) within {} bytes", longest_iso2709_record);
    } else if (from.end == ending::end_of_file &&
               to_number(from.bytes.substr(0, 5)).value_or(0) > from.bytes.size() + 1) {
        out.fault =
            fmt::format("the file ends inside the record, after {} bytes", from.bytes.size());
    } else {
        out = parse_iso2709(from.bytes, set_);
        if (from.end == ending::end_of_file)
            out.warnings.emplace_back("the file ends without a record terminator (1D)");
    }
    return out;
}

std::optional<reading> iso2709_reader::next() {
    const auto found = next_chunk();
    if (!found) return std::nullopt;
    reading out = read(*found);
    out.number = ++number_;
    out.offset += found->offset;
    return out;
}

} // namespace circ::protocol::marc
