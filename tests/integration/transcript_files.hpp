#pragma once

#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/sc/transcript.hpp"

#include <string>
#include <vector>

namespace circ::test {

/// The dialogues in tests/data/transcripts, by name without its end.
[[nodiscard]] std::vector<std::string> transcript_names();

/// Plays one against a daemon over the demo library.
[[nodiscard]] tool::transcript_result play_transcript(const std::string& name, const running_daemon& against);

/// The name as a test may be called.
[[nodiscard]] std::string as_test_name(std::string transcript);

} // namespace circ::test
