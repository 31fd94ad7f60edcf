#pragma once

#include "server/circulation/takeover.hpp"
#include "tools/circdesk/import/csv_mapping.hpp"
#include "tools/circdesk/import/import_setting.hpp"

#include <istream>
#include <string>

namespace circ::tool {

/// What the open business of another system is taken over with, besides what every import has.
struct business_setting {
    const import_setting& into;
    const circulation::policy& policy;
    std::string by; ///< the operator
};

// A table of each kind, one row for each loan, hold, fee, credit and block: its columns stand in
// the source of its name. @throws complaint when a needed column is missing; storage::store_error
void import_loans(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report);
void import_holds(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report);
void import_fees(std::istream& in,
                 const std::string& file,
                 const csv_mapping& mapping,
                 const business_setting& with,
                 import_report& report);
void import_credits(std::istream& in,
                    const std::string& file,
                    const csv_mapping& mapping,
                    const business_setting& with,
                    import_report& report);
void import_blocks(std::istream& in,
                   const std::string& file,
                   const csv_mapping& mapping,
                   const business_setting& with,
                   import_report& report);
void import_cards(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report);
void import_messages(std::istream& in,
                     const std::string& file,
                     const csv_mapping& mapping,
                     const business_setting& with,
                     import_report& report);

} // namespace circ::tool
