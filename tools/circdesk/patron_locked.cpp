#include "server/circulation/facts.hpp"
#include "server/circulation/make_views.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

namespace circ::tool {
namespace {

class patron_locked final : public command {
public:
    std::string_view path() const override { return "patron locked"; }
    std::string_view summary() const override {
        return "readers whose cards wrong PINs have locked, the latest first; `patron unlock` or `patron pin` opens one";
    }
    std::string_view example() const override { return "circdesk patron locked --all"; }
    std::vector<option> options() override {
        return {{"--all", &all_, "also those that are open again by themselves, and have had no right PIN since"},
                page_.which()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        const auto after = all_ ? storage::instant{} : with.now();
        table shown({"card", "name", "locked until", "branch"});
        with.store().read([&](storage::reader& from) {
            const auto library = circulation::load_library(from, of.id);
            for (const auto& who : from.patrons_locked(of.id, after, page_.page())) {
                const auto& home = library->branch(who.branch);
                shown.add({circulation::card_number_of(from, who.id),
                           circulation::display_name(who),
                           time_cell(*who.pin_locked_until, home.time_zone),
                           home.code});
            }
        });
        page_.print(with, shown);
        return done;
    }

private:
    bool all_ = false;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_patron_locked() {
    return std::make_unique<patron_locked>();
}

} // namespace circ::tool
