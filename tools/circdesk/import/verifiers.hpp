#pragma once

#include "storage/records/secret.hpp"

#include <future>
#include <memory>
#include <semaphore>
#include <string>

namespace circ::tool {

/// Makes verifiers of PINs and passwords beside what else is done, as many at a time as there are
/// cores: each takes 19 MiB.
class verifier_maker {
public:
    explicit verifier_maker(std::string pepper);

    /// @note The future's shared state waits for the work when it goes.
    [[nodiscard]] std::shared_future<std::string> make(storage::secret text) const;

private:
    std::string pepper_;
    std::shared_ptr<std::counting_semaphore<>> cores_;
};

} // namespace circ::tool
