#pragma once

#include "storage/store.hpp"

#include <functional>
#include <memory>

namespace circ::app {

/// What a test daemon puts between the server and its store; the shipped one puts nothing.
using store_wrapper = std::function<std::unique_ptr<storage::store>(std::unique_ptr<storage::store>)>;

/// The daemon from its command line to its exit code.
/// @return 0 stopped as asked; 2 wrong command line; 78 mistakes in the settings; 1 could not run
[[nodiscard]] int run(int argc, char** argv, const store_wrapper& wrap = nullptr);

} // namespace circ::app
