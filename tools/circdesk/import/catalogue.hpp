#pragma once

#include "storage/unit_of_work.hpp"
#include "tools/circdesk/import/report.hpp"
#include "tools/circdesk/import/run_keeper.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// What a row or field says of a record; what it leaves out stays as it is.
template <class Record>
class description {
public:
    using edit = std::function<void(Record&)>;

    void add(edit one) { edits_.push_back(std::move(one)); }
    template <class Value>
    void set(Value Record::*member, Value value) {
        add([member, value = std::move(value)](Record& into) { into.*member = value; });
    }
    void apply(Record& into) const {
        for (const auto& each : edits_)
            each(into);
    }

private:
    std::vector<edit> edits_;
};

/// What became of a record, and why it was rejected if it was.
struct put_result {
    change what = change::unchanged;
    std::string objection{};
};

/// Puts a title in, or up to date, by its control number. Circulation's own (open holds) stays.
/// @return what happened; `key` gets the title's id
/// @param run marks what it did; null: nobody asks
[[nodiscard]] change put_title(storage::unit_of_work& unit,
                               storage::title wanted,
                               storage::title_id& key,
                               const run_keeper* run = nullptr);

/// Puts an item in, or up to date, by its barcode. What circulation owns (state, place, note of
/// staff, properties, last seen) is only set for a new one.
/// @param fresh a new item with its barcode, title, branch if it has one, and defaults
/// @return a reject where the barcode belongs to another title, or a new item has no branch
[[nodiscard]] put_result put_item(storage::unit_of_work& unit,
                                  storage::item fresh,
                                  const description<storage::item>& said,
                                  const run_keeper* run = nullptr);

/// The media type that SIP2 has for an item type of ours: a disc of any kind is one, a film too.
/// @return nullopt for a type it says nothing of
[[nodiscard]] std::optional<storage::media_type> media_of_type(std::string_view item_type);

/// A price as its cataloguer wrote it, in the institution's currency.
/// @return nullopt when it is none, or one in another currency
[[nodiscard]] std::optional<storage::money> price_in(const storage::institution& of,
                                                     const std::string& text);

} // namespace circ::tool
