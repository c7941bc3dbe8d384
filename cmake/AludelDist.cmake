# The target `dist`: aludel-<version>.tar.gz, what `git archive` would pack and besides what re2c and lemon make and the
# amalgamation, so that CMake and a C compiler suffice, or a C compiler alone. The same sources give the same bytes
# wherever and by whomever it is made. As a script (cmake -P) this file packs; included, it makes the target.

cmake_minimum_required(VERSION 3.22)

# aludel_dist(FILES <file>… DEPENDS <target>…)    Files of the build that are in it, where they are in the build, besides those
# that ALUDEL_MADE tells of; the targets make all of them.
function(aludel_dist)
  cmake_parse_arguments(arg "" "" "FILES;DEPENDS" ${ARGN})
  get_property(made GLOBAL PROPERTY ALUDEL_MADE)
  set(files ${made} ${arg_FILES})
  set(list ${PROJECT_BINARY_DIR}/dist.list)
  file(CONFIGURE OUTPUT ${list} CONTENT "@files@" @ONLY)
  add_custom_target(dist
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR} -D BUILD=${PROJECT_BINARY_DIR} -D LIST=${list}
      -D TO=${PROJECT_BINARY_DIR} -D NAME=${PROJECT_NAME}-${PROJECT_VERSION} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    VERBATIM)
  add_dependencies(dist ${arg_DEPENDS})
endfunction()

# In a checkout git says what belongs to it, in an unpacked tarball its MANIFEST, which names what git did.
function(_aludel_sources files epoch)
  if(EXISTS ${SOURCE}/MANIFEST)
    file(STRINGS ${SOURCE}/MANIFEST names)
    file(TIMESTAMP ${SOURCE}/MANIFEST time "%s" UTC)
  elseif(EXISTS ${SOURCE}/.git)
    set(git git -c safe.directory=* -C ${SOURCE})
    execute_process(COMMAND ${git} ls-files OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
    string(STRIP "${names}" names)
    string(REPLACE "\n" ";" names "${names}")
    execute_process(COMMAND ${git} log -1 --format=%ct OUTPUT_VARIABLE time OUTPUT_STRIP_TRAILING_WHITESPACE
      COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${git} diff --quiet HEAD RESULT_VARIABLE changed)
    if(changed)
      message(WARNING "There are changes that aren't committed, and they are in the tarball.")
    endif()
  else()
    message(FATAL_ERROR "${SOURCE} is neither a checkout nor an unpacked source tarball: nothing says which files belong to it")
  endif()
  if(NOT "$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
    set(time $ENV{SOURCE_DATE_EPOCH})
  endif()
  set(${files} "${names}" PARENT_SCOPE)
  set(${epoch} ${time} PARENT_SCOPE)
endfunction()

# What a tool has made, without the names of folders, and of what: cmake/AludelGrammars.cmake looks whether that is still so.
function(_aludel_add_made stage name source)
  file(READ ${BUILD}/${name} text)
  string(REGEX REPLACE "\n#line [^\n]*" "" text "${text}")
  file(WRITE ${stage}/${name} "${text}")
  if(source AND name MATCHES "\\.c$")
    file(SHA256 ${source} sum)
    string(REGEX REPLACE "/made/.*" "" room ${name})
    file(RELATIVE_PATH source ${SOURCE}/${room} ${source})
    file(APPEND ${stage}/${room}/made/SHA256SUMS "${sum}  ${source}\n")
  endif()
endfunction()

function(_aludel_write_dist)
  find_program(TAR NAMES gtar tar)
  execute_process(COMMAND ${TAR} --version OUTPUT_VARIABLE version ERROR_QUIET)
  if(NOT version MATCHES "GNU tar")
    message(FATAL_ERROR "GNU tar is needed, which can leave out who packed and when: install it (as gtar or tar)")
  endif()
  _aludel_sources(files epoch)
  set(stage ${TO}/dist/${NAME})
  file(REMOVE_RECURSE ${stage})
  list(JOIN files "\n" lines)
  file(WRITE ${stage}/MANIFEST "${lines}\n")
  execute_process(COMMAND ${TAR} --create --directory ${SOURCE} --no-recursion --files-from ${stage}/MANIFEST
    COMMAND ${TAR} --extract --directory ${stage} COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${LIST} made)
  foreach(entry IN LISTS made)
    set(path "${entry}")
    set(source)
    if(entry MATCHES "^(.*)[|](.*)$")
      set(path "${CMAKE_MATCH_1}")
      set(source "${CMAKE_MATCH_2}")
    endif()
    file(RELATIVE_PATH name ${BUILD} ${path})
    _aludel_add_made(${stage} ${name} "${source}")
  endforeach()
  execute_process(
    COMMAND ${TAR} --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime=@${epoch}
      --mode=u+rw,go-w,a+rX --directory ${TO}/dist ${NAME}
    COMMAND gzip -n -9
    OUTPUT_FILE ${TO}/${NAME}.tar.gz COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE_RECURSE ${TO}/dist)
  message(STATUS "${TO}/${NAME}.tar.gz")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  _aludel_write_dist()
endif()
