# pkg-config's files: aludel, aludel-sqlite, aludel-postgresql, aludel-cli. What a library itself needs is private where
# there is a shared one, which brings it along; where there are static ones alone whoever links needs it, too.

set(pc_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
cmake_path(IS_ABSOLUTE pc_folder absolute)
if(absolute)
  set(pc_prefix ${CMAKE_INSTALL_PREFIX})
else()
  string(REGEX REPLACE "[^/]+" ".." pc_prefix ${pc_folder})
  set(pc_prefix "\${pcfiledir}/${pc_prefix}")
endif()

# A folder as it stands in a file.
function(_aludel_pc_folder out folder)
  cmake_path(IS_ABSOLUTE folder absolute)
  if(NOT absolute)
    set(folder "\${prefix}/${folder}")
  endif()
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()
_aludel_pc_folder(pc_include ${CMAKE_INSTALL_INCLUDEDIR})
_aludel_pc_folder(pc_lib ${CMAKE_INSTALL_LIBDIR})
_aludel_pc_folder(pc_bin ${CMAKE_INSTALL_BINDIR})
set(pc_generator aludel) # on the PATH, where the libraries are for another machine
if(TARGET aludel)
  set(pc_generator ${pc_bin}/aludel)
endif()

# CFLAGS of its own; PACKAGES and LIBS that the library needs itself.
function(aludel_pkg_config name library description)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "CFLAGS" "PACKAGES;LIBS")
  set(requires)
  if(NOT name STREQUAL "aludel")
    set(requires "aludel = ${PROJECT_VERSION}")
  endif()
  set(libs "-L\${libdir} -l${library}")
  set(more)
  if(ALUDEL_SHARED)
    string(JOIN " " packages ${arg_PACKAGES})
    string(JOIN " " needed ${arg_LIBS})
    set(more "Requires.private: ${packages}\nLibs.private: ${needed}\n")
  else()
    string(JOIN ", " requires ${requires} ${arg_PACKAGES})
    string(JOIN " " libs ${libs} ${arg_LIBS})
  endif()
  set(made ${PROJECT_BINARY_DIR}/installed/${name}.pc)
  file(WRITE ${made} "prefix=${pc_prefix}\nincludedir=${pc_include}\nlibdir=${pc_lib}\ngenerator=${pc_generator}\n\n"
    "Name: ${name}\nDescription: ${description}\nVersion: ${PROJECT_VERSION}\n"
    "Requires: ${requires}\nCflags: -I\${includedir}${arg_CFLAGS}\nLibs: ${libs}\n${more}")
  install(FILES ${made} DESTINATION ${pc_folder} COMPONENT aludel_development)
endfunction()

set(what "Database migrations compiled to C")
aludel_pkg_config(aludel aludel_runtime "${what}: the runtime" LIBS -lm)
aludel_pkg_config(aludel-cli aludel_cli "${what}: the migrate command as a function")
if(TARGET aludel_sqlite3)
  aludel_pkg_config(aludel-sqlite aludel_sqlite "${what}: the SQLite driver, and SQLite"
    CFLAGS " -I\${includedir}/aludel/sqlite3" LIBS -laludel_sqlite3 ${sqlite3_needs} -lm)
elseif(ALUDEL_SQLITE)
  aludel_pkg_config(aludel-sqlite aludel_sqlite "${what}: the SQLite driver" PACKAGES sqlite3)
endif()
if(ALUDEL_POSTGRESQL)
  aludel_pkg_config(aludel-postgresql aludel_postgresql "${what}: the PostgreSQL driver" PACKAGES libpq)
endif()
