// One target under libFuzzer: CIRC_FUZZ_RUN names its function. A broken promise leaves as an exception,
// which libFuzzer takes for the crash that it is.
#include "tests/fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    circ::fuzz::CIRC_FUZZ_RUN({reinterpret_cast<const char*>(data), size});
    return 0;
}
