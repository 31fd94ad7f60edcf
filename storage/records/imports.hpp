#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace circ::storage {

enum class import_state { running, done, undone };

/// A file that was brought in. How far it came is written in the unit of work of what came in, so
/// that it can be gone on with; a cut one stays `running`.
struct import_run {
    import_run_id id;
    institution_id institution;
    std::int64_t number = 0; ///< by which people name it; unique per institution
    std::string kind;        ///< "marc", "items", "patrons" ...
    std::string file;
    std::string options;     ///< the rest of the command line, a word a line
    std::int64_t digest = 0; ///< of the file's bytes: another file of that name is not gone on with
    std::string by;
    instant begun_at{};
    std::optional<instant> ended_at;
    import_state state = import_state::running;
    std::int64_t position = 0; ///< records of the file that are dealt with
    std::int64_t added = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t rejected = 0;
};

/// What a mark is about, in the order in which they depend on each other.
enum class imported_kind { title, item, patron, loan, hold, fee, credit, card, block, message };

/// What an import did to one record: enough to see whether somebody has touched it since, and to
/// take it back.
struct import_mark {
    import_run_id run;
    imported_kind kind = imported_kind::title;
    std::int64_t record = 0;
    std::int64_t after = 0; ///< digest of the record as the import left it
    std::string before;     ///< the record as text, as it was; empty: there was none
};

/// Something of a file that did not go in.
struct import_reject {
    import_run_id run;
    std::int64_t number = 0; ///< within the run, from 1
    std::int64_t place = 0;  ///< line of a table, else record of the file
    std::string field;
    std::string value;
    std::string sentence; ///< what is wrong, and the way out
};

/// So many of a run are kept; a file with a mistake in each line has millions.
inline constexpr int most_kept_rejects = 1000;

/// What can stand open when a library moves.
enum class open_business { loans, holds, fees, credits, blocks };

/// How much of it stands open at a branch.
struct balance_line {
    open_business of = open_business::loans;
    int kind = 0; ///< state of the loan or hold, kind of the fee or block
    std::string
        branch;       ///< code; where the item belongs, where it is picked up, whose the patron is
    std::string type; ///< of the item, for a loan
    std::int64_t number = 0;
    money amount; ///< of fees and credits
};

} // namespace circ::storage
