// Where two books differ, and what is kept of the dealings with a library system.
#include "tests/contract/contract.hpp"
#include "tests/contract/small_library.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class both_books : public store_contract {
protected:
    backend_mark made(mark_kind kind, institution_id of, std::string backend = "main") {
        backend_mark one;
        store.write([&](unit_of_work& in) { one.id = in.new_id<mark_id>(); });
        one.backend = std::move(backend);
        one.institution = of;
        one.kind = kind;
        one.at = test_time;
        return one;
    }
    backend_difference made(int number, std::string backend = "main") {
        backend_difference one;
        store.write([&](unit_of_work& in) { one.id = in.new_id<difference_id>(); });
        one.backend = std::move(backend);
        one.institution = library.institution.id;
        one.number = number;
        one.card = "29012000000010";
        one.at = one.seen_at = test_time;
        return one;
    }
    template <class Record>
    void add(const Record& record) {
        store.write([&](unit_of_work& in) { in.add(record); });
    }
    std::optional<backend_mark> last(mark_kind kind, institution_id of) {
        return store.ask([&](auto& in) { return in.last_mark("main", kind, of); });
    }
    std::optional<backend_difference> found(int number, std::string_view backend = "main") {
        return store.ask(
            [&](auto& in) { return in.find_difference(backend, library.institution.id, number); });
    }
    std::vector<int> numbers(int after, int most) {
        std::vector<int> all;
        for (const auto& each : store.ask([&](auto& in) {
                 return in.differences_with("main", library.institution.id, after, most);
             }))
            all.push_back(each.number);
        return all;
    }
};

TEST_P(both_books, have_the_newest_mark_of_a_kind_found_again) {
    const auto here = library.institution.id;
    EXPECT_FALSE(last(mark_kind::reconciled, here));
    auto one = made(mark_kind::reconciled, here);
    one.by = "anna";
    one.what = "in the morning";
    one.last_number = 7;
    add(one);
    add(made(mark_kind::reconciled, here, "other"));
    expect_same(last(mark_kind::reconciled, here).value(), one);
    EXPECT_FALSE(last(mark_kind::allowed, here)) << "another kind";
    const auto newer = made(mark_kind::reconciled, here);
    add(newer);
    expect_same(last(mark_kind::reconciled, here).value(), newer);
}

TEST_P(both_books, have_marks_of_all_institutions_count_for_each) {
    const auto of_all = made(mark_kind::stages, {});
    add(of_all);
    expect_same(last(mark_kind::stages, {}).value(), of_all);
    expect_same(last(mark_kind::stages, library.institution.id).value(), of_all);
    const auto of_one = made(mark_kind::stages, library.institution.id);
    add(of_one);
    expect_same(last(mark_kind::stages, {}).value(), of_all);
    expect_same(last(mark_kind::stages, library.institution.id).value(), of_one);
}

TEST_P(both_books, have_differences_kept_and_changed_member_by_member) {
    auto one = made(1);
    add(one);
    expect_same(found(1).value(), one);
    one.number = 2;
    one.kind = difference_kind::block;
    one.card = "29012000000028";
    one.subject = "39012000004895";
    one.ours = "due 2026-12-01";
    one.theirs = "-";
    one.at = test_time + 1s;
    one.seen_at = test_time + 2s;
    one.accepted_at = test_time + 3s;
    one.accepted_by = "anna";
    one.why = "paid at the desk";
    store.write([&](unit_of_work& in) { in.change(one); });
    expect_same(found(2).value(), one);
    EXPECT_FALSE(found(1));
    EXPECT_FALSE(found(2, "other"));
    store.write([&](unit_of_work& in) { in.remove(one); });
    EXPECT_FALSE(found(2));
}

TEST_P(both_books, have_differences_listed_by_number_page_by_page) {
    for (const int number : {3, 1, 2})
        add(made(number));
    add(made(1, "other"));
    EXPECT_THAT(numbers(0, 10), testing::ElementsAre(1, 2, 3));
    EXPECT_THAT(numbers(0, 2), testing::ElementsAre(1, 2));
    EXPECT_THAT(numbers(2, 2), testing::ElementsAre(3));
    EXPECT_THROW(add(made(3)), store_error) << "a number is one row's";
}

INSTANTIATE_TEST_SUITE_P(over, both_books, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
