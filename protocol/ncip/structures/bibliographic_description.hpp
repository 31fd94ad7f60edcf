#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/identifiers.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// What a title is called
struct bibliographic_description {
    std::optional<std::string> author;
    std::optional<std::string> author_of_component;
    std::optional<ncip::bibliographic_item_id> bibliographic_item_id;
    std::vector<ncip::bibliographic_record_id> bibliographic_record_id;
    std::optional<ncip::component_id> component_id;
    std::optional<std::string> edition;
    std::optional<std::string> pagination;
    std::optional<std::string> place_of_publication;
    std::optional<std::string> publication_date;
    std::optional<std::string> publication_date_of_component;
    std::optional<std::string> publisher;
    std::optional<std::string> series_title_number;
    std::optional<std::string> title;
    std::optional<std::string> title_of_component;
    std::optional<scheme_value> bibliographic_level;
    std::optional<std::string> sponsoring_body;
    std::optional<scheme_value> electronic_data_format_type;
    std::optional<scheme_value> language;
    std::optional<scheme_value> medium_type;

    friend bool operator==(const bibliographic_description&,
                           const bibliographic_description&) = default;
};

// clang-format off
template <> struct layout<bibliographic_description> {
    using m = bibliographic_description;
    static constexpr auto elements = std::tuple{
        element(&m::author, "Author", optional),
        element(&m::author_of_component, "AuthorOfComponent", optional),
        element(&m::bibliographic_item_id, "BibliographicItemId", optional),
        element(&m::bibliographic_record_id, "BibliographicRecordId", repeated),
        element(&m::component_id, "ComponentId", optional),
        element(&m::edition, "Edition", optional),
        element(&m::pagination, "Pagination", optional),
        element(&m::place_of_publication, "PlaceOfPublication", optional),
        element(&m::publication_date, "PublicationDate", optional),
        element(&m::publication_date_of_component, "PublicationDateOfComponent", optional),
        element(&m::publisher, "Publisher", optional),
        element(&m::series_title_number, "SeriesTitleNumber", optional),
        element(&m::title, "Title", optional),
        element(&m::title_of_component, "TitleOfComponent", optional),
        element(&m::bibliographic_level, "BibliographicLevel", optional),
        element(&m::sponsoring_body, "SponsoringBody", optional),
        element(&m::electronic_data_format_type, "ElectronicDataFormatType", optional),
        element(&m::language, "Language", optional),
        element(&m::medium_type, "MediumType", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
