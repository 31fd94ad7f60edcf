#include "tools/circdesk/common_options.hpp"

namespace circ::tool {

std::vector<option> options_of(tool::common_options& how) {
    return {{"--config", &how.settings_file, "settings file (the circdesk.toml of --data, else of /etc/circdesk)"},
            {"--data", &how.data_dir, "data directory of the library, instead of the settings'; refused where store.file is a whole path of theirs"},
            {"--institution", &how.institution, "code of the institution it is about, where the store has several"},
            {"--operator", &how.operator_name, "who answers for this, kept with what is changed"},
            {"--json", &how.json, "output for machines"}};
}

} // namespace circ::tool
