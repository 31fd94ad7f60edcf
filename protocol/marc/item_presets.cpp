#include "protocol/marc/items.hpp"

// How other systems write their items into what they export. Where a library has changed its
// profile, a mapping file of its own takes the place of the preset.

namespace circ::protocol::marc {

namespace {

// clang-format off

std::vector<item_mapping> make_presets() {
    using enum item_meaning;
    // Symphony writes the same subfields into 949 or 999, as the export is told.
    const std::vector<subfield_meaning> symphony{
        {'i', barcode}, {'a', call_number}, {'v', call_number}, {'m', branch}, {'l', location}, {'t', item_type},
        {'x', collection}, {'p', price}, {'c', copy}, {'k', status}, {'o', note}};
    return {
        {"symphony949", "949", symphony},
        {"symphony999", "999", symphony},
        // The replacement price is what a lost item costs; the purchase price stands in for it.
        {"koha952", "952",
         {{'p', barcode}, {'o', call_number}, {'a', branch}, {'b', branch}, {'c', location}, {'y', item_type},
          {'8', collection}, {'v', price}, {'g', price}, {'t', copy}, {'7', status}, {'0', withdrawn}, {'1', lost},
          {'4', damaged}, {'z', note}, {'x', note}}},
        {"evergreen852", "852",
         {{'p', barcode}, {'k', call_number}, {'j', call_number}, {'h', call_number}, {'i', call_number},
          {'m', call_number}, {'b', branch}, {'c', location}, {'g', item_type}, {'y', price}, {'t', copy},
          {'s', status}, {'z', note}, {'x', note}}},
        // Branch and shelf are one code, such as "mnfic": the mapping's [branches] say which branch it is.
        {"sierra945", "945",
         {{'i', barcode}, {'a', call_number}, {'b', call_number}, {'c', call_number}, {'l', branch}, {'l', location},
          {'t', item_type}, {'p', price}, {'g', copy}, {'s', status}, {'m', note}, {'n', note}}},
        {"polaris852", "852",
         {{'p', barcode}, {'k', call_number}, {'h', call_number}, {'i', call_number}, {'m', call_number}, {'a', branch},
          {'c', location}, {'b', collection}, {'g', item_type}, {'9', price}, {'t', copy}, {'s', status}, {'z', note},
          {'x', note}}},
        // MARC 21 holdings within the bibliographic record: the place in 852, its pieces in 876 to 878.
        {"holdings876", "876",
         {{'p', barcode}, {'3', call_number}, {'l', location}, {'c', price}, {'t', copy}, {'j', status}, {'z', note},
          {'x', note}},
         {"877", "878"}, "852",
         {{'b', branch}, {'a', branch}, {'c', location}, {'k', call_number}, {'h', call_number}, {'i', call_number},
          {'m', call_number}, {'z', note}}},
        {"plain", "949",
         {{'b', barcode}, {'c', call_number}, {'o', branch}, {'l', location}, {'t', item_type}, {'g', collection},
          {'p', price}, {'k', copy}, {'s', status}, {'n', note}}},
    };
}

// clang-format on

} // namespace

std::span<const item_mapping> item_mapping_presets() {
    static const std::vector<item_mapping> presets = make_presets();
    return presets;
}

} // namespace circ::protocol::marc
