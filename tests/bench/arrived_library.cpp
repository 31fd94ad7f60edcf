#include "tests/bench/arrived_library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace circ::bench {

namespace fs = std::filesystem;

arriving_files arriving_files_of(const options& how) {
    return {how.data / fs::path(fmt::format("{}-items-arriving", how.items)), how.items};
}

arrived_library::arrived_library(const options& how)
    : files_(arriving_files_of(how)), data_dir_(how.data / fs::path(fmt::format("{}-items-arrived", how.items))) {
    if (fs::exists(is_whole())) return;
    std::cerr << "  bringing in a library, once: " << data_dir_.filename().string() << '\n';
    static_cast<void>(arrive());
}

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

} // namespace circ::bench
