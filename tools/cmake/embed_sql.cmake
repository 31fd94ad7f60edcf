# Embeds SQL files in a C++ header. Also a script:
#   cmake -DKIND=queries|schema -DINPUTS=a.sql,b.sql -DOUTPUT=file.hpp -P embed_sql.cmake
# queries: statements that each follow a line `-- name: NAME`; makes an enum of the names and the texts.
# schema:  whole files, in the order given; makes name (of the file) and text.

if(NOT CMAKE_SCRIPT_MODE_FILE)
    set(CIRC_EMBED_SQL "${CMAKE_CURRENT_LIST_FILE}")
    # circ_embed_sql(queries|schema OUTPUT inputs...): OUTPUT and inputs by path from the root.
    function(circ_embed_sql kind output)
        list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE inputs)
        list(JOIN inputs "," joined)
        set(header "${PROJECT_BINARY_DIR}/generated/${output}")
        add_custom_command(OUTPUT "${header}"
            COMMAND "${CMAKE_COMMAND}" -DKIND=${kind} "-DINPUTS=${joined}" "-DOUTPUT=${header}" -P "${CIRC_EMBED_SQL}"
            DEPENDS ${inputs} "${CIRC_EMBED_SQL}" VERBATIM)
    endfunction()
    return()
endif()

set(names "")
set(texts "")
set(count 0)

macro(add_entry name text)
    string(APPEND names "    ${name},\n")
    string(APPEND texts "    {\"${name}\", R\"sql(${text})sql\"},\n")
    math(EXPR count "${count} + 1")
endmacro()

string(REPLACE "," ";" inputs "${INPUTS}")
foreach(input IN LISTS inputs)
    file(READ "${input}" rest)
    if(KIND STREQUAL "schema")
        get_filename_component(name "${input}" NAME_WE)
        add_entry("${name}" "${rest}")
        continue()
    endif()
    set(marker "-- name: ")
    string(LENGTH "${marker}" marker_length)
    string(FIND "${rest}" "${marker}" at)
    while(NOT at EQUAL -1)
        math(EXPR from "${at} + ${marker_length}")
        string(SUBSTRING "${rest}" ${from} -1 rest)
        string(FIND "${rest}" "\n" end_of_line)
        string(SUBSTRING "${rest}" 0 ${end_of_line} name)
        math(EXPR from "${end_of_line} + 1")
        string(SUBSTRING "${rest}" ${from} -1 rest)
        string(FIND "${rest}" "${marker}" at)
        string(SUBSTRING "${rest}" 0 ${at} text)
        string(STRIP "${text}" text)
        add_entry("${name}" "${text}")
    endwhile()
endforeach()

if(KIND STREQUAL "schema")
    set(declared "inline constexpr std::array<named_sql, ${count}> embedded_schema{{\n${texts}}};")
else()
    set(declared "enum class query {\n${names}};\n\ninline constexpr std::array<named_sql, ${count}> embedded_queries{{\n${texts}}};")
endif()
file(WRITE "${OUTPUT}" "// Made by tools/cmake/embed_sql.cmake; edit the SQL files instead.
#pragma once

#include \"storage/sql/named_sql.hpp\"

#include <array>

namespace circ::storage::sql {

${declared}

} // namespace circ::storage::sql
")
