#include "storage/store.hpp"

#include "storage/stop_signals.hpp"

#include <future>
#include <memory>
#include <utility>

namespace circ::storage {

// A tool's only other thread is the writer, which never takes stop signals: so with this one they
// all wait, and the tool ends between two units.
void write_and_wait(store& into, store::work what) {
    const stop_signals_held held;
    // Who has read before and writes a long row of units would else keep the log from ever beginning
    // anew: it grew tenfold the size of the store that an import made.
    into.end_turn();
    // Shared: the writer may still be inside set_value() when this thread is already past get().
    const auto done = std::make_shared<std::promise<void>>();
    into.submit(std::move(what), [done](const std::exception_ptr& failed) {
        failed ? done->set_exception(failed) : done->set_value();
    });
    done->get_future().get();
}

} // namespace circ::storage
