# aludel_add_migrations(<library> ENVIRONMENT <dir> [EXECUTABLE <name>] [DIALECTS sqlite postgresql] [SYMBOL <name>]
#   [PROFILE embedded] [SINCE <revision>...] [NO_DOWNGRADE] [STRIP_MESSAGES])
#
# Makes <library>, a static library that holds the compiled migrations of the environment in <dir>: its
# header is <SYMBOL>.h, its registry `const struct aludel_registry <SYMBOL>` (default: <folder>_migrations).
# SINCE, NO_DOWNGRADE and STRIP_MESSAGES leave out of it what a program in the field doesn't need.
# With EXECUTABLE also a program that upgrades and downgrades the database: `<name> upgrade head`.
#
#     find_package(Aludel REQUIRED)                # or add_subdirectory(aludel)
#     aludel_add_migrations(app_migrations ENVIRONMENT migrations EXECUTABLE app_migrate)
#     target_link_libraries(app PRIVATE app_migrations)
#
# PROFILE embedded is for firmware: <SYMBOL> is a `const struct aludel_image`, which aludel/embedded.h carries out, and the
# library that is linked is Aludel::embedded alone. EXECUTABLE's program has that profile's few commands.
#
# The generator is the target `aludel` of the same build, else ALUDEL_EXECUTABLE, the one of the installation that
# find_package has found, or an `aludel` on the PATH; when cross-compiling ALUDEL_EXECUTABLE or one on the PATH, since it
# runs on the machine that builds.

include_guard(GLOBAL)

# The layout of generated code that a header or a generator is for.
function(_aludel_header_layout out)
  set(${out} "" PARENT_SCOPE)
  get_target_property(folders Aludel::runtime INTERFACE_INCLUDE_DIRECTORIES)
  foreach(folder IN LISTS folders)
    string(REGEX REPLACE "^\\$<BUILD_INTERFACE:(.*)>$" "\\1" folder "${folder}")
    if(EXISTS "${folder}/aludel/generated.h")
      file(STRINGS "${folder}/aludel/generated.h" line REGEX "^#define ALUDEL_LAYOUT ")
      string(REGEX REPLACE "[^0-9]" "" layout "${line}")
      set(${out} "${layout}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

function(_aludel_check_layout program)
  get_property(checked GLOBAL PROPERTY ALUDEL_CHECKED_PROGRAM)
  if(checked STREQUAL program)
    return()
  endif()
  execute_process(COMMAND ${program} --version OUTPUT_VARIABLE text ERROR_QUIET RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR NOT text MATCHES "layout ([0-9]+)")
    message(FATAL_ERROR "'${program} --version' doesn't answer as Aludel does. Set ALUDEL_EXECUTABLE to an aludel "
      "that runs on this machine.")
  endif()
  set(layout ${CMAKE_MATCH_1})
  _aludel_header_layout(expected)
  if(expected AND NOT layout EQUAL expected)
    message(FATAL_ERROR "'${program}' writes code of layout ${layout}, the runtime's headers have layout "
      "${expected}. Take both from the same version of Aludel.")
  endif()
  set_property(GLOBAL PROPERTY ALUDEL_CHECKED_PROGRAM ${program})
endfunction()

# The generator's command, and what a rule that runs it depends on.
function(_aludel_generator command dependency)
  if(TARGET aludel AND NOT ALUDEL_EXECUTABLE AND NOT CMAKE_CROSSCOMPILING)
    set(${command} $<TARGET_FILE:aludel> PARENT_SCOPE)
    set(${dependency} aludel PARENT_SCOPE)
    return()
  endif()
  if(NOT ALUDEL_EXECUTABLE)
    set(beside)
    if(Aludel_BINDIR AND NOT CMAKE_CROSSCOMPILING)
      set(beside HINTS ${Aludel_BINDIR})
    endif()
    find_program(ALUDEL_EXECUTABLE aludel ${beside} NO_CMAKE_FIND_ROOT_PATH)
  endif()
  if(NOT ALUDEL_EXECUTABLE)
    if(CMAKE_CROSSCOMPILING)
      set(hint "This is a cross-compilation: build aludel for this machine first, then set ALUDEL_EXECUTABLE to it")
    elseif(DEFINED ALUDEL_GENERATOR AND NOT ALUDEL_GENERATOR)
      set(hint "Set ALUDEL_GENERATOR=ON to have it built here, or set ALUDEL_EXECUTABLE to one that is there")
    else()
      set(hint "Install it, or set ALUDEL_EXECUTABLE to it")
    endif()
    string(CONCAT hint ${hint})
    message(FATAL_ERROR "No aludel was found on the PATH. ${hint}.")
  endif()
  _aludel_check_layout(${ALUDEL_EXECUTABLE})
  set(${command} ${ALUDEL_EXECUTABLE} PARENT_SCOPE)
  set(${dependency} ${ALUDEL_EXECUTABLE} PARENT_SCOPE)
endfunction()

# The list setting `name` of aludel.ini, or of an alembic.ini where there is no other; else `fallback`.
function(_aludel_ini_list out environment name fallback)
  set(${out} ${fallback} PARENT_SCOPE)
  set(ini ${environment}/aludel.ini)
  if(NOT EXISTS ${ini})
    set(ini ${environment}/alembic.ini)
  endif()
  if(EXISTS ${ini})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ini})
    file(STRINGS ${ini} lines REGEX "^${name}[ \t]*[=:]")
    if(lines)
      list(GET lines 0 line)
      string(REGEX REPLACE "^[^=:]*[=:]" "" words "${line}")
      string(REPLACE "%(here)s/" "" words "${words}")
      string(REGEX MATCHALL "[^ \t,]+" words "${words}")
      set(${out} ${words} PARENT_SCOPE)
    endif()
  endif()
endfunction()

# The migrations as they stand now; CMake runs again when one comes or goes.
function(_aludel_version_files out environment)
  set(versions versions)
  if(NOT EXISTS ${environment}/aludel.ini)
    _aludel_ini_list(scripts ${environment} script_location .)
    string(REGEX REPLACE "[.:]" "/" package "${scripts}")
    if(scripts MATCHES "^[^/]+:")
      set(scripts ${package})
    endif()
    set(versions ${scripts}/versions)
  endif()
  _aludel_ini_list(locations ${environment} version_locations "${versions}")
  _aludel_ini_list(recursive ${environment} recursive_version_locations no)
  string(TOLOWER "${recursive}" recursive)
  set(glob GLOB)
  if(recursive MATCHES "^(yes|true|on|1)$")
    set(glob GLOB_RECURSE)
  endif()
  set(files)
  foreach(location IN LISTS locations)
    get_filename_component(folder ${location} ABSOLUTE BASE_DIR ${environment})
    file(${glob} found CONFIGURE_DEPENDS ${folder}/*.mako ${folder}/*.sql ${folder}/*.py)
    list(APPEND files ${found})
  endforeach()
  list(FILTER files EXCLUDE REGEX "(/\\.[^/]*|\\.(py|sql)\\.mako|/__init__[^/]*\\.py)$")
  list(REMOVE_ITEM files ${environment}/env.mako ${environment}/script.mako)
  list(REMOVE_DUPLICATES files)
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# The files that the generator will write: the registry, one file for 64 migrations, and one for each migration
# that holds C. Which those are is read off the files' text, so CMake runs again when one changes; that it does
# so for a change that moves nothing costs a configure run without effect on the build.
function(_aludel_outputs out shards_out folder symbol)
  set(outputs ${folder}/${symbol}.h ${folder}/${symbol}.c)
  set(plain 0)
  foreach(file IN LISTS ARGN)
    file(STRINGS ${file} with_c REGEX "<%c>" LIMIT_COUNT 1)
    if(with_c)
      get_filename_component(stem ${file} NAME)
      string(REGEX REPLACE "\\.(mako|sql|py)$" "" stem "${stem}")
      list(APPEND outputs ${folder}/${symbol}_${stem}.c)
    endif()
    math(EXPR plain "${plain} + 1")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  math(EXPR shards "(${plain} + 63) / 64")
  if(shards EQUAL 0)
    set(shards 1)
  endif()
  math(EXPR last "${shards} - 1")
  foreach(i RANGE ${last})
    list(APPEND outputs ${folder}/${symbol}_${i}.c)
  endforeach()
  set(${out} ${outputs} PARENT_SCOPE)
  set(${shards_out} ${shards} PARENT_SCOPE)
endfunction()

# The registry's name as the generator makes it.
function(_aludel_symbol out environment)
  get_filename_component(real ${environment} REALPATH)
  get_filename_component(name ${real} NAME)
  string(REGEX REPLACE "[^A-Za-z0-9]" "_" name "${name}")
  string(REGEX REPLACE "^([0-9])" "_\\1" name "${name}")
  set(${out} ${name}_migrations PARENT_SCOPE)
endfunction()

# Which databases the library is for: the argument, else the setting.
function(_aludel_dialects out environment)
  set(dialects ${ARGN})
  if(NOT dialects)
    _aludel_ini_list(dialects ${environment} dialects "")
  endif()
  if(NOT dialects AND NOT EXISTS ${environment}/aludel.ini)
    _aludel_ini_list(url ${environment} "sqlalchemy.url" "")
    if(url MATCHES "^(sqlite|postgres)")
      string(REPLACE postgres postgresql dialects ${CMAKE_MATCH_1})
    endif()
  endif()
  if(NOT dialects)
    set(dialects sqlite postgresql)
  endif()
  set(${out} ${dialects} PARENT_SCOPE)
endfunction()

function(_aludel_check_driver dialect)
  if(TARGET Aludel::${dialect})
    return()
  endif()
  get_property(why GLOBAL PROPERTY ALUDEL_LACKS_${dialect})
  if(why)
    message(FATAL_ERROR "aludel_add_migrations: ${why}")
  elseif(dialect MATCHES "^(sqlite|postgresql)$")
    message(FATAL_ERROR "aludel_add_migrations: the migrations are for ${dialect}, which isn't among the components of "
      "find_package(Aludel): add it there, or say DIALECTS")
  endif()
  message(FATAL_ERROR "aludel_add_migrations: unknown dialect '${dialect}': there are sqlite and postgresql")
endfunction()

# A program: its main() returns what the command does.
function(_aludel_command name library command_library header room call)
  get_target_property(folder ${library} ALUDEL_FOLDER)
  get_target_property(symbol ${library} ALUDEL_SYMBOL)
  set(lines "")
  if(room)
    string(TOUPPER ${symbol} upper)
    set(lines "static unsigned char room[${upper}_ARENA];\n\n")
  endif()
  file(CONFIGURE OUTPUT ${folder}/main.c @ONLY CONTENT [[
#include <@header@>

#include "@symbol@.h"

@lines@int main(int argc, char **argv)
{
    return @call@;
}
]])
  add_executable(${name} ${folder}/main.c)
  add_dependencies(${name} ${library}_sources)
  target_link_libraries(${name} PRIVATE ${library} ${command_library})
endfunction()

function(_aludel_check_profile profile dialects)
  if(profile AND NOT profile MATCHES "^(full|embedded)$")
    message(FATAL_ERROR "aludel_add_migrations: PROFILE is full or embedded, not '${profile}'")
  elseif(profile STREQUAL "embedded" AND dialects AND NOT dialects STREQUAL "sqlite")
    message(FATAL_ERROR "aludel_add_migrations: PROFILE embedded is for SQLite alone, not DIALECTS ${dialects}")
  endif()
endfunction()

function(aludel_add_migrations library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_DOWNGRADE;STRIP_MESSAGES" "ENVIRONMENT;EXECUTABLE;SYMBOL;PROFILE" "DIALECTS;SINCE")
  if(NOT arg_ENVIRONMENT OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "aludel_add_migrations(<library> ENVIRONMENT <dir> [EXECUTABLE <name>] [DIALECTS …] "
      "[SYMBOL <name>] [PROFILE embedded] [SINCE <revision>…] [NO_DOWNGRADE] [STRIP_MESSAGES]): got '${ARGV}'")
  endif()
  _aludel_check_profile("${arg_PROFILE}" "${arg_DIALECTS}")
  get_filename_component(environment ${arg_ENVIRONMENT} ABSOLUTE)
  _aludel_generator(generator generator_dependency)
  _aludel_version_files(files ${environment})
  _aludel_dialects(dialects ${environment} ${arg_DIALECTS})
  set(symbol ${arg_SYMBOL})
  if(NOT symbol)
    _aludel_symbol(symbol ${environment})
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${library}.dir)
  _aludel_outputs(outputs shards ${folder}/gen ${symbol} ${files})

  # The stamp alone is the rule's output: generated files that would not change aren't written, so that nothing
  # is compiled again, and the rule is up to date all the same. Its name stands for the set of migrations: CMake's
  # makefiles never forget what a depfile has named once, and a file that is gone would make the rule run each time.
  string(MD5 set "${files}")
  set(stamp ${folder}/${set}.stamp)
  file(GLOB former ${folder}/*.stamp ${folder}/*.stamp.d)
  list(FILTER former EXCLUDE REGEX "/${set}\\.stamp")
  if(former)
    file(REMOVE ${former})
  endif()
  file(MAKE_DIRECTORY ${folder}/gen)
  string(REPLACE ";" " " dialect_words "${dialects}")
  set(left_out)
  foreach(revision IN LISTS arg_SINCE)
    list(APPEND left_out --since ${revision})
  endforeach()
  if(arg_NO_DOWNGRADE)
    list(APPEND left_out --no-downgrade)
  endif()
  if(arg_STRIP_MESSAGES)
    list(APPEND left_out --strip-messages)
  endif()
  set(for --dialect "${dialect_words}")
  if(arg_PROFILE STREQUAL "embedded")
    set(for --profile embedded)
  endif()
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${generator} generate -C ${environment} -o ${folder}/gen --symbol ${symbol} --shards ${shards}
      ${for} ${left_out} --depfile ${stamp}.d --stamp ${stamp}
    BYPRODUCTS ${outputs}
    DEPENDS ${generator_dependency} ${files}
    DEPFILE ${stamp}.d
    COMMENT "Compiling migrations of ${arg_ENVIRONMENT}"
    VERBATIM)
  add_custom_target(${library}_sources DEPENDS ${stamp})
  set_source_files_properties(${outputs} PROPERTIES GENERATED TRUE)

  add_library(${library} STATIC ${outputs})
  add_dependencies(${library} ${library}_sources)
  target_compile_features(${library} PUBLIC c_std_11)
  target_include_directories(${library} PUBLIC ${folder}/gen PRIVATE ${environment})
  set_target_properties(${library} PROPERTIES POSITION_INDEPENDENT_CODE ON ALUDEL_FOLDER ${folder} ALUDEL_SYMBOL ${symbol})
  if(arg_PROFILE STREQUAL "embedded")
    _aludel_check_driver(sqlite)
    target_link_libraries(${library} PUBLIC Aludel::embedded)
  else()
    foreach(dialect IN LISTS dialects)
      _aludel_check_driver(${dialect})
      target_link_libraries(${library} PUBLIC Aludel::${dialect})
    endforeach()
    target_link_libraries(${library} PUBLIC Aludel::runtime)
  endif()

  if(arg_EXECUTABLE AND arg_PROFILE STREQUAL "embedded")
    _aludel_command(${arg_EXECUTABLE} ${library} Aludel::embedded_cli "aludel/embedded.h"
      ON "aludel_embedded_main(argc, argv, &${symbol}, room, sizeof room)")
  elseif(arg_EXECUTABLE)
    _aludel_command(${arg_EXECUTABLE} ${library} Aludel::cli "aludel/main.h" OFF "aludel_main(argc, argv, &${symbol})")
  endif()
endfunction()
