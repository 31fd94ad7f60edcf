#pragma once

#include "tools/circdesk/import/report.hpp"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace circ::tool {

/// The records and rows of one import that did not go in, as they stand in its file, so that they
/// can be mended and imported again: rows of CSV under their header, with what is wrong behind
/// them.
class mend_file {
public:
    /// @param goes_on what stands in it stays
    /// @throws complaint when it cannot be written, or is the file that is imported
    mend_file(const std::string& file, const std::string& source, bool goes_on = false);

    /// The header of a table, before its first row.
    void keep_header(std::vector<std::string> columns, char delimiter);
    /// What the finding is about, once, whatever the number of its mistakes; it is with the system
    /// when this returns. @throws complaint when there is no room for it
    void keep(const finding& what);
    /// Ends what has an end, as a collection of records. @throws complaint
    void finish();

private:
    void keep_row(const finding& what);
    void keep_record(std::uint64_t offset);
    [[nodiscard]] std::string record_at(std::uint64_t offset);

    std::string name_;
    std::ofstream out_;
    std::ifstream source_; ///< read once more, at the records that are kept
    std::vector<std::string> columns_;
    char delimiter_ = ',';
    std::optional<std::uint64_t> last_; ///< number of what was kept last
    bool has_header_ = false;
    bool is_xml_ = false;
};

} // namespace circ::tool
