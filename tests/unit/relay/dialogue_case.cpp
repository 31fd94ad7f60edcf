#include "tests/unit/relay/dialogue_case.hpp"

#include "config/load.hpp"
#include "protocol/ncip/describe.hpp"
#include "protocol/ncip/parse.hpp"
#include "protocol/ncip/table.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace circ::test {

namespace {

namespace ncip = protocol::ncip;

/// Blanks part words; between quotes they do not.
std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> parts;
    std::string part;
    bool is_quoted = false;
    bool has_part = false;
    for (const char c : line) {
        if (c == '"') {
            is_quoted = !is_quoted;
            has_part = true;
        } else if (c == ' ' && !is_quoted) {
            if (has_part) parts.push_back(std::exchange(part, {}));
            has_part = false;
        } else {
            part += c;
            has_part = true;
        }
    }
    if (has_part) parts.push_back(part);
    return parts;
}

words words_of(const std::string& line) {
    words made;
    for (const auto& part : split(line)) {
        if (made.first.empty()) {
            made.first = part;
            continue;
        }
        const auto sign = part.find('=');
        made.has_sign.push_back(sign != std::string::npos);
        if (sign == std::string::npos)
            made.pairs.emplace_back(part, "");
        else
            made.pairs.emplace_back(part.substr(0, sign), part.substr(sign + 1));
    }
    return made;
}

/// An element and those in it, in the order in which they were named.
struct element {
    std::string name;
    std::string text;
    std::vector<element> inside;
};

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    return out;
}

void write(const element& from, std::string& to) {
    const std::string name = from.name.substr(0, from.name.find('#'));
    to += '<' + name + '>' + escaped(from.text);
    for (const auto& each : from.inside)
        write(each, to);
    to += "</" + name + '>';
}

void put(element& into, const std::string& path, const std::string& text) {
    element* at = &into;
    std::istringstream names(path);
    for (std::string name; std::getline(names, name, '/');) {
        auto found = std::find_if(at->inside.begin(), at->inside.end(), [&](const element& each) {
            return each.name == name;
        });
        if (found == at->inside.end()) {
            at->inside.push_back({name, {}, {}});
            found = at->inside.end() - 1;
        }
        at = &*found;
    }
    at->text = text;
}

ncip::message parsed(const std::string& document) {
    auto read = ncip::parse(document);
    if (auto* message = std::get_if<ncip::message>(&read)) return std::move(*message);
    throw std::runtime_error("not a message: " + document);
}

ncip::message built(const std::string& service, const words& from) {
    element root{service, {}, {}};
    for (const auto& [path, text] : from.pairs)
        put(root, path, text);
    std::string document = "<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\" version=\"2.02\">";
    write(root, document);
    return parsed(document + "</NCIPMessage>");
}

std::string contents(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::map<std::string, relay::failure>& failures() {
    static const std::map<std::string, relay::failure> all{
        {"not_sent", relay::failure::not_sent},
        {"no_answer", relay::failure::no_answer},
        {"no_ncip", relay::failure::no_ncip},
        {"refused_now", relay::failure::refused_now},
        {"out_of_time", relay::failure::out_of_time}};
    return all;
}

} // namespace

std::string words::get(const std::string& key, const std::string& otherwise) const {
    for (const auto& [name, value] : pairs)
        if (name == key) return value;
    return otherwise;
}

bool words::has(const std::string& key) const {
    return std::any_of(
        pairs.begin(), pairs.end(), [&](const auto& each) { return each.first == key; });
}

std::ostream& operator<<(std::ostream& out, const dialogue_case& of) {
    return out << of.file << ':' << of.line << ' ' << of.name;
}

namespace {

void read_file(const std::filesystem::path& path, std::vector<dialogue_case>& into) {
    std::ifstream in(path);
    int number = 0;
    std::vector<words> of_file; ///< settings before the first case
    bool is_first = true;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const auto begin = line.find_first_not_of(' ');
        if (begin == std::string::npos || line[begin] == '#') continue;
        const words said = words_of(line.substr(begin));
        const std::string rest = line.substr(begin + said.first.size());
        const auto fail = [&](const std::string& why) {
            throw std::runtime_error(path.filename().string() + ':' + std::to_string(number) +
                                     ": " + why);
        };
        if (said.first == "case") {
            is_first = false;
            into.push_back({path.stem().string(),
                            number,
                            rest.substr(rest.find_first_not_of(' ')),
                            of_file,
                            {}});
        } else if (said.first == "set") {
            (is_first ? of_file : into.back().settings).push_back(said);
        } else if (is_first) {
            fail("before the first case");
        } else if (said.first == "do") {
            into.back().acts.push_back({words_of(rest), {}, {}, {}});
        } else if (said.first == "wait") {
            into.back().acts.push_back({{}, {}, {}, said.pairs.front().first});
        } else if (into.back().acts.empty()) {
            fail("nothing was done yet");
        } else if (said.first == ">") {
            into.back().acts.back().exchanges.push_back({words_of(rest), {}});
        } else if (said.first == "<") {
            if (into.back().acts.back().exchanges.empty()) fail("nothing was asked yet");
            into.back().acts.back().exchanges.back().answer = words_of(rest);
        } else if (said.first == "=") {
            into.back().acts.back().outcome = words_of(rest);
        } else {
            fail("unknown word " + said.first);
        }
    }
}

/// A wait belongs to what is done after it.
void join_waits(dialogue_case& of) {
    std::vector<act> acts;
    std::string wait;
    for (auto& each : of.acts) {
        if (!each.wait.empty()) {
            wait = each.wait;
            continue;
        }
        each.wait = std::exchange(wait, {});
        acts.push_back(std::move(each));
    }
    of.acts = std::move(acts);
}

} // namespace

std::vector<dialogue_case> read_cases() {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(CIRC_TEST_DATA "/relay"))
        if (each.path().extension() == ".txt" && each.path().stem() != "README" &&
            each.path().stem() != "transcripts_differ")
            files.push_back(each.path());
    std::sort(files.begin(), files.end());
    std::vector<dialogue_case> all;
    for (const auto& each : files)
        read_file(each, all);
    for (auto& each : all)
        join_waits(each);
    return all;
}

std::string name_for_test(const dialogue_case& of) {
    std::string name = of.file + '_' + of.name;
    for (char& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return name;
}

circulation::instant noon() {
    using namespace std::chrono;
    return sys_days(year(2026) / November / 22) + hours(12);
}

std::shared_ptr<const relay::relay_settings> settings_of(const dialogue_case& of) {
    std::string text = "[[ncip_backend]]\n";
    std::string dialect = "[ncip_backend.dialect]\n";
    auto made = std::make_shared<relay::relay_settings>();
    made->money = {"USD", 2};
    made->time_zone = "Europe/Berlin";
    for (const words& line : of.settings)
        for (const auto& [key, value] : line.pairs) {
            if (key == "zone") made->time_zone = value;
            if (key == "zone" || key.starts_with("device.")) continue;
            const bool of_dialect = key.starts_with("dialect.");
            const bool is_word =
                value.empty() || (value != "true" && value != "false" && value.front() != '[' &&
                                  value.front() != '{' &&
                                  std::isdigit(static_cast<unsigned char>(value.front())) == 0);
            std::string shown = is_word ? '"' + value + '"' : value;
            std::replace(shown.begin(), shown.end(), '\'', '"');
            (of_dialect ? dialect : text) +=
                (of_dialect ? key.substr(8) : key) + " = " + shown + '\n';
        }
    const auto loaded = config::load_text(text + dialect, of.file);
    for (const auto& each : loaded.mistakes)
        throw std::runtime_error(to_string(each));
    made->backend = loaded.settings.ncip_backends.front();
    return made;
}

reaction reaction_of(const words& answer, const relay::call& to) {
    if (const auto failed = failures().find(answer.first); failed != failures().end())
        return failed->second;
    if (answer.first == "sample")
        return parsed(contents(CIRC_TEST_DATA "/ncip/" + answer.pairs.front().first + ".xml"));
    if (answer.first == "problem" || answer.first == "fee") {
        words problem;
        problem.pairs.emplace_back("Problem/ProblemType", answer.pairs.front().first);
        if (answer.has("detail"))
            problem.pairs.emplace_back("Problem/ProblemDetail", answer.get("detail"));
        if (answer.has("element"))
            problem.pairs.emplace_back("Problem/ProblemElement", answer.get("element"));
        if (answer.has("fee")) {
            problem.pairs.emplace_back("RequiredFeeAmount/CurrencyCode",
                                       answer.get("currency", "USD"));
            problem.pairs.emplace_back("RequiredFeeAmount/MonetaryValue", answer.get("fee"));
        }
        return built(std::string(to.service) + "Response", problem);
    }
    if (answer.first == "bare-problem") { // without the service's own element
        words problem;
        return parsed("<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\" "
                      "version=\"2.02\"><Problem><ProblemType>" +
                      escaped(answer.pairs.front().first) +
                      "</ProblemType></Problem></NCIPMessage>");
    }
    return built(answer.first, answer);
}

std::string difference(const words& expected, const relay::call& said) {
    if (said.service != expected.first)
        return "expected " + expected.first + ", got " + std::string(said.service);
    const auto values = ncip::describe(said.message);
    std::string wrong;
    for (std::size_t i = 0; i < expected.pairs.size(); ++i) {
        const auto& [path, value] = expected.pairs[i];
        const bool is_absent = path.ends_with('!');
        const std::string whole =
            expected.first + '/' + (is_absent ? path.substr(0, path.size() - 1) : path);
        const bool is_found = std::any_of(values.begin(), values.end(), [&](const auto& each) {
            const bool fits_path = each.path == whole || each.path.starts_with(whole + '/');
            return fits_path &&
                   (!expected.has_sign[i] || (each.path == whole && each.value == value));
        });
        if (is_found == is_absent)
            wrong += (is_absent ? "there is " : "lacks ") + whole +
                     (value.empty() ? "" : " = " + value) + '\n';
    }
    if (!wrong.empty()) wrong += ncip::describe_in_lines(said.message);
    return wrong;
}

} // namespace circ::test
