#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace circ::tool {

/// What became of one record of an import.
enum class change { added, updated, unchanged };

/// What an import did, and each record that did not go in, with the way out.
class import_report {
public:
    void count(const std::string& kind, change what) { ++counts_[kind][static_cast<std::size_t>(what)]; }
    /// @param where file and record or line
    void reject(const std::string& where, const std::string& sentence) { rejects_.push_back(where + ": " + sentence); }
    void warn(const std::string& where, const std::string& sentence) { warnings_.push_back(where + ": " + sentence); }
    /// A code that was put in the place of another, counted by code.
    void mapped(const std::string& code) { ++mapped_[code]; }

    [[nodiscard]] const std::vector<std::string>& rejects() const noexcept { return rejects_; }
    [[nodiscard]] std::uint64_t counted(const std::string& kind, change what) const;

    /// The table of counts, then unknown codes, warnings and rejects.
    void print(std::ostream& to, bool dry_run, bool json) const;

private:
    std::map<std::string, std::map<std::size_t, std::uint64_t>> counts_;
    std::map<std::string, std::uint64_t> mapped_;
    std::vector<std::string> rejects_;
    std::vector<std::string> warnings_;
};

} // namespace circ::tool
