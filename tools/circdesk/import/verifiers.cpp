#include "tools/circdesk/import/verifiers.hpp"

#include "server/circulation/verifier.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace circ::tool {
namespace {

/// A core that is given back, whatever happens.
class taken_core {
public:
    explicit taken_core(std::counting_semaphore<>& of) : of_(of) { of_.acquire(); }
    taken_core(const taken_core&) = delete;
    taken_core& operator=(const taken_core&) = delete;
    ~taken_core() { of_.release(); }

private:
    std::counting_semaphore<>& of_;
};

} // namespace

verifier_maker::verifier_maker(std::string pepper)
    : pepper_(std::move(pepper)),
      cores_(std::make_shared<std::counting_semaphore<>>(std::max(1, static_cast<int>(std::thread::hardware_concurrency())))) {}

std::shared_future<std::string> verifier_maker::make(storage::secret text) const {
    return std::async(std::launch::async, [text = std::move(text), pepper = pepper_, cores = cores_] {
               const taken_core one(*cores);
               return circulation::make_verifier(text, pepper);
           }).share();
}

} // namespace circ::tool
