#include "tests/fuzz/input.hpp"
#include "tests/fuzz/lines.hpp"
#include "tests/fuzz/targets.hpp"

#include "protocol/sip2/framer.hpp"

#include <string>
#include <vector>

namespace circ::fuzz {

namespace {

using protocol::sip2::framer;

struct seen_frame {
    std::string text;
    bool nul_removed;
    bool too_long;

    bool operator==(const seen_frame&) const = default;
};

/// All frames, with the bytes fed in segments of these sizes, over and over.
std::vector<seen_frame> frames_of(std::string_view bytes, std::string_view sizes, std::size_t limit) {
    std::vector<seen_frame> seen;
    framer lines{limit};
    for (std::size_t n = 0; !bytes.empty(); ++n) {
        const auto size = sizes.empty() ? bytes.size() : 1U + static_cast<unsigned char>(sizes[n % sizes.size()]);
        lines.feed(bytes.substr(0, size));
        bytes.remove_prefix(std::min(size, bytes.size()));
        while (const auto line = lines.next()) {
            promise(line->text.size() <= limit, "a frame is within its limit");
            promise(line->text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos,
                    "a frame holds no line end and no NUL");
            promise(!line->too_long || line->text.empty(), "of a lost line nothing is given out");
            seen.push_back({std::string(line->text), line->nul_removed, line->too_long});
        }
        promise(lines.pending().size() <= limit, "what waits is within the limit");
    }
    return seen;
}

} // namespace

/// However the bytes are cut into segments, the frames are the same.
void run_framer(std::string_view bytes) {
    input from{bytes};
    const std::size_t limit = 16U << from.choose(6);
    const auto sizes = from.take(4);
    promise(frames_of(from.rest(), sizes, limit) == frames_of(from.rest(), {}, limit),
            "segments make no difference to frames");
}

} // namespace circ::fuzz
