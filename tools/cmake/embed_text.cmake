# Embeds text files in a C++ header as an array of {name, text}. Also a script:
#   cmake -DINPUTS=a.toml,b.toml -DOUTPUT=file.hpp -DNAME=embedded_texts -P embed_text.cmake
if(NOT CMAKE_SCRIPT_MODE_FILE)
    set(CIRC_EMBED_TEXT "${CMAKE_CURRENT_LIST_FILE}")
    # circ_embed_text(NAME OUTPUT inputs...): OUTPUT and inputs by path from the root.
    function(circ_embed_text name output)
        list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE inputs)
        list(JOIN inputs "," joined)
        set(header "${PROJECT_BINARY_DIR}/generated/${output}")
        add_custom_command(OUTPUT "${header}"
            COMMAND "${CMAKE_COMMAND}" -DNAME=${name} "-DINPUTS=${joined}" "-DOUTPUT=${header}" -P "${CIRC_EMBED_TEXT}"
            DEPENDS ${inputs} "${CIRC_EMBED_TEXT}" VERBATIM)
    endfunction()
    return()
endif()

set(rows "")
set(count 0)
string(REPLACE "," ";" inputs "${INPUTS}")
foreach(input IN LISTS inputs)
    file(READ "${input}" text)
    get_filename_component(stem "${input}" NAME_WE)
    string(APPEND rows "    {\"${stem}\", R\"text(${text})text\"},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Made by tools/cmake/embed_text.cmake; edit the files it names instead.
#pragma once

#include <array>
#include <string_view>
#include <utility>

inline constexpr std::array<std::pair<std::string_view, std::string_view>, ${count}> ${NAME}{{
${rows}}};
")
