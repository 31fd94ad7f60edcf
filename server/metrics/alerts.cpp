#include "server/metrics/catalogue.hpp"

namespace circ::metrics {

namespace {

/// In YAML's single quotes nothing is special but the quote.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char each : text) out.append(each == '\'' ? 2 : 1, each);
    return out + "'";
}

} // namespace

std::string alert_file() {
    std::string file = "# Made from server/metrics/catalogue.cpp. For `rule_files` of Prometheus; the job of its\n"
                       "# `scrape_configs` is to be called \"circdesk\".\n"
                       "groups:\n"
                       "  - name: circdesk\n"
                       "    rules:\n"
                       "      - alert: CircdeskGone\n"
                       "        expr: 'up{job=\"circdesk\"} == 0'\n"
                       "        for: 2m\n"
                       "        annotations:\n"
                       "          summary: 'The daemon does not answer: see whether it runs (systemctl status circdeskd).'\n";
    for (const metric_info& row : all_metrics()) {
        if (row.alert.name.empty()) continue;
        file.append("      - alert: ").append(row.alert.name);
        file.append("\n        expr: ").append(quoted(row.alert.expression));
        file.append("\n        for: ").append(row.alert.lasting);
        file.append("\n        annotations:\n          summary: ").append(quoted(row.alert.summary)).append("\n");
    }
    return file;
}

} // namespace circ::metrics
