# re2c and lemon, for the generator and the runtime. What they make is in the folder `made` of whoever calls. A source
# tarball (AludelDist.cmake) carries that in a folder `made` beside the sources: there they needn't be installed.

find_program(RE2C re2c NO_CMAKE_FIND_ROOT_PATH)
find_program(LEMON lemon NO_CMAKE_FIND_ROOT_PATH)

# Where there is no tool: is what it would make carried, and made of the source as it is now?
function(_aludel_check_carried source)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  set(why "is made by re2c and lemon, which aren't installed")
  set(sums ${CMAKE_CURRENT_SOURCE_DIR}/made/SHA256SUMS)
  if(NOT EXISTS ${sums})
    message(FATAL_ERROR "The parser of ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${why}: install both, or take a source tarball, "
      "which carries what they make.")
  endif()
  file(SHA256 ${CMAKE_CURRENT_SOURCE_DIR}/${source} sum)
  file(STRINGS ${sums} line REGEX "^${sum}  ${source}$")
  if(NOT line)
    message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${source} has been changed, and its parser ${why}: install both.")
  endif()
endfunction()

# made/… out of a source: by the tool's COMMAND, else by copying what is carried. The global property ALUDEL_MADE says
# what there is, for a source tarball: <file>|<source>; the folder's what is made there.
function(_aludel_rule out source)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "TOOL" "MADE;COMMAND")
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/made)
  set(carried ${arg_MADE})
  list(TRANSFORM carried PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/made/)
  list(TRANSFORM arg_MADE PREPEND ${folder}/)
  set(command COMMAND ${arg_COMMAND})
  if(NOT arg_TOOL)
    _aludel_check_carried(${source})
    set(command COMMAND ${CMAKE_COMMAND} -E copy ${carried} ${folder})
  endif()
  add_custom_command(OUTPUT ${arg_MADE}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder} ${command}
    DEPENDS ${source} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM) # so that the same is made in any folder
  set_property(DIRECTORY APPEND PROPERTY ALUDEL_MADE ${arg_MADE})
  foreach(made IN LISTS arg_MADE)
    set_property(GLOBAL APPEND PROPERTY ALUDEL_MADE ${made}|${CMAKE_CURRENT_SOURCE_DIR}/${source})
  endforeach()
  set(${out} ${arg_MADE} PARENT_SCOPE)
endfunction()

# A target for all that is made in this folder: what is made for several targets is made once, and not side by side. Who
# needs it depends on that; the grammars' own libraries do.
function(aludel_made target)
  get_property(made DIRECTORY PROPERTY ALUDEL_MADE)
  add_custom_target(${target} DEPENDS ${made})
  foreach(library IN LISTS ARGN)
    add_dependencies(${library} ${target})
  endforeach()
endfunction()

# lang/lexer.re -> made/lexer.c
function(aludel_re2c out source)
  get_filename_component(name ${source} NAME_WE)
  _aludel_rule(made ${source} TOOL ${RE2C} MADE ${name}.c
    COMMAND ${RE2C} --no-generation-date --no-debug-info -W -Werror -o ${CMAKE_CURRENT_BINARY_DIR}/made/${name}.c
      ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${ARGN})
  set(${out} ${made} PARENT_SCOPE)
endfunction()

# How an object library of what lemon makes is compiled.
function(aludel_lemon_flags library)
  target_include_directories(${library} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/runtime
    ${PROJECT_SOURCE_DIR}/runtime/include)
  target_compile_definitions(${library} PRIVATE _POSIX_C_SOURCE=200809L NDEBUG)
  target_compile_options(${library} PRIVATE -Wall -Wno-unused-parameter -Wno-unused-variable
    -ffunction-sections -fdata-sections)
  set_target_properties(${library} PROPERTIES C_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)
endfunction()

# lang/grammar.y -> made/grammar.c and made/grammar.h, in an object library of its own: lemon's template isn't
# clean under our warnings. <out>_made is the C file.
function(aludel_lemon out source library)
  get_filename_component(name ${source} NAME_WE)
  file(RELATIVE_PATH source_in_project ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  _aludel_rule(made ${source} TOOL ${LEMON} MADE ${name}.c ${name}.h
    COMMAND ${LEMON} -q -d${CMAKE_CURRENT_BINARY_DIR}/made ${source_in_project})
  add_library(${library} OBJECT ${made})
  aludel_lemon_flags(${library})
  list(GET made 0 c)
  list(GET made 1 header)
  set(${out} $<TARGET_OBJECTS:${library}> ${header} PARENT_SCOPE)
  set(${out}_made ${c} PARENT_SCOPE)
endfunction()
