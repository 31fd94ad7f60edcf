#include "tests/bench/arrived_library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace circ::bench {

namespace fs = std::filesystem;

arrived_library::arrived_library(const options& how)
    : files_(how.data / fs::path(fmt::format("{}-items-arriving", how.items)), how.items),
      data_dir_(how.data / fs::path(fmt::format("{}-items-arrived", how.items))) {}

arrival arrived_library::arrive() const {
    fs::remove_all(data_dir_);
    fs::create_directories(data_dir_);
    const auto run = [this](std::vector<std::string> words) { return run_tool(data_dir_, std::move(words)); };
    static_cast<void>(run({"institution", "add", institution, "--name", "Bench Library", "--currency", "EUR", "--zone", "Europe/Berlin"}));
    for (std::size_t i = 0; i < arriving_files::branches; ++i)
        static_cast<void>(run({"branch", "add", arriving_files::branch(i), "--name", arriving_files::branch(i)}));
    arrival made;
    made.marc = run({"--json", "import", "marc", files_.marc().string(), "--items", "plain"});
    made.patrons = run({"--json", "import", "patrons", files_.patrons().string()});
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
