#include "tests/bench/arrived_library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace circ::bench {

namespace fs = std::filesystem;

arriving_files files_arriving(const options& how) {
    return {how.data / fs::path(fmt::format("{}-items-arriving", how.items)), how.items};
}

void add_their_branches(const fs::path& data_dir) {
    for (std::size_t i = 0; i < arriving_files::branches; ++i)
        static_cast<void>(run_tool(data_dir, {"branch", "add", arriving_files::branch(i), "--name", arriving_files::branch(i)}));
}

tool_run bring_in_catalogue(const fs::path& data_dir, const arriving_files& files) {
    return run_tool(data_dir, {"--json", "import", "marc", files.marc().string(), "--items", "plain"});
}

tool_run bring_in_patrons(const fs::path& data_dir, const arriving_files& files) {
    return run_tool(data_dir, {"--json", "import", "patrons", files.patrons().string()});
}

double per_second(std::size_t records, const tool_run& of) { return static_cast<double>(records) / of.took.count(); }

measured counted(const tool_run& of, std::string_view kind, std::string_view column, std::size_t expected) {
    measured made{.answers = expected};
    const auto told = number_in(of.output, kind, column);
    if (told == expected) return made;
    made.mismatches = 1;
    made.first_mismatch = fmt::format("{} {} {}, not {}", told, kind, column, expected);
    return made;
}

arrived_library::arrived_library(const options& how)
    : files_(files_arriving(how)),
      data_dir_(how.data / fs::path(fmt::format("{}-items-arrived", how.items))) {}

arrival arrived_library::arrive() const {
    fs::remove_all(data_dir_);
    fs::create_directories(data_dir_);
    const auto run = [this](std::vector<std::string> words) { return run_tool(data_dir_, std::move(words)); };
    static_cast<void>(run({"institution", "add", institution, "--name", "Bench Library", "--currency", "EUR", "--zone", "Europe/Berlin"}));
    add_their_branches(data_dir_);
    arrival made;
    made.marc = bring_in_catalogue(data_dir_, files_);
    made.patrons = bring_in_patrons(data_dir_, files_);
    made.loans = run({"--json", "import", "loans", files_.loans().string()});
    made.holds = run({"--json", "import", "holds", files_.holds().string()});
    made.fees = run({"--json", "import", "fees", files_.fees().string()});
    std::ofstream(is_whole()) << "every file is in\n";
    return made;
}

bool arrived_library::has_arrived() const { return fs::exists(is_whole()); }

arrived_library library_that_has_arrived(const options& how) {
    arrived_library made(how);
    if (made.has_arrived()) return made;
    std::cerr << "  bringing in a library, once: " << made.data_dir().filename().string() << '\n';
    static_cast<void>(made.arrive());
    return made;
}

} // namespace circ::bench
