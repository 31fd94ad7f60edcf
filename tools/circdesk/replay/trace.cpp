#include "tools/circdesk/replay/trace.hpp"

#include "protocol/sip2/all_tables.hpp"
#include "protocol/sip2/checksum.hpp"
#include "tools/circdesk/tool.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <charconv>
#include <sstream>
#include <utility>

namespace circ::tool {

namespace sip2 = protocol::sip2;
namespace json = boost::json;

namespace {

constexpr std::string_view mask = "…";
constexpr std::string_view secret_mask = "****";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of("\t\r\n") - begin + 1);
}

std::string text_of(const json::object& of, std::string_view key) {
    const auto* found = of.if_contains(key);
    return found != nullptr && found->is_string() ? json::value_to<std::string>(*found) : std::string();
}

/// Undoes what `describe` did to control characters.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned byte = 0;
        const char* const digits = text.data() + at + 2;
        if (text[at] != '\\') {
            out += text[at];
        } else if (at + 3 < text.size() && text[at + 1] == 'x' && std::from_chars(digits, digits + 2, byte, 16).ec == std::errc()) {
            out += static_cast<char>(byte);
            at += 3;
        } else if (at + 1 < text.size()) {
            out += text[++at];
        }
    }
    return out;
}

/// One line of a watch, put together again.
class watched_message {
public:
    watched_message(const json::object& from, const known_cards& cards) : cards_(cards) {
        table_ = sip2::table_by_code(text_of(from, "code"));
        const auto* all = from.if_contains("fields");
        if (table_ == nullptr || all == nullptr || !all->is_array()) return;
        text_ = table_->code;
        auto fixed = table_->fixed.begin();
        for (const auto& each : all->as_array()) {
            const auto& field = each.as_object();
            const std::string id = text_of(field, "id");
            std::string value = text_of(field, "value");
            if (id.empty()) {
                if (fixed == table_->fixed.end()) continue;
                value.resize((fixed++)->value->width, ' ');
                text_ += value;
            } else {
                text_.append(id).append(filled(id, value)).append("|");
            }
        }
    }

    [[nodiscard]] const sip2::message_table* table() const noexcept { return table_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

private:
    std::string filled(const std::string& id, const std::string& value) {
        if (value.starts_with(mask)) {
            card_ = cards_.behind(value.substr(mask.size()));
            is_complete_ = is_complete_ && card_ != nullptr;
            return card_ == nullptr ? value : *card_;
        }
        if (value != secret_mask) return unescaped(value);
        if (id == "AD" && card_ != nullptr) return cards_.pins.at(*card_);
        is_complete_ = is_complete_ && id == "AC"; // which nobody looks at
        return {};
    }

    const known_cards& cards_;
    const sip2::message_table* table_ = nullptr;
    const std::string* card_ = nullptr;
    std::string text_;
    bool is_complete_ = true;
};

class trace_reader {
public:
    trace_reader(std::string file, const known_cards& cards) : file_(std::move(file)), cards_(cards) {}

    std::vector<traced_exchange> read(std::string_view text) {
        std::istringstream in{std::string(text)};
        std::string line;
        for (line_ = 1; std::getline(in, line); ++line_) {
            const auto content = trimmed(line);
            if (content.empty() || content.starts_with('#')) continue;
            content.starts_with('{') ? take_watched(content) : take_plain(content);
        }
        return std::move(made_);
    }

private:
    void take_watched(std::string_view content) {
        boost::system::error_code failed;
        const auto read = json::parse(content, failed);
        if (failed || !read.is_object()) no_message(content);
        const auto& object = read.as_object();
        if (!text_of(object, "note").empty()) return;
        const watched_message message(object, cards_);
        if (message.table() == nullptr) no_message(content);
        add(session_of(object, *message.table()), *message.table(), message.text(), &message);
    }

    /// The terminal at its address, before it is known the one that its 93 names; each 93 begins anew.
    std::string session_of(const json::object& message, const sip2::message_table& table) {
        const bool begins = table.code == "93";
        const std::string address = text_of(message, "address");
        std::string terminal = text_of(message, "terminal");
        if (terminal.empty() && begins) terminal = field_of(message, "CN");
        auto& last = last_at_[address];
        if (!terminal.empty()) last = terminal + ' ' + address;
        const int times = begins ? ++begun_[last] : begun_[last];
        return (last.empty() ? address : last) + (times > 1 ? " (" + std::to_string(times) + ')' : std::string());
    }

    static std::string field_of(const json::object& message, std::string_view id) {
        for (const auto& each : message.at("fields").as_array())
            if (text_of(each.as_object(), "id") == id) return text_of(each.as_object(), "value");
        return {};
    }

    void take_plain(std::string_view content) {
        std::string session;
        for (const std::string_view from : {"SC>", "ACS<"}) {
            const auto at = content.find(from);
            if (at == std::string_view::npos || at > content.find('|')) continue;
            session = trimmed(content.substr(0, at));
            while (session.ends_with(' ')) session.pop_back();
            content = trimmed(content.substr(at + from.size()));
        }
        const auto* table = sip2::table_by_code(content.substr(0, 2));
        if (table == nullptr) no_message(content);
        if (session.empty()) {
            if (table->code == "93") ++sessions_;
            session = std::to_string(sessions_);
        }
        add(session, *table, std::string(sip2::split_tail(content).body), nullptr);
    }

    void add(const std::string& session, const sip2::message_table& table, std::string text, const watched_message* watched) {
        if (table.sent_as == sip2::direction::request) {
            last_[session] = made_.size();
            made_.push_back({line_, session, std::move(text), std::nullopt, watched != nullptr, watched == nullptr || watched->is_complete()});
            return;
        }
        const auto asked = last_.find(session);
        if (asked == last_.end()) throw complaint(where() + ": an answer without a request before it", refused);
        made_[asked->second].answer = std::move(text);
    }

    [[nodiscard]] std::string where() const { return file_ + ':' + std::to_string(line_); }
    [[noreturn]] void no_message(std::string_view content) const {
        throw complaint(where() + ": '" + std::string(content.substr(0, 40)) + "' is no message of SIP2", refused);
    }

    std::string file_;
    const known_cards& cards_;
    std::size_t line_ = 0;
    std::size_t sessions_ = 0;
    std::map<std::string, std::string, std::less<>> last_at_; ///< who was last heard at an address
    std::map<std::string, int, std::less<>> begun_;           ///< how often who has logged in
    std::map<std::string, std::size_t, std::less<>> last_; ///< the last request of a session
    std::vector<traced_exchange> made_;
};

} // namespace

const std::string* known_cards::behind(std::string_view shown) const {
    const std::string* found = nullptr;
    for (const auto& [card, pin] : pins) {
        if (shown.empty() || !card.ends_with(shown)) continue;
        if (found != nullptr) return nullptr;
        found = &card;
    }
    return found;
}

known_cards read_known_cards(std::string_view text, const std::string& file) {
    known_cards made;
    std::istringstream in{std::string(text)};
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        std::istringstream words(line);
        std::string card;
        std::string pin;
        std::string more;
        if (!(words >> card) || card.starts_with('#')) continue;
        words >> pin;
        if (words >> more) throw complaint(file + ':' + std::to_string(number) + ": wanted a card and its PIN, and nothing else", wrong_usage);
        made.pins.insert_or_assign(card, pin);
    }
    return made;
}

std::vector<traced_exchange> read_trace(std::string_view text, const std::string& file, const known_cards& cards) {
    return trace_reader(file, cards).read(text);
}

} // namespace circ::tool
