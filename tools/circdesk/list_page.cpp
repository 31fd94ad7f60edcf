#include "tools/circdesk/list_page.hpp"

#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <iostream>

namespace circ::tool {
namespace {

constexpr int lines_of_page = 100;

} // namespace

storage::page list_page::page() const {
    constexpr std::int64_t most = 1'000'000;
    if (number_ < 1 || number_ > most) throw complaint("pages are counted from 1", wrong_usage);
    return {.first = static_cast<int>(number_ - 1) * lines_of_page, .count = lines_of_page};
}

void print_list(tool& with, const table& shown) {
    if (with.how().json)
        shown.print_json(std::cout);
    else if (shown.empty())
        std::cout << "nothing is on this list\n";
    else
        shown.print(std::cout);
}

void list_page::print(tool& with, const table& shown) const {
    if (!with.how().json && shown.empty() && number_ > 1) {
        std::cout << "nothing is on this page\n";
        return;
    }
    print_list(with, shown);
    if (!with.how().json && shown.size() >= lines_of_page) std::cout << "there may be more: --page " << number_ + 1 << '\n';
}

} // namespace circ::tool
