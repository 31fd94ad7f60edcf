#include "server/dispatch/receipt.hpp"

#include "protocol/sip2/print_lines.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace circ::dispatch {

namespace sip2 = protocol::sip2;

void receipt_totals::count(const receipt_entry& one, int times) {
    const storage::money moved{one.amount.minor * times};
    if (one.what == receipt_entry::kind::paid) {
        paid += moved;
        return;
    }
    charged += moved;
    switch (one.what) {
    case receipt_entry::kind::lent: lent += times; break;
    case receipt_entry::kind::renewed: renewed += times; break;
    case receipt_entry::kind::not_renewed: not_renewed += times; break;
    case receipt_entry::kind::returned: returned += times; break;
    case receipt_entry::kind::paid: break;
    }
}

void session_slip::add(receipt_entry one, bool told_already) {
    const auto same = [&](const kept_entry& each) { return each.entry.is_as(one); };
    const auto found = std::find_if(kept_.begin(), kept_.end(), same);
    if (found != kept_.end()) {
        const auto& before = found->entry;
        // A loan that is told again within the minute tells no fee: what it cost stays. Renewed twice, it costs twice.
        if (one.fee.empty()) one.fee = before.fee;
        const bool costs_more = !before.fee.empty() && one.fee != before.fee;
        one.amount = costs_more ? one.amount + before.amount : std::max(one.amount, before.amount);
    }
    totals_.add(one);
    if (found != kept_.end()) {
        totals_.take_off(found->entry);
        *found = {std::move(one), told_already};
    } else if (kept_.size() < most_entries) {
        kept_.push_back({std::move(one), told_already});
    }
}

void session_slip::take_back(receipt_entry::kind what, std::string_view barcode) {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const kept_entry& each) {
        return each.entry.what == what && each.entry.barcode == barcode;
    });
    if (found == kept_.end()) return;
    totals_.take_off(found->entry);
    kept_.erase(found);
}

std::vector<receipt_entry> session_slip::listed() const {
    std::vector<receipt_entry> all;
    for (const auto& each : kept_)
        if (!each.told_already) all.push_back(each.entry);
    return all;
}

namespace {

constexpr std::string_view entries_place = "{entries}";

/// By receipt_entry::kind.
constexpr std::array<std::string_view, 5> entry_texts{"receipt.entry_lent", "receipt.entry_renewed",
                                                      "receipt.entry_not_renewed", "receipt.entry_returned",
                                                      "receipt.entry_paid"};

using lines = std::vector<std::string>;
using value_source = std::function<std::string(std::string_view)>;

lines lines_in(std::string_view text) {
    lines all;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

/// A title gives way to what else stands in its line.
std::string line_with_title(std::string_view pattern, const value_source& value_of, std::string_view title,
                            std::size_t width) {
    const auto around = fill(pattern, [&](std::string_view name) { return name == "title" ? "" : value_of(name); });
    const auto taken = std::min(sip2::columns_of(around), width);
    const std::string fitting = width == 0 ? std::string(title) : sip2::shorten(title, width - taken);
    return fill(pattern, [&](std::string_view name) { return name == "title" ? fitting : value_of(name); });
}

/// Adds a line with its values; none if it has nothing to say.
void add_line(lines& to, std::string_view pattern, const value_source& value_of, std::size_t width) {
    bool lacks_something = false;
    const auto filled = fill(pattern, [&](std::string_view name) {
        std::string value = value_of(name);
        lacks_something = lacks_something || value.empty();
        return value;
    });
    if (lacks_something) return;
    const bool has_title = pattern.find("{title}") != std::string_view::npos;
    for (auto& each : sip2::wrap(has_title ? line_with_title(pattern, value_of, value_of("title"), width) : filled, width))
        to.push_back(std::move(each));
}

std::string number_unless_zero(int number) { return number == 0 ? std::string() : std::to_string(number); }

class writer {
public:
    writer(const receipt_facts& of, const receipt_form& as) : of_(of), as_(as) {}

    [[nodiscard]] lines write(std::size_t entries) const {
        lines all;
        for (const auto& pattern : lines_in(as_.words.text(of_.text, as_.language))) {
            if (pattern == entries_place)
                write_entries(all, entries);
            else
                add_line(all, pattern, [this](std::string_view name) { return value(name); }, as_.width);
        }
        return all;
    }

private:
    void write_entries(lines& all, std::size_t most) const {
        for (std::size_t i = 0; i < std::min(most, of_.entries.size()); ++i) {
            const receipt_entry& one = of_.entries[i];
            const auto text = entry_texts[static_cast<std::size_t>(one.what)];
            for (const auto& pattern : lines_in(as_.words.text(text, as_.language)))
                add_line(all, pattern, [&](std::string_view name) { return value(name, one); }, as_.width);
        }
        if (most >= of_.entries.size()) return;
        const auto rest = std::to_string(of_.entries.size() - most);
        for (const auto& pattern : lines_in(as_.words.text("receipt.more", as_.language)))
            add_line(all, pattern, [&](std::string_view) { return rest; }, as_.width);
    }

    [[nodiscard]] std::string amount(storage::money of) const {
        return as_.words.amount(of, as_.language, as_.setting.money);
    }
    [[nodiscard]] std::string amount_unless_zero(storage::money of) const {
        return of == storage::money{} ? std::string() : amount(of);
    }

    [[nodiscard]] std::string value(std::string_view name) const {
        if (name == "library") return of_.library;
        if (name == "branch") return of_.branch;
        if (name == "patron") return of_.patron;
        if (name == "now") return as_.words.date_time(of_.now, as_.language, as_.setting.time_zone);
        if (name == "lent") return number_unless_zero(of_.totals.lent);
        if (name == "renewed") return number_unless_zero(of_.totals.renewed);
        if (name == "not_renewed") return number_unless_zero(of_.totals.not_renewed);
        if (name == "returned") return number_unless_zero(of_.totals.returned);
        if (name == "charged") return amount_unless_zero(of_.totals.charged);
        if (name == "paid") return amount_unless_zero(of_.totals.paid);
        if (name == "owed" && of_.owed) return amount(*of_.owed);
        return {};
    }

    [[nodiscard]] std::string value(std::string_view name, const receipt_entry& of) const {
        if (name == "title") return of.title.empty() ? of.barcode : of.title;
        if (name == "barcode") return of.barcode;
        if (name == "number") return of.number;
        if (name == "amount") return amount_unless_zero(of.amount);
        if (name == "due" && of.due_at) return due(of);
        if (name == "reason" && of.why_not) return as_.words.sentence(*of.why_not, as_.language, as_.setting);
        return {};
    }

    [[nodiscard]] std::string due(const receipt_entry& of) const {
        return of.due_hourly ? as_.words.date_time(*of.due_at, as_.language, as_.setting.time_zone)
                             : as_.words.date(*of.due_at, as_.language, as_.setting.time_zone);
    }

    const receipt_facts& of_;
    const receipt_form& as_;
};

/// What a print line takes in an answer: id, value, delimiter.
std::size_t bytes_of(const lines& all) {
    return std::accumulate(all.begin(), all.end(), std::size_t{0},
                           [](std::size_t sum, const std::string& each) { return sum + each.size() + 3; });
}

} // namespace

std::vector<std::string> make_receipt(const receipt_facts& of, const receipt_form& as) {
    const writer out(of, as);
    lines whole = out.write(of.entries.size());
    if (bytes_of(whole) <= as.room || of.entries.empty()) return whole;
    std::size_t fitting = 0;
    std::size_t too_many = of.entries.size();
    while (too_many - fitting > 1) {
        const std::size_t middle = fitting + (too_many - fitting) / 2;
        (bytes_of(out.write(middle)) <= as.room ? fitting : too_many) = middle;
    }
    return out.write(fitting);
}

} // namespace circ::dispatch
