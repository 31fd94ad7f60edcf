#pragma once

#include <map>
#include <string>
#include <vector>

namespace circ::test {

/// `TRANSCRIPT:WHERE | one side | the other | reason`
struct listed_difference {
    std::string where;
    std::string expected;
    std::string got;
    std::string reason;

    [[nodiscard]] bool is(const listed_difference& other) const {
        return where == other.where && expected == other.expected && got == other.got;
    }
    [[nodiscard]] std::string text() const { return where + " | " + expected + " | " + got + " | " + reason; }
};

/// What transcripts come to otherwise elsewhere, each difference with a reason that the file explains
/// (`reason NAME: SENTENCE`).
class listed_differences {
public:
    /// @param file below tests/data
    explicit listed_differences(const std::string& file);

    [[nodiscard]] std::vector<listed_difference> of(const std::string& transcript) const;

    /// Each of these, and no other, is to have come: what is missing or too much is a failure.
    void expect(const std::string& transcript, const std::vector<listed_difference>& came) const;
    /// Each has a reason and a transcript, and each reason is used.
    void expect_sound() const;

private:
    std::map<std::string, std::string> reasons_;
    std::vector<listed_difference> all_;
};

} // namespace circ::test
