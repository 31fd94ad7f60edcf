# Warnings are errors, for our own targets only.
function(circ_warnings target)
    target_compile_options(${target} INTERFACE
        -Wall -Wextra -Wpedantic -Werror
        -Wconversion -Wsign-conversion # a byte count is not a character count
        -Wshadow                       # the inner name hides the one that was meant
        -Wnon-virtual-dtor -Woverloaded-virtual
        -Wold-style-cast -Wcast-align -Wformat=2 -Wunused)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} INTERFACE
            -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast
            -Wno-missing-field-initializers # designated initialisers leave defaults out on purpose
            -Wno-maybe-uninitialized        # GCC 12 sees ghosts in std::optional and std::variant
            -Wno-mismatched-new-delete)     # and in the frames of coroutines, which Asio allocates itself
    else()
        target_compile_options(${target} INTERFACE -Wno-missing-field-initializers)
    endif()
endfunction()
