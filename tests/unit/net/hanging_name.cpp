#include "tests/unit/net/hanging_name.hpp"

#include <condition_variable>
#include <mutex>
#include <string_view>

#include <dlfcn.h>
#include <netdb.h>

namespace circ::net::test {
namespace {

constexpr std::string_view host = "hangs.invalid";

std::mutex held;
std::condition_variable changed;
bool hangs = false;
int begun = 0;

int search() {
    std::unique_lock lock(held);
    ++begun;
    changed.wait(lock, [] { return !hangs; });
    return EAI_AGAIN;
}

} // namespace

hanging_name::hanging_name() {
    const std::lock_guard lock(held);
    hangs = true;
    begun = 0;
}

hanging_name::~hanging_name() { let_go(); }

std::string hanging_name::url() const { return std::string("http://").append(host).append("/ncip"); }

void hanging_name::let_go() {
    const std::lock_guard lock(held);
    hangs = false;
    changed.notify_all();
}

int hanging_name::searches() const {
    const std::lock_guard lock(held);
    return begun;
}

} // namespace circ::net::test

/// In place of the system's own, which is asked for all other names.
extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
    using namespace circ::net::test;
    if (name != nullptr && name == host) return search();
    static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(name, service, hints, found);
}
