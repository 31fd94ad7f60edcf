#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/import/business.hpp"
#include "tools/circdesk/import/complete.hpp"
#include "tools/circdesk/import_command.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/tool.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

// import loans, holds, fees, credits, blocks: what another system left open. The rules of taking it
// over are in server/circulation/takeover.hpp.

namespace circ::tool {
namespace {

using importer = void (*)(
    std::istream&, const std::string&, const csv_mapping&, const business_setting&, import_report&);

struct business_kind {
    std::string_view path;
    std::string_view summary;
    std::string_view example;
    importer import;
    bool can_be_complete = false;
};

constexpr business_kind loans{"import loans",
                              "take over open loans, also lost and claimed ones, from a CSV file",
                              "circdesk import loans issues.csv --dry-run",
                              &import_loans,
                              true};
constexpr business_kind holds{"import holds",
                              "take over open holds in the order of their queue, from a CSV file",
                              "circdesk import holds reserves.csv --dry-run",
                              &import_holds,
                              true};
constexpr business_kind fees{"import fees",
                             "take over what readers owe, from a CSV file",
                             "circdesk import fees accountlines.csv --dry-run",
                             &import_fees,
                             true};
constexpr business_kind credits{"import credits",
                                "take over what the library owes readers, from a CSV file",
                                "circdesk import credits credits.csv --dry-run",
                                &import_credits};
constexpr business_kind blocks{"import blocks",
                               "take over blocks of readers and notes about them, from a CSV file",
                               "circdesk import blocks blocks.csv --dry-run",
                               &import_blocks};

constexpr business_kind other_cards{
    "import cards",
    "bring in further cards of readers, and cards that are lost or replaced",
    "circdesk import cards cards.csv --dry-run",
    &import_cards};
constexpr business_kind words{"import messages",
                              "take over messages to readers and staff, from a CSV file",
                              "circdesk import messages messages.csv --dry-run",
                              &import_messages};

class import_business final : public import_table_command {
public:
    explicit import_business(const business_kind& of) : of_(&of) {}

    std::string_view path() const override { return of_->path; }
    std::string_view summary() const override { return of_->summary; }
    std::string_view example() const override { return of_->example; }
    std::vector<option> options() override {
        auto all = import_table_command::options();
        if (!of_->can_be_complete) return all;
        all.push_back({"--complete",
                       &is_complete_,
                       "the file has all there are: what earlier files brought and this one lacks "
                       "is over"});
        all.push_back({"--yes",
                       &is_sure_,
                       "with --complete: also when more than 5 % of them are not in the file"});
        return all;
    }

protected:
    void prepare(tool& with) override {
        import_table_command::prepare(with);
        if (is_complete_ && file_count() > 1)
            throw complaint("--complete is for one file that has them all", wrong_usage);
        policy_ = policy_of(with);
        by_ = with.how().operator_name;
    }

    void take(std::istream& in,
              const std::string& file,
              const import_setting& with,
              import_report& report) override {
        of_->import(in,
                    file,
                    columns(),
                    {.into = with,
                     .policy = *policy_,
                     .by = by_,
                     .named = is_complete_ ? &named_ : nullptr},
                    report);
    }

    std::string
    end_file(const std::string& file, const import_setting& with, import_report& report) override {
        if (!is_complete_) return {};
        finding about{.file = file, .number = 1};
        if (report.has_rejects()) {
            about.sentence = "some rows did not fit, so nothing was ended: mend them in this file "
                             "and import it again";
            report.remark(std::move(about));
            return {};
        }
        const std::string kind(path().substr(path().find(' ') + 1));
        const auto over = find_what_is_over(kind, named_, with);
        if (is_suspicious(over.marks.size(), over.in_all) && !is_sure_)
            return file + " lacks " + std::to_string(over.marks.size()) + " of " +
                   std::to_string(over.in_all) + " open " + kind + ", more than " +
                   std::to_string(most_percent_missing) +
                   " %: its rows are in, nothing was ended. Look whether the file is whole; the "
                   "same once more with --yes ends them all the same";
        circulation::requester who;
        who.operator_name = by_;
        who.institution = with.institution.id;
        const auto ended = end_what_is_over(kind, over, who, with, report);
        about.sentence =
            std::to_string(ended) + " of earlier files are not in it any more: they are over";
        report.remark(std::move(about));
        return {};
    }

    /// What the file names is gathered from its rows.
    bool needs_all_rows() const override { return is_complete_; }

private:
    const business_kind* of_;
    std::optional<circulation::policy> policy_;
    std::string by_;
    std::unordered_set<std::int64_t> named_; ///< records of the rows of the file
    bool is_complete_ = false;
    bool is_sure_ = false;
};

} // namespace

std::unique_ptr<command> make_import_loans() {
    return std::make_unique<import_business>(loans);
}
std::unique_ptr<command> make_import_holds() {
    return std::make_unique<import_business>(holds);
}
std::unique_ptr<command> make_import_fees() {
    return std::make_unique<import_business>(fees);
}
std::unique_ptr<command> make_import_credits() {
    return std::make_unique<import_business>(credits);
}
std::unique_ptr<command> make_import_blocks() {
    return std::make_unique<import_business>(blocks);
}
std::unique_ptr<command> make_import_cards() {
    return std::make_unique<import_business>(other_cards);
}
std::unique_ptr<command> make_import_messages() {
    return std::make_unique<import_business>(words);
}

} // namespace circ::tool
