#include "protocol/errc.hpp"

#include <string>

namespace circ::protocol {
namespace {

const char* sentence(errc code) noexcept {
    switch (code) {
    case errc::unknown_message:
        return "no message has this code";
    case errc::wrong_direction:
        return "the message belongs to the other side";
    case errc::unreadable_message:
        return "the fixed part is damaged and no known field follows";
    case errc::bad_fixed_width:
        return "the fixed part has the wrong length";
    case errc::missing_field:
        return "a required field is missing";
    case errc::repeated_field:
        return "a single field came more than once";
    case errc::bad_value:
        return "the value is not allowed here";
    case errc::value_too_long:
        return "the value is longer than 255 bytes";
    case errc::control_character:
        return "the value holds a control character";
    case errc::too_many_fields:
        return "there are more fields than are read";
    case errc::short_segment:
        return "the segment is too short to be a field";
    case errc::not_well_formed:
        return "the document is not well-formed XML";
    case errc::declared_entity:
        return "the document declares or uses entities";
    case errc::bad_encoding:
        return "the document holds bytes that its character set does not have";
    case errc::unknown_encoding:
        return "the document is in a character set that is not read";
    case errc::too_large:
        return "the document is too large";
    case errc::too_deep:
        return "the elements stand too deep in each other";
    case errc::too_many_elements:
        return "the document has too many elements";
    case errc::too_many_attributes:
        return "an element has too many attributes or too long ones";
    case errc::text_too_long:
        return "an element holds too much text";
    case errc::wrong_root:
        return "the document is not an NCIP message";
    case errc::no_service:
        return "the message asks for nothing";
    }
    return "unknown protocol error";
}

// Boost keeps the destructor of its base protected instead of virtual, and the warning sees no
// difference; the one object of this class is never deleted through the base.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "circ.protocol"; }
    [[nodiscard]] std::string message(int code) const override {
        return sentence(static_cast<errc>(code));
    }
};
#pragma GCC diagnostic pop

} // namespace

const boost::system::error_category& errc_category() noexcept {
    static const category instance;
    return instance;
}

} // namespace circ::protocol
