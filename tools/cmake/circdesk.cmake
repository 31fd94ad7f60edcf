# What every target of ours shares. Included once, by the root.
include(CTest)
include(GNUInstallDirs)
include(warnings)
include(sanitizers)

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

find_program(MOLD mold) # some eighty programs are linked, and the usual linker takes seconds for each
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_library(circ_options INTERFACE)
target_compile_features(circ_options INTERFACE cxx_std_20)
target_include_directories(circ_options INTERFACE "${PROJECT_SOURCE_DIR}")
circ_warnings(circ_options)
circ_sanitizers(circ_options)

# One static library per room: circ_library(NAME sources...) makes circ_NAME, called circ::NAME.
function(circ_library name)
    add_library(circ_${name} STATIC ${ARGN})
    add_library(circ::${name} ALIAS circ_${name})
    set_target_properties(circ_${name} PROPERTIES CXX_EXTENSIONS OFF)
    target_link_libraries(circ_${name} PUBLIC circ_options)
endfunction()

function(circ_executable name)
    add_executable(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE circ_options)
endfunction()
