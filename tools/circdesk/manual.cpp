#include "tools/circdesk/manual.hpp"

#include "config/roff.hpp"
#include "tools/circdesk/common_options.hpp"

#include <fmt/format.h>

#include <utility>

namespace circ::tool {
namespace {

using config::roff;

struct meaning {
    int code;
    std::string_view text;
};

// clang-format off
constexpr meaning exit_codes[] = {
    {done, "It is done; what was compared or checked is as it should be."},
    {refused, "The library says no, a check found something, two sides differ."},
    {wrong_usage, "The command line is not understood, or the settings are wrong."},
    {not_found, "The patron, item, terminal or file named is not there."},
    {unavailable, "The store, the daemon or another server cannot be used now."},
};
// clang-format on

bool is_positional(const option& of) { return !of.name.starts_with("--"); }
bool is_flag(const option& of) { return std::holds_alternative<bool*>(of.into); }
bool is_list(const option& of) { return std::holds_alternative<std::vector<std::string>*>(of.into); }

/// "--port N", "FILE...", in brackets when it may be left out.
std::string usage_of(const option& of) {
    std::string word(of.name);
    if (!is_positional(of) && !is_flag(of))
        word += std::holds_alternative<std::int64_t*>(of.into) ? " N" : " TEXT";
    if (is_list(of)) word += "...";
    return of.required ? word : '[' + word + ']';
}

std::string options_text(const std::vector<option>& all) {
    std::string out;
    for (const auto& each : all) out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(each.name), roff(each.help));
    return out;
}

std::string verb_text(command& of) {
    std::string usage = fmt::format("circdesk {}", of.path());
    const auto options = of.options();
    for (const auto& each : options) usage.append(" ").append(usage_of(each));
    return fmt::format(".SS {}\n{}.\n.PP\n.nh\n{}\n.hy\n{}.PP\nExample:\n.PP\n.EX\n{}\n.EE\n", of.path(), roff(of.summary()), roff(usage),
                       options_text(options), roff(of.example()));
}

} // namespace

std::string manual_page() {
    tool::common_options how;
    std::string out = ".\\\" Made from the table of verbs in tools/circdesk.\n"
                      ".TH CIRCDESK 1 \"\" \"Circdesk\" \"Operating a library\"\n"
                      ".SH NAME\ncircdesk \\- the operator's tool of the Circdesk library circulation server\n"
                      ".SH SYNOPSIS\n\\fBcircdesk\\fR [\\fIOPTIONS\\fR] \\fIVERB\\fR [\\fIWORDS\\fR]\n"
                      ".SH DESCRIPTION\nEach verb does one thing at one library, beside a running daemon or without one. "
                      "A verb that changes something keeps the operator's name with it.\n"
                      ".SH OPTIONS\nThese may stand before the verb or behind it.\n";
    out += options_text(options_of(how));
    out += ".SH VERBS\n";
    for (const auto& each : all_commands()) out += verb_text(*each);
    out += ".SH EXIT STATUS\n";
    for (const auto& each : exit_codes) out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", each.code, roff(each.text));
    out += ".SH FILES\n.TP\n.I /etc/circdesk/circdesk.toml\nThe settings, where \\-\\-config and \\-\\-data name no others.\n"
           ".SH SEE ALSO\n.BR circdeskd (8),\n.BR circdesk.toml (5)\n";
    return out;
}

} // namespace circ::tool
