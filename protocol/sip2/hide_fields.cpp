#include "protocol/sip2/hide_fields.hpp"

#include "protocol/sip2/table.hpp"

#include <algorithm>

namespace circ::protocol::sip2 {

void hide_fields(response& answer, std::span<const std::string> ids) {
    const auto hide = [ids](auto& message) {
        const auto& table = table_of<std::remove_reference_t<decltype(message)>>();
        for (const auto& id : ids) {
            const auto* row = table.find(id);
            if (row != nullptr && row->occurs != required) {
                row->value->clear(row->member(&message));
            }
        }
        std::erase_if(message.extensions, [ids](const unknown_field& each) {
            return std::ranges::find(ids, each.id) != ids.end();
        });
    };
    std::visit(hide, answer);
}

} // namespace circ::protocol::sip2
