#pragma once

#include "tests/support/library_fixture.hpp"

#include <gtest/gtest.h>

namespace circ::test {

/// A test over a small library: whatever it did, all that must hold in a store holds afterwards.
class library_test : public testing::Test, public library_fixture {
protected:
    void TearDown() override {
        for (const auto& broken : violations())
            ADD_FAILURE() << broken.name << ": " << broken.sentence;
    }
};

} // namespace circ::test
