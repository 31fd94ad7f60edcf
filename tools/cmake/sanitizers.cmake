# CIRC_SANITIZE: empty, "address,undefined" or "thread"; set by the presets.
set(CIRC_SANITIZE "" CACHE STRING "sanitizers to build with")
# CIRC_FUZZ: all of ours tells libFuzzer where it has been; Clang alone has it.
option(CIRC_FUZZ "build the fuzz targets as programs" OFF)

function(circ_sanitizers target)
    if(NOT CIRC_SANITIZE)
        return()
    endif()
    target_compile_options(${target} INTERFACE -fsanitize=${CIRC_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} INTERFACE -fsanitize=${CIRC_SANITIZE})
    if(CIRC_FUZZ)
        target_compile_options(${target} INTERFACE -fsanitize=fuzzer-no-link)
    endif()
    if(CIRC_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} INTERFACE -Wno-tsan) # Asio's fences; GCC only says so
    endif()
    if(CIRC_SANITIZE MATCHES "undefined")
        target_compile_options(${target} INTERFACE -fno-sanitize-recover=all)
    endif()
endfunction()
