#pragma once

#include "tests/support/library_fixture.hpp"

#include <gtest/gtest.h>

namespace circ::test {

/// A small library of which all that must hold in a store holds at the end, whatever a test did.
class checked_library : public library_fixture {
public:
    checked_library() = default;
    checked_library(const checked_library&) = delete;
    checked_library& operator=(const checked_library&) = delete;
    ~checked_library() {
        for (const auto& broken : violations())
            ADD_FAILURE() << broken.name << ": " << broken.sentence;
    }
};

/// A test over such a library.
class library_test : public testing::Test, public checked_library {};

} // namespace circ::test
