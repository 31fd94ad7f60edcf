#include "tools/circdesk/report/report_command.hpp"

#include "server/circulation/local_time.hpp"
#include "server/circulation/shelf_order.hpp"
#include "tools/circdesk/report/print_report.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/typed_day.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <tuple>

namespace circ::tool {
namespace {

using storage::local_date;

/// A day that is not typed: "today", "month" and "year" for their first days, or so many days ago.
local_date usual_day(std::string_view usual, local_date today) {
    const std::chrono::year_month_day date{today};
    if (usual == "month") return local_date{date.year() / date.month() / 1};
    if (usual == "year") return local_date{date.year() / 1 / 1};
    int ago = 0;
    static_cast<void>(std::from_chars(usual.data(), usual.data() + usual.size(), ago)); // "today": none
    return today - std::chrono::days{ago};
}

/// As they stand on the shelf. @pre each line begins with location, call number and barcode
void put_in_shelf_order(std::vector<report_line>& lines) {
    std::ranges::sort(lines, {}, [](const report_line& of) {
        return std::tuple(std::get<std::string>(of[0]),
                          circulation::shelf_key(std::get<std::string>(of[1])),
                          std::get<std::string>(of[2]));
    });
}

class report_command final : public command {
public:
    explicit report_command(const report& of)
        : of_(of), path_(std::string("report ").append(of.name)), example_(std::string("circdesk ").append(path_)) {
        if (of.pages == report_pages::each_branch) example_ += " --branch MAIN";
        for (const auto& each : of.takes)
            if (each.which == report_option::days || each.which == report_option::more_than)
                number_of(each.which) = usual_number(each.usual);
    }

    std::string_view path() const override { return path_; }
    std::string_view summary() const override { return of_.use; }
    std::string_view example() const override { return example_; }

    std::vector<option> options() override {
        std::vector<option> all;
        if (of_.pages == report_pages::each_branch)
            all.push_back({"--branch", &branch_, "only of this branch (a page for each)"});
        if (of_.pages == report_pages::one_for_some)
            all.push_back({"--branch", &branch_, "only of this branch (of all)"});
        for (const auto& each : of_.takes) all.push_back(option_of(each));
        all.push_back({"--csv", &csv_, "a table for a spreadsheet"});
        return all;
    }

    int run(tool& with) override {
        check_words(with);
        const auto institution = with.institution();
        made_report made{of_, institution, with_names_, {}};
        with.store().read([&](storage::reader& from) {
            const auto library = *circulation::load_library(from, institution.id);
            report_source source{storage::report_reader(from), with, library};
            for (const auto& here : places(library)) {
                report_page page{question_at(here, institution, with.now()), {}};
                page.lines = of_.lines(source, page.asked);
                if (of_.order == report_order::shelf) put_in_shelf_order(page.lines);
                if (!page.lines.empty() || of_.pages != report_pages::each_branch || !branch_.empty())
                    made.pages.push_back(std::move(page));
            }
        });
        if (made.pages.empty() && !csv_ && !with.how().json) {
            std::cout << of_.title << ": nothing is on this list, at any branch\n";
            return done;
        }
        (csv_ ? print_csv : with.how().json ? print_json : print_text)(made, std::cout);
        return done;
    }

private:
    static std::int64_t usual_number(std::string_view usual) {
        std::int64_t number = 0;
        static_cast<void>(std::from_chars(usual.data(), usual.data() + usual.size(), number)); // of our table
        return number;
    }

    [[nodiscard]] std::int64_t& number_of(report_option which) {
        return which == report_option::days ? days_ : more_than_;
    }

    option option_of(const report_parameter& of) {
        switch (of.which) {
        case report_option::days: return {"--days", &days_, of.help};
        case report_option::more_than: return {"--more-than", &more_than_, of.help};
        case report_option::since: return {"--since", &since_, of.help};
        case report_option::until: return {"--until", &until_, of.help};
        case report_option::by: return {"--by", &by_, of.help};
        case report_option::item_type: return {"--item-type", &item_type_, of.help};
        case report_option::with_names: break;
        }
        return {"--with-names", &with_names_, of.help};
    }

    void check_words(tool& with) const {
        constexpr std::int64_t most = 36'500;
        if (csv_ && with.how().json) throw complaint("--csv and --json are two ways: say one", wrong_usage);
        if (days_ < 0 || days_ > most) throw complaint("--days is a number from 0 to 36500", wrong_usage);
        if (more_than_ < 0 || more_than_ > most) throw complaint("--more-than is a number from 0 to 36500", wrong_usage);
        if (by_ != "month" && by_ != "year")
            throw complaint("'" + by_ + "' is nothing that is counted by: say month or year", wrong_usage);
    }

    /// Of which branches there are pages; one without an id stands for the library.
    [[nodiscard]] std::vector<storage::branch> places(const circulation::library_facts& library) const {
        if (branch_.empty() && of_.pages == report_pages::each_branch) return library.branches;
        if (branch_.empty()) return {storage::branch{}};
        const auto found = std::ranges::find(library.branches, branch_, &storage::branch::code);
        if (found == library.branches.end()) throw complaint("there is no branch " + branch_, not_found);
        return {*found};
    }

    [[nodiscard]] report_question
    question_at(const storage::branch& here, const storage::institution& of, storage::instant now) const {
        report_question asked;
        asked.here = here;
        asked.now = now;
        asked.today = circulation::date_in(now, here.id ? here.time_zone : of.time_zone);
        asked.since = day_of(report_option::since, since_, asked.today);
        asked.until = day_of(report_option::until, until_, asked.today);
        asked.days = static_cast<int>(days_);
        asked.more_than = static_cast<int>(more_than_);
        asked.by = by_;
        asked.item_type = item_type_;
        if (takes(report_option::until) && asked.until < asked.since)
            throw complaint("--until lies before --since", wrong_usage);
        return asked;
    }

    [[nodiscard]] local_date day_of(report_option which, const std::string& typed, local_date today) const {
        if (!typed.empty() && typed != "today") return typed_day(typed);
        const auto* found = takes(which);
        return typed.empty() && found != nullptr ? usual_day(found->usual, today) : today;
    }

    /// @return nullptr when the report does not ask for it
    [[nodiscard]] const report_parameter* takes(report_option which) const {
        const auto found = std::ranges::find(of_.takes, which, &report_parameter::which);
        return found == of_.takes.end() ? nullptr : &*found;
    }

    const report& of_;
    std::string path_;
    std::string example_;
    std::string branch_;
    std::string since_;
    std::string until_;
    std::string by_ = "month";
    std::string item_type_;
    std::int64_t days_ = 0;
    std::int64_t more_than_ = 0;
    bool with_names_ = false;
    bool csv_ = false;
};

} // namespace

std::vector<std::unique_ptr<command>> make_reports() {
    std::vector<std::unique_ptr<command>> all;
    for (const auto& each : reports()) all.push_back(std::make_unique<report_command>(each));
    return all;
}

} // namespace circ::tool
