# The shared libraries, where ALUDEL_SHARED asks for them: the sources of the static ones compiled once more, since all
# names are hidden in those. Which names a shared library shows says its symbol map:
#
#   ALUDEL_0                what the public headers declare: aludel_…, py_…
#   ALUDEL_PRIVATE_<x.y.z>  of the runtime's inner names those that the drivers and the command take. The version is in
#                           the node's name, so that parts of two versions are refused when they are loaded.
#
# As a script (cmake -P) this writes the runtime's map: the inner names are read off the static libraries.

# Everything of the drivers' and the command's that is defined elsewhere, and begins with al_.
function(_aludel_inner_names out nm)
  execute_process(COMMAND ${nm} -P ${ARGN} OUTPUT_VARIABLE text ERROR_VARIABLE error RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "'${nm} -P' can't read ${ARGN}: ${error}")
  endif()
  string(REGEX MATCHALL "(^|\n)al_[a-z0-9_]+ U" taken "${text}")
  string(REGEX MATCHALL "(^|\n)al_[a-z0-9_]+ [A-TV-Z]" defined "${text}")
  list(TRANSFORM taken REPLACE "\n?(al_[a-z0-9_]+) .*" "\\1")
  list(TRANSFORM defined REPLACE "\n?(al_[a-z0-9_]+) .*" "\\1")
  list(REMOVE_ITEM taken ${defined})
  list(REMOVE_DUPLICATES taken)
  list(SORT taken)
  set(${out} ${taken} PARENT_SCOPE)
endfunction()

function(_aludel_write_map made nm version)
  _aludel_inner_names(names ${nm} ${ARGN})
  list(JOIN names ";\n    " names)
  file(WRITE ${made} "ALUDEL_0 {\n  global:\n    aludel_*;\n    py_*;\n  local:\n    *;\n};\n\n"
    "ALUDEL_PRIVATE_${version} {\n  global:\n    ${names};\n};\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  _aludel_write_map(${MADE} ${NM} ${VERSION} ${ARCHIVES})
  return()
endif()

# The rule for the runtime's map.
function(aludel_runtime_map out)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made/runtime.map)
  set(archives)
  foreach(part ${ARGN})
    list(APPEND archives $<TARGET_FILE:${part}>)
  endforeach()
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -D NM=${CMAKE_NM} -D VERSION=${PROJECT_VERSION} -D MADE=${made}
      "-DARCHIVES=${archives}" -P ${script}
    DEPENDS ${ARGN} ${script} VERBATIM)
  set(${out} ${made} PARENT_SCOPE)
endfunction()

# The drivers' and the command's map: nothing inner is taken from them.
function(aludel_public_map out)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made/public.map)
  file(CONFIGURE OUTPUT ${made} CONTENT "ALUDEL_0 {\n  global:\n    aludel_*;\n  local:\n    *;\n};\n")
  set(${out} ${made} PARENT_SCOPE)
endfunction()

# <target>_shared out of what the static library <target> is made of, and with what it is compiled and linked.
function(aludel_shared_part target map)
  set(shared ${target}_shared)
  get_target_property(sources ${target} SOURCES)
  add_library(${shared} SHARED ${sources} ${map})
  foreach(property INCLUDE_DIRECTORIES COMPILE_DEFINITIONS INTERFACE_INCLUDE_DIRECTORIES INTERFACE_LINK_OPTIONS)
    get_target_property(value ${target} ${property})
    if(value)
      set_target_properties(${shared} PROPERTIES ${property} "${value}")
    endif()
  endforeach()
  get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
  list(FILTER links EXCLUDE REGEX "aludel_flags")
  list(TRANSFORM links REPLACE "^aludel_runtime$" aludel_runtime_shared)
  target_link_libraries(${shared} PUBLIC ${links} PRIVATE $<BUILD_INTERFACE:aludel_flags>)
  target_compile_options(${shared} PRIVATE -fno-semantic-interposition)
  target_link_options(${shared} PRIVATE LINKER:--version-script=${map} LINKER:-Bsymbolic-functions)
  if(NOT ALUDEL_SANITIZE) # whose own names are in the program
    target_link_options(${shared} PRIVATE LINKER:-z,defs)
  endif()
  set_target_properties(${shared} PROPERTIES OUTPUT_NAME ${target} LINK_DEPENDS ${map}
    VERSION ${PROJECT_VERSION} SOVERSION 0 LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/shared)
  if(NOT DEFINED CMAKE_INSTALL_RPATH) # they find each other wherever the folder is moved to
    set_target_properties(${shared} PROPERTIES INSTALL_RPATH "$ORIGIN" BUILD_WITH_INSTALL_RPATH ON)
  endif()
endfunction()
