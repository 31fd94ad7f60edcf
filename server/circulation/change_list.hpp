#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace circ::circulation {

/// "profile kiosk-3m > sorter, branch MAIN > NORTH": each value that was set, before and after, as
/// an event tells it.
class change_list {
public:
    void set(std::string& value, const std::optional<std::string>& to, std::string_view name) {
        if (!to || *to == value) return;
        add(name, value, *to);
        value = *to;
    }
    void add(std::string_view name, std::string_view before, std::string_view after) {
        if (!text_.empty()) text_ += ", ";
        text_.append(name).append(" ").append(shown(before)).append(" > ").append(shown(after));
    }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    static std::string_view shown(std::string_view value) { return value.empty() ? "any" : value; }

    std::string text_;
};

} // namespace circ::circulation
