// What is told of a store that can be read and takes no changes.
#include "config/default_policy.hpp"
#include "server/net/local_backend.hpp"
#include "server/net/seen_items.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/net/desk.hpp"
#include "tests/unit/net/store_over.hpp"

#include <new>

namespace circ::net::test {
namespace {

using circulation::verdict;

/// A store that takes no changes while it is told so.
class refusing_store final : public store_over {
public:
    using store_over::store_over;

    void submit(work what, completion on_done) noexcept override {
        if (!refuses) return store_over::submit(std::move(what), std::move(on_done));
        on_done(std::make_exception_ptr(storage::store_error(how, "the store takes nothing")));
    }

    bool refuses = false;
    storage::store_failure how = storage::store_failure::unavailable;
};

class a_store_that_takes_no_changes : public testing::Test {
protected:
    a_store_that_takes_no_changes() {
        by.institution = here.library.institution;
        by.branch = here.library.main;
        by.rules = circulation::default_device_rules();
        performer.set_rules(std::make_shared<const circulation::policy>(
                                circulation::policy::compile(config::default_policy()).rules),
                            {});
        store.refuses = true;
    }

    template <class Operation>
    circulation::outcome_of<Operation> ask() {
        Operation asked;
        asked.by = by;
        circulation::any_operation what = std::move(asked);
        return std::get<circulation::outcome_of<Operation>>(result_of(here.io, performer.perform(std::move(what))));
    }
    std::size_t told(log::event what) { return here.lines->of(what).size(); }

    desk here;
    refusing_store store{here.library.store()};
    async_store storing{store, here.io.get_executor()};
    seen_items seen{storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5)};
    local_backend performer{storing, here.passwords, seen, here.clock, *here.log};
    circulation::requester by;
};

TEST_F(a_store_that_takes_no_changes, is_off_line_from_the_first_refusal_to_the_first_change) {
    EXPECT_TRUE(ask<circulation::service_status>().online) << "nobody has tried";
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::unavailable);
    EXPECT_FALSE(ask<circulation::service_status>().online);
    store.refuses = false;
    EXPECT_TRUE(ask<circulation::service_status>().online);
    EXPECT_EQ(told(log::event::store_recovered), 1U);
}

TEST_F(a_store_that_takes_no_changes, is_not_said_to_be_back_by_a_change_that_does_not_come_to_it) {
    auto hiding = circulation::device_rules(*by.rules);
    hiding.pin = circulation::pin_rule::each_request;
    hiding.hides_unknown_cards = true;
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::unavailable);
    by.rules = std::make_shared<const circulation::device_rules>(hiding);
    EXPECT_EQ(ask<circulation::checkout>().result, verdict::refused) << "without a PIN";
    EXPECT_EQ(told(log::event::store_recovered), 0U);
    EXPECT_FALSE(ask<circulation::service_status>().online);
}

/// One that fails as nobody foresaw.
class broken_store final : public store_over {
public:
    using store_over::store_over;

    void read(const std::function<void(storage::reader&)>&) override { throw std::bad_alloc(); }
};

TEST(a_failure_that_nobody_foresaw, is_an_answer_and_a_line_of_the_log) {
    desk here;
    broken_store store(here.library.store());
    async_store storing(store, here.io.get_executor());
    seen_items seen(storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5));
    local_backend performer(storing, here.passwords, seen, here.clock, *here.log);
    circulation::item_details asked;
    asked.by.institution = here.library.institution;
    circulation::any_operation what = std::move(asked);
    const auto made = result_of(here.io, performer.perform(std::move(what)));
    EXPECT_EQ(circulation::common(made).result, verdict::unavailable);
    EXPECT_EQ(here.lines->of(log::event::request_failed).size(), 1U);
    EXPECT_TRUE(here.lines->of(log::event::store_unavailable).empty());
}

TEST_F(a_store_that_takes_no_changes, is_not_said_to_be_back_because_it_can_be_read) {
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::unavailable);
    EXPECT_EQ(ask<circulation::item_details>().result, verdict::refused);
    EXPECT_EQ(told(log::event::store_recovered), 0U);
    store.refuses = false;
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::refused);
    EXPECT_EQ(told(log::event::store_recovered), 1U);
}

struct failure_case {
    std::string_view name;
    storage::store_failure how;
    log::event told;
    std::size_t recoveries; ///< told with the first change after it
};

std::ostream& operator<<(std::ostream& out, const failure_case& each) { return out << each.name; }

class a_store_that_fails : public a_store_that_takes_no_changes, public testing::WithParamInterface<failure_case> {};

TEST_P(a_store_that_fails, is_told_of_by_the_kind_of_failure) {
    store.how = GetParam().how;
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::unavailable);
    for (const auto each : {log::event::store_unavailable, log::event::store_queue_full, log::event::write_in_doubt})
        EXPECT_EQ(told(each), each == GetParam().told ? 1U : 0U) << log::info(each).name;
    EXPECT_THAT(here.told(GetParam().told), testing::HasSubstr("the store takes nothing"));
    store.refuses = false;
    EXPECT_EQ(ask<circulation::checkin>().result, verdict::refused);
    EXPECT_EQ(told(log::event::store_recovered), GetParam().recoveries);
}

constexpr failure_case failures[] = {
    {"unavailable", storage::store_failure::unavailable, log::event::store_unavailable, 1},
    {"corrupt", storage::store_failure::corrupt, log::event::store_unavailable, 1},
    {"in_doubt", storage::store_failure::in_doubt, log::event::write_in_doubt, 1},
    {"queue_full", storage::store_failure::queue_full, log::event::store_queue_full, 0}, // it was never away
};
INSTANTIATE_TEST_SUITE_P(each, a_store_that_fails, testing::ValuesIn(failures), [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace circ::net::test
