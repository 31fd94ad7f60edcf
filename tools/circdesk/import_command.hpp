#pragma once

#include "storage/records/imports.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/import/csv_mapping.hpp"
#include "tools/circdesk/import/import_setting.hpp"
#include "tools/circdesk/import/toml_rows.hpp"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace circ::tool {

/// What all imports have in common: files, branches of other codes, trying without writing, a run
/// that is kept of each file so that it can be gone on with or taken back.
class import_command : public command {
public:
    std::vector<option> options() override;
    int run(tool& with) override;

    /// Goes on with a run of this kind that was cut short.
    int resume(tool& with, storage::import_run run);

protected:
    [[nodiscard]] virtual std::string_view mapping_help() const = 0;
    virtual void prepare(tool& with) = 0; ///< reads what the options name
    virtual void take(std::istream& in,
                      const std::string& file,
                      const import_setting& with,
                      import_report& report) = 0;
    /// Looks at a file before anything of it is brought in. @throws complaint when it is not to be
    virtual void look_at(const std::string& /*file*/, const import_setting& /*with*/) {}
    /// What follows when all of a file is in.
    /// @return why not all was done that was asked for; empty: all was
    [[nodiscard]] virtual std::string end_file(const std::string& /*file*/,
                                               const import_setting& /*with*/,
                                               import_report& /*report*/) {
        return {};
    }
    /// Whether what follows needs to have seen every row: then a run that is gone on with begins at
    /// the first one.
    [[nodiscard]] virtual bool needs_all_rows() const { return false; }

    /// The mapping file; null where none is named.
    [[nodiscard]] const toml_file* mapping() const noexcept {
        return mapping_ ? &*mapping_ : nullptr;
    }
    [[nodiscard]] std::size_t file_count() const noexcept { return files_.size(); }
    [[nodiscard]] const std::string& mapping_name() const noexcept { return mapping_file_; }

private:
    int take_files(tool& with, std::optional<storage::import_run> going_on);
    void take_file(tool& with,
                   const std::string& file,
                   import_setting setting,
                   import_report& report,
                   const std::optional<storage::import_run>& going_on);
    [[nodiscard]] storage::import_run begun_run(tool& with, const std::string& file);
    [[nodiscard]] std::string words();

    std::vector<std::string> files_;
    branch_codes::stand_ins branches_;
    std::string mapping_file_;
    std::optional<toml_file> mapping_;
    code_maps codes_;
    std::string rejects_file_;
    std::string mend_file_;
    bool dry_run_ = false;
    std::string left_undone_; ///< why
    std::vector<std::int64_t> numbers_; ///< of the runs that were kept
};

/// What all imports of tables have in common.
class import_table_command : public import_command {
public:
    std::vector<option> options() override;

protected:
    [[nodiscard]] std::string_view mapping_help() const override;
    void prepare(tool& with) override;
    [[nodiscard]] const csv_mapping& columns() const noexcept { return csv_; }

private:
    csv_mapping csv_;
    std::int64_t digits_ = 0;
};

/// Digest of a file's bytes; 0 for one that cannot be read twice, as a pipe.
[[nodiscard]] std::int64_t digest_of_file(const std::string& file);

/// Gives options the values that a run was begun with, a word a line.
void give_words(const std::vector<option>& to, const std::string& words);

} // namespace circ::tool
