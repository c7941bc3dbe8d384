# The runtime as two files, aludel.c and aludel.h, for programs that compile it themselves. As a script (cmake -P) it
# writes them; included, it makes the rule that runs the script.
#
# aludel.c is the runtime's files one behind the other, each header once, where they stand in the list: every file in
# the part that it is left out with (ALUDEL_OMIT_SQLITE …). Names that are private to a file stay as short as they
# are in the sources: one that several files have is given the file's name in front, by a macro that ends with the file.

cmake_minimum_required(VERSION 3.22)

# aludel_amalgamation(<out> FOLDER <dir> RUNTIME <file>… SQLITE … ABSENT_SQLITE … POSTGRESQL … CLI … EMBEDDED … COMMAND …)
# ABSENT_x: what stands for the part x where it is left out. EMBEDDED: what the profile for firmware is made of, files of
# its own among others of those above; with ALUDEL_EMBEDDED there is nothing else but COMMAND, its own command.
function(aludel_amalgamation out)
  set(parts RUNTIME SQLITE ABSENT_SQLITE POSTGRESQL ABSENT_POSTGRESQL CLI EMBEDDED COMMAND)
  cmake_parse_arguments(arg "" "FOLDER" "${parts}" ${ARGN})
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
  set(list)
  set(files)
  foreach(part IN LISTS parts)
    foreach(file IN LISTS arg_${part})
      get_filename_component(file ${file} ABSOLUTE)
      list(APPEND list ${part}=${file})
      list(APPEND files ${file})
    endforeach()
  endforeach()
  set(list_file ${CMAKE_CURRENT_BINARY_DIR}/made/amalgamation.list)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "@list@" @ONLY)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*.def)
  set(made ${arg_FOLDER}/aludel.c ${arg_FOLDER}/aludel.h)
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -D LIST=${list_file} -D FOLDER=${arg_FOLDER} -D VERSION=${PROJECT_VERSION}
      -D RUNTIME=${CMAKE_CURRENT_SOURCE_DIR} -D MADE=${CMAKE_CURRENT_BINARY_DIR}/made -P ${script}
    DEPENDS ${files} ${headers} ${list_file} ${script} VERBATIM)
  set(${out} ${made} PARENT_SCOPE)
endfunction()

# ---- Reading: what of a file has to be known before it is written -------------------------------------------------

# A file's text, with a newline in front, without what speaks of the folder that it was built in.
function(_aludel_text out path)
  file(READ ${path} text)
  string(REPLACE "\r" "" text "${text}")
  string(REGEX REPLACE "\n#line [^\n]*" "" text "\n${text}")
  string(REPLACE "${RUNTIME}/" "" text "${text}")
  if(text MATCHES "by Lemon")
    string(REPLACE "\n#include <stdio.h>" "" text "${text}") # of its tracing
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# The file that an #include line means; nothing where it is the system's.
function(_aludel_included out line from)
  set(${out} "" PARENT_SCOPE)
  get_filename_component(beside ${from} DIRECTORY)
  if(line MATCHES "#include <(aludel/[^>]+)>")
    set(${out} ${RUNTIME}/include/${CMAKE_MATCH_1} PARENT_SCOPE)
  elseif(line MATCHES "#include \"([^\"]+)\"")
    foreach(folder ${beside} ${RUNTIME} ${MADE})
      if(EXISTS ${folder}/${CMAKE_MATCH_1})
        set(${out} ${folder}/${CMAKE_MATCH_1} PARENT_SCOPE)
        return()
      endif()
    endforeach()
    message(FATAL_ERROR "${from}: there is no ${CMAKE_MATCH_1}")
  endif()
endfunction()

# What a file defines for itself: functions, constants, structures. A name that is a macro is another one.
function(_aludel_private_names out text)
  string(REPLACE "[" "(" text "${text}") # a `[` would hold the elements of a list together
  string(REPLACE " = " "(" text "${text}")
  string(REGEX MATCHALL "\nstatic [^\n;=({]*[A-Za-z0-9_]\\(" statics "${text}")
  string(REGEX MATCHALL "\n} [A-Za-z0-9_]+\\(" tables "${text}") # of a structure without a name
  string(REGEX MATCHALL "\n(struct|enum|union) [A-Za-z0-9_]+ {" tags "${text}")
  set(names)
  foreach(match IN LISTS statics tables tags)
    string(REGEX MATCH "[A-Za-z0-9_]+( {|\\()$" name "${match}")
    string(REGEX REPLACE "[^A-Za-z0-9_]" "" name "${name}")
    list(APPEND names ${name})
  endforeach()
  list(REMOVE_DUPLICATES names)
  _aludel_macros(macros "${text}")
  list(REMOVE_ITEM names "" ${macros})
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

# The macros that a text defines and leaves.
function(_aludel_macros out text)
  set(macros)
  string(REGEX MATCHALL "\n#[ ]*define [A-Za-z0-9_]+" lines "${text}")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE ".* " "" name "${line}")
    if(NOT text MATCHES "\n#[ ]*undef ${name}\n")
      list(APPEND macros ${name})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES macros)
  set(${out} "${macros}" PARENT_SCOPE)
endfunction()

# ---- Writing -------------------------------------------------------------------------------------------------------
# Global properties say what stands in the file so far: AL_HEADERS, which of ours; AL_SYSTEM, which of the system's
# are asked for; AL_KEPT, the macros of headers.

function(_aludel_once out property value)
  get_property(values GLOBAL PROPERTY ${property})
  set(${out} OFF PARENT_SCOPE)
  if(NOT value IN_LIST values)
    set_property(GLOBAL APPEND PROPERTY ${property} "${value}")
    set(${out} ON PARENT_SCOPE)
  endif()
endfunction()

# Where a text asks for a header of the system: in aludel.h at that place, in aludel.c at the top, for what is declared
# behind that is hidden from other libraries.
function(_aludel_system out line)
  string(REGEX MATCH "<[^>]+>" header "${line}")
  _aludel_once(first AL_SYSTEM ${header})
  set(${out} "" PARENT_SCOPE)
  if(first AND IN_HEADER)
    set(${out} "\n#include ${header}" PARENT_SCOPE)
  endif()
endfunction()

# Where a text asks for a file of ours: a .def file as often as that happens, a header once, under its name.
function(_aludel_own out path)
  set(${out} "" PARENT_SCOPE)
  if(path MATCHES "\\.def$")
    _aludel_expand(text ${path})
    set(${out} "${text}" PARENT_SCOPE)
    return()
  endif()
  _aludel_once(first AL_HEADERS ${path})
  if(first)
    _aludel_expand(text ${path})
    _aludel_macros(macros "${text}")
    set_property(GLOBAL APPEND PROPERTY AL_KEPT ${macros})
    if(NOT IN_HEADER)
      _aludel_static(text "${text}")
    endif()
    _aludel_title(title ${path})
    set(${out} "${title}${text}" PARENT_SCOPE)
  endif()
endfunction()

# Functions that only the runtime calls are static here, for a compiler that sees all calls makes less code of them. What was
# declared so is so where it is defined.
function(_aludel_static out text)
  string(REGEX REPLACE "\n([A-Za-z][A-Za-z0-9_ ]*[ *\n](al|cli|py)_[A-Za-z0-9_]+\\()" "\nstatic \\1" text "${text}")
  string(REGEX REPLACE "\nstatic (static|typedef) " "\n\\1 " text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(_aludel_title out path)
  string(REPLACE "${MADE}/" "" name "${path}")
  string(REPLACE "${RUNTIME}/" "" name "${name}")
  set(${out} "\n/* ======== ${name} ======== */\n" PARENT_SCOPE)
endfunction()

# A file's text, with what it includes in the place of the lines.
function(_aludel_expand out path)
  _aludel_text(rest ${path})
  set(text)
  while(rest MATCHES "\n#include [<\"][^\n]*")
    set(line "${CMAKE_MATCH_0}")
    string(FIND "${rest}" "${line}" at)
    string(SUBSTRING "${rest}" 0 ${at} before)
    string(LENGTH "${line}" length)
    math(EXPR at "${at} + ${length}")
    string(SUBSTRING "${rest}" ${at} -1 rest)
    _aludel_included(included "${line}" ${path})
    if(included)
      _aludel_own(expanded ${included})
    else()
      _aludel_system(expanded "${line}")
    endif()
    string(APPEND text "${before}${expanded}")
  endwhile()
  set(${out} "${text}${rest}" PARENT_SCOPE)
endfunction()

# A file between its macros: the longer names of what others have too, and the end of its own. Lemon's template
# isn't clean under everybody's warnings, and its tracing isn't wanted.
function(_aludel_source out path)
  _aludel_title(text ${path})
  _aludel_expand(body ${path})
  string(REGEX MATCH "[a-z_]+/[A-Za-z0-9_]+\\.c$" prefix ${path})
  string(REGEX REPLACE "\\.c$" "" prefix ${prefix})
  string(MAKE_C_IDENTIFIER ${prefix} prefix)
  _aludel_private_names(names "${body}")
  get_property(shared GLOBAL PROPERTY AL_SHARED)
  get_property(kept GLOBAL PROPERTY AL_KEPT)
  _aludel_macros(macros "${body}")
  set(ends)
  foreach(name IN LISTS names)
    if(name IN_LIST shared)
      string(APPEND text "#define ${name} ${prefix}_${name}\n")
      list(APPEND macros ${name})
    endif()
  endforeach()
  foreach(name IN LISTS macros)
    if(NOT name IN_LIST kept)
      string(APPEND ends "#undef ${name}\n")
    endif()
  endforeach()
  if(body MATCHES "by Lemon")
    _aludel_static(body "${body}")
    set(body "${_aludel_lemon_begins}${body}${_aludel_lemon_ends}")
  endif()
  _aludel_of_profile(text ${path} "${text}${body}${ends}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# A file that the profile for firmware hasn't.
function(_aludel_of_profile out path text)
  if(NOT path IN_LIST files_of_EMBEDDED AND NOT path IN_LIST files_of_COMMAND)
    set(text "\n#ifndef ALUDEL_EMBEDDED\n${text}#endif\n")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

set(_aludel_lemon_begins "#ifndef NDEBUG
#define NDEBUG
#define AL_DEBUG
#endif
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \"-Wunused-parameter\"
#pragma GCC diagnostic ignored \"-Wunused-variable\"
#endif
")
set(_aludel_lemon_ends "#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif
#ifdef AL_DEBUG
#undef NDEBUG
#undef AL_DEBUG
#endif
")

# The files of a part: the headers that they want, then themselves. Parts don't rely on each other's headers, since each
# may be left out; the runtime's are there for all.
function(_aludel_part out system files)
  get_property(before GLOBAL PROPERTY AL_HEADERS)
  get_property(system_before GLOBAL PROPERTY AL_SYSTEM)
  set(text)
  foreach(path IN LISTS files)
    _aludel_text(body ${path})
    string(REGEX MATCHALL "\n#include [<\"][^\n;]*" lines "${body}")
    foreach(line IN LISTS lines)
      _aludel_included(included "${line}" ${path})
      if(included AND NOT included MATCHES "\\.def$")
        _aludel_own(header ${included})
        string(APPEND text "${header}")
      endif()
    endforeach()
  endforeach()
  foreach(path IN LISTS files)
    _aludel_source(body ${path})
    string(APPEND text "${body}")
  endforeach()
  get_property(headers GLOBAL PROPERTY AL_SYSTEM)
  list(REMOVE_ITEM headers ${system_before})
  list(TRANSFORM headers REPLACE ".+" "#include \\0\n")
  list(JOIN headers "" headers)
  set(${out} "${text}" PARENT_SCOPE)
  set(${system} "${headers}" PARENT_SCOPE)
  if(NOT "${files}" STREQUAL "${files_of_RUNTIME}")
    set_property(GLOBAL PROPERTY AL_HEADERS "${before}")
    set_property(GLOBAL PROPERTY AL_SYSTEM "${system_before}")
  endif()
endfunction()

# The names that several files have for something of their own.
function(_aludel_find_shared_names files)
  set(all)
  foreach(path IN LISTS files)
    _aludel_text(text ${path})
    _aludel_private_names(names "${text}")
    foreach(name IN LISTS names)
      if(name IN_LIST all)
        set_property(GLOBAL APPEND PROPERTY AL_SHARED ${name})
      endif()
    endforeach()
    list(APPEND all ${names})
  endforeach()
endfunction()

# The system's headers that the profile for firmware needs: those of its files, and of the headers of ours in them.
function(_aludel_embedded_system out)
  set(wanted)
  set(seen)
  set(paths ${ARGN})
  while(paths)
    list(POP_FRONT paths path)
    if(path IN_LIST seen)
      continue()
    endif()
    list(APPEND seen ${path})
    _aludel_text(text ${path})
    string(REGEX MATCHALL "\n#include [<\"][^\n;]*" lines "${text}")
    foreach(line IN LISTS lines)
      _aludel_included(included "${line}" ${path})
      if(included)
        list(APPEND paths ${included})
      else()
        string(REGEX MATCH "<[^>]+>" header "${line}")
        list(APPEND wanted "#include ${header}\n")
      endif()
    endforeach()
  endwhile()
  list(REMOVE_DUPLICATES wanted)
  list(JOIN wanted "" wanted)
  set(${out} "${wanted}" PARENT_SCOPE)
endfunction()

function(_aludel_header out)
  set(IN_HEADER ON)
  set(text)
  foreach(header aludel generated main)
    _aludel_own(own ${RUNTIME}/include/aludel/${header}.h)
    string(APPEND text "${own}")
  endforeach()
  string(APPEND text "\n#ifdef ALUDEL_EMBEDDED\n")
  foreach(header image embedded)
    _aludel_own(own ${RUNTIME}/include/aludel/${header}.h)
    string(APPEND text "${own}")
  endforeach()
  string(APPEND text "#endif\n")
  string(REGEX REPLACE "#include <aludel/[a-z]+\\.h>" "#include \"aludel.h\"" text "${text}") # in its examples
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(_aludel_write_amalgamation)
  file(READ ${LIST} list)
  set(files)
  foreach(entry IN LISTS list)
    string(REGEX MATCH "^[A-Z_]+" part "${entry}")
    string(REGEX REPLACE "^[A-Z_]+=" "" path "${entry}")
    list(APPEND files_of_${part} ${path})
    list(APPEND files ${path})
  endforeach()
  list(REMOVE_DUPLICATES files)
  set(embedded_alone ${files_of_EMBEDDED})
  list(REMOVE_ITEM embedded_alone ${files_of_RUNTIME} ${files_of_SQLITE})
  _aludel_find_shared_names("${files}")
  _aludel_header(header)
  _aludel_part(code system "${files_of_RUNTIME}")
  _aludel_embedded_system(embedded_system ${files_of_EMBEDDED})
  _aludel_embedded_system(command_system ${files_of_COMMAND})
  foreach(part SQLITE POSTGRESQL CLI)
    _aludel_part(text part_system "${files_of_${part}}")
    string(REGEX REPLACE "<(sqlite3|libpq-fe)\\.h>" "\\0 /* or compile with -DALUDEL_OMIT_${part} */" part_system "${part_system}")
    string(APPEND system "#ifndef ALUDEL_OMIT_${part}\n${part_system}#endif\n")
    string(APPEND code "\n#ifndef ALUDEL_OMIT_${part}\n${text}\n#endif\n")
    if(files_of_ABSENT_${part})
      _aludel_part(text part_system "${files_of_ABSENT_${part}}")
      string(APPEND code "\n#ifdef ALUDEL_OMIT_${part}\n#define ALUDEL_ABSENT_${part}\n${text}\n#undef ALUDEL_ABSENT_${part}\n#endif\n")
    endif()
  endforeach()
  _aludel_part(text part_system "${embedded_alone}")
  string(APPEND code "\n#ifdef ALUDEL_EMBEDDED\n${text}\n#endif\n")
  _aludel_part(text part_system "${files_of_COMMAND}")
  string(APPEND code "\n#ifdef ALUDEL_COMMAND\n${text}\n#endif\n")
  string(SHA256 sum "${header}")
  string(SUBSTRING ${sum} 0 8 sum)
  file(WRITE ${FOLDER}/aludel.h "/*
 * aludel.h: Aludel ${VERSION}, the headers of its runtime in one. Made of runtime/include/ by
 * cmake/AludelAmalgamation.cmake: change those instead.
 */
#define ALUDEL_AMALGAMATION 0x${sum}
${header}")
  file(WRITE ${FOLDER}/aludel.c "/*
 * aludel.c: Aludel ${VERSION}, its runtime in one file. Made of runtime/ by cmake/AludelAmalgamation.cmake: change
 * that instead. Compile it as C11 and link it with -lsqlite3, -lpq and -lm, or leave parts out:
 *
 *     ALUDEL_OMIT_SQLITE       the SQLite driver; then sqlite3.h isn't asked for
 *     ALUDEL_OMIT_POSTGRESQL   the PostgreSQL driver; then libpq-fe.h isn't asked for
 *     ALUDEL_OMIT_CLI          the `migrate` command, aludel_main; then stdio isn't used
 *     ALUDEL_ONLY_SQLITE       all about PostgreSQL, scripts for it too
 *     ALUDEL_ONLY_POSTGRESQL   all about SQLite, scripts for it too
 *     ALUDEL_EMBEDDED          all but the profile for firmware: aludel_embedded_upgrade and its like, and its command,
 *                              aludel_embedded_main, which ALUDEL_OMIT_CLI leaves out
 *
 * What else isn't called goes with -ffunction-sections -fdata-sections and the linker's --gc-sections.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
/* On 32 bits glibc has files of more than 2 GiB, and times beyond 2038, for who asks. */
#if defined __SIZEOF_POINTER__ && __SIZEOF_POINTER__ == 4 && !defined _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS 64
#endif
#define ALUDEL_VERSION \"${VERSION}\"
#if defined ALUDEL_EMBEDDED && !defined ALUDEL_ONLY_SQLITE
#define ALUDEL_ONLY_SQLITE
#endif
#if defined ALUDEL_ONLY_SQLITE && !defined ALUDEL_OMIT_POSTGRESQL
#define ALUDEL_OMIT_POSTGRESQL
#endif
#ifdef ALUDEL_ONLY_POSTGRESQL
#define ALUDEL_OMIT_SQLITE
#endif

#include \"aludel.h\"
#if ALUDEL_AMALGAMATION != 0x${sum}
#error \"aludel.h and aludel.c are of different versions of Aludel: take both from the same\"
#endif

#ifdef ALUDEL_EMBEDDED
${embedded_system}#ifndef ALUDEL_OMIT_CLI
#define ALUDEL_OMIT_CLI
#define ALUDEL_COMMAND
${command_system}#endif
#else
${system}#endif
#ifdef __GNUC__
#pragma GCC visibility push(hidden)
#ifdef ALUDEL_EMBEDDED /* of what is declared and isn't there a compiler speaks at the very end */
#pragma GCC diagnostic ignored \"-Wunused-function\"
#endif
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \"-Wunused-function\"
#pragma GCC diagnostic ignored \"-Wshadow\"
#endif
${code}
#ifdef __GNUC__
#pragma GCC diagnostic pop
#pragma GCC visibility pop
#endif
")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  _aludel_write_amalgamation()
endif()
