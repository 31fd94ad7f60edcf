#include "tools/circdesk/import_command.hpp"

#include "storage/store_error.hpp"
#include "tools/circdesk/import/progress.hpp"
#include "tools/circdesk/import/run_lock.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

namespace circ::tool {
namespace {

namespace fs = std::filesystem;

/// Options that name files: kept with their whole path, since a run may be resumed from elsewhere.
constexpr std::int64_t most_digits = 32;

constexpr std::array<std::string_view, 4> paths{"--branch-map", "--mapping", "--rejects", "--mend"};

std::string kept_value(std::string_view option, const std::string& value) {
    const bool is_path = std::ranges::find(paths, option) != paths.end();
    return is_path ? fs::absolute(value).string() : value;
}

/// The value of an option as words, a line each; nothing where it has none.
std::string words_of(const option& each) {
    const std::string name(each.name);
    return std::visit(
        [&](auto* value) -> std::string {
            using type = std::remove_pointer_t<decltype(value)>;
            std::string words;
            if constexpr (std::is_same_v<type, bool>) {
                if (*value) words = name + '\n';
            } else if constexpr (std::is_same_v<type, std::int64_t>) {
                if (*value != 0) words = name + '\n' + std::to_string(*value) + '\n';
            } else if constexpr (std::is_same_v<type, std::vector<std::string>>) {
                for (const auto& one : *value)
                    words += name + '\n' + kept_value(each.name, one) + '\n';
            } else if constexpr (std::is_same_v<type, std::optional<std::string>>) {
                if (*value) words = name + '\n' + kept_value(each.name, **value) + '\n';
            } else {
                if (!value->empty()) words = name + '\n' + kept_value(each.name, *value) + '\n';
            }
            return words;
        },
        each.into);
}

std::string line_of_runs(const std::vector<std::int64_t>& numbers) {
    std::string all;
    for (const auto number : numbers)
        all += (all.empty() ? "" : ", ") + std::to_string(number);
    const std::string last = std::to_string(numbers.back());
    return (numbers.size() == 1 ? "This is import " : "These are imports ") + all +
           "; `circdesk import undo " + last + "` takes " +
           (numbers.size() == 1 ? "it" : "the last one") + " back.\n";
}

} // namespace

std::int64_t digest_of_file(const std::string& file) {
    if (!fs::is_regular_file(file)) return 0;
    std::ifstream in(file, std::ios::binary);
    std::uint64_t sum = 0xcbf29ce484222325U; // FNV-1a
    std::array<char, 65536> bytes{};
    while (in.read(bytes.data(), bytes.size()) || in.gcount() > 0) {
        for (std::streamsize i = 0; i < in.gcount(); ++i) {
            sum ^= static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
            sum *= 0x100000001b3U;
        }
    }
    return static_cast<std::int64_t>(sum);
}

void give_words(const std::vector<option>& to, const std::string& words) {
    std::istringstream lines(words);
    for (std::string name; std::getline(lines, name);) {
        const auto found = std::ranges::find(to, name, &option::name);
        if (found == to.end())
            throw complaint("this version has no option " + name + "; run the import anew");
        if (auto* const* flag = std::get_if<bool*>(&found->into)) {
            **flag = true;
            continue;
        }
        std::string value;
        std::getline(lines, value);
        std::visit(
            [&](auto* into) {
                using type = std::remove_pointer_t<decltype(into)>;
                if constexpr (std::is_same_v<type, std::vector<std::string>>)
                    into->push_back(value);
                else if constexpr (std::is_same_v<type, std::int64_t>)
                    *into = std::stoll(value);
                else if constexpr (!std::is_same_v<type, bool>)
                    *into = value;
            },
            found->into);
    }
}

std::vector<option> import_command::options() {
    return {{"files", &files_, "files to bring in", true},
            {"--branch",
             &branches_.fallback,
             "code of the branch that takes what names none, or one we do not know"},
            {"--branch-map",
             &branches_.map_file,
             "TOML file, a line for each branch code that is not ours: OLD = \"OURS\""},
            {"--mapping", &mapping_file_, mapping_help()},
            {"--dry-run", &dry_run_, "say what would happen, write nothing"},
            {"--rejects", &rejects_file_, "write each mistake to this CSV file too"},
            {"--mend",
             &mend_file_,
             "write each record or row that did not go in to this file, to be mended and imported "
             "again"}};
}

std::string import_command::words() {
    std::string all;
    for (const auto& each : options())
        if (each.name.starts_with("--")) all += words_of(each);
    return all;
}

int import_command::run(tool& with) {
    return take_files(with, std::nullopt);
}

int import_command::resume(tool& with, storage::import_run run) {
    give_words(options(), run.options);
    files_ = {run.file};
    return take_files(with, std::move(run));
}

int import_command::take_files(tool& with, std::optional<storage::import_run> going_on) {
    if (!mend_file_.empty() && files_.size() > 1)
        throw complaint("--mend is for one file at a time: import the files one after the other",
                        wrong_usage);
    if (!mapping_file_.empty()) {
        mapping_.emplace(mapping_file_);
        codes_ = code_maps(mapping_->root());
        branches_.named = codes_.all(code_kind::branch);
    }
    const auto library = with.institution();
    std::optional<branch_codes> branches;
    with.store().read(
        [&](storage::reader& from) { branches.emplace(from, library.id, branches_); });
    with.store().end_turn();
    import_setting setting{with.store(),
                           library,
                           *branches,
                           with.now(),
                           dry_run_ ? run_mode::try_only : run_mode::write};
    setting.codes = &codes_;
    const bool goes_on = going_on && !needs_all_rows();
    import_report report(rejects_file_, goes_on);
    prepare(with);
    try {
        for (const auto& file : files_)
            take_file(with, file, setting, report, going_on);
    } catch (const storage::store_error&) {
        report.print(std::cout, with.how().json); // so that it is known how far it came
        if (!numbers_.empty())
            std::cerr << "import " << numbers_.back() << " was cut short; `circdesk import resume "
                      << numbers_.back() << "` goes on with it\n";
        throw;
    }
    if (dry_run_ && !with.how().json)
        std::cout << "Nothing was written; this is what would happen:\n";
    report.print(std::cout, with.how().json, dry_run_);
    if (!numbers_.empty() && !with.how().json) std::cout << line_of_runs(numbers_);
    if (!left_undone_.empty()) throw complaint(left_undone_);
    return report.has_rejects() || (goes_on && going_on->rejected > 0) ? refused : done;
}

storage::import_run import_command::begun_run(tool& with, const std::string& file) {
    storage::import_run made;
    made.institution = with.institution().id;
    made.kind = path().substr(path().find(' ') + 1);
    made.file = fs::absolute(file).string();
    made.options = words();
    made.digest = digest_of_file(file);
    made.by = with.how().operator_name;
    made.begun_at = with.now();
    return made;
}

void import_command::take_file(tool& with,
                               const std::string& file,
                               import_setting setting,
                               import_report& report,
                               const std::optional<storage::import_run>& going_on) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw complaint(file + " cannot be read", not_found);
    look_at(file, setting);
    std::optional<mend_file> mend;
    if (!mend_file_.empty()) {
        mend.emplace(mend_file_, file, going_on && !needs_all_rows());
        setting.mend = &*mend;
        report.hand_rejects_to([&mend](const finding& what) { mend->keep(what); });
    }
    std::optional<run_keeper> keeper;
    std::optional<run_lock> lock; // of a run that is gone on with, `import resume` has it
    if (going_on)
        keeper.emplace(needs_all_rows() ? run_keeper::from_the_first(setting.store, *going_on)
                                        : run_keeper::resumed(setting.store, *going_on));
    else if (!dry_run_)
        keeper.emplace(setting.store, begun_run(with, file));
    if (keeper) {
        if (!going_on) lock.emplace(with.data_dir(), keeper->run());
        numbers_.push_back(keeper->run().number);
        setting.run = &*keeper;
        keeper->forget_counts(report.sum()); // of the files before
    }
    progress shown(file, in);
    setting.tell = [&shown] { shown.one_more(); };
    take(in, file, setting, report);
    left_undone_ = end_file(file, setting, report);
    if (mend) {
        mend->finish();
        report.hand_rejects_to({});
    }
    if (keeper) keeper->finish(report.sum(), with.now());
}

std::vector<option> import_table_command::options() {
    auto all = import_command::options();
    all.push_back(
        {"--digits",
         &digits_,
         "how many digits a barcode or card has, where a spreadsheet has taken zeros in front"});
    return all;
}

std::string_view import_table_command::mapping_help() const {
    return "TOML file that says what columns are called in the file: [columns] then card = "
           "\"Ausweis\" ..., "
           "dates = \"dmy\", and what codes are called here: [types] BK = \"book\" ...";
}

void import_table_command::prepare(tool& /*with*/) {
    if (mapping() != nullptr) csv_ = read_csv_mapping(*mapping());
    if (digits_ < 0 || digits_ > most_digits)
        throw complaint("--digits is from 1 to " + std::to_string(most_digits), wrong_usage);
    csv_.digits = static_cast<std::size_t>(digits_);
}

} // namespace circ::tool
