# What find_package(Aludel) and pkg-config read: in an installation, and find_package's in the build tree, too, so that
# one needn't install to try: it looks beside a program on the PATH.

include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Aludel)

# Targets that are found together, as Aludel::<part>: in Aludel<name>Targets.cmake.
function(aludel_export name)
  foreach(target ${ARGN})
    string(REGEX REPLACE "^aludel_|_shared$" "" part ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${part})
    target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  endforeach()
  if(ALUDEL_INSTALL)
    install(TARGETS ${ARGN} EXPORT Aludel${name}
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT aludel_development
      LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT aludel_runtime NAMELINK_COMPONENT aludel_development)
    install(EXPORT Aludel${name} NAMESPACE Aludel:: FILE Aludel${name}Targets.cmake DESTINATION ${package_folder}
      COMPONENT aludel_development)
  endif()
  if(PROJECT_IS_TOP_LEVEL)
    set(flags)
    if(name STREQUAL "Static")
      set(flags aludel_flags)
    endif()
    export(TARGETS ${flags} ${ARGN} NAMESPACE Aludel:: FILE ${PROJECT_BINARY_DIR}/Aludel${name}Targets.cmake)
  endif()
endfunction()

# The drivers have files of their own: one must be usable where the other's client isn't there.
set(amalgamation)
if(TARGET aludel_sqlite3)
  set(amalgamation aludel_sqlite3)
endif()
aludel_export(Static aludel_runtime aludel_cli aludel_trial)
set(embedded)
if(TARGET aludel_embedded)
  set(embedded aludel_embedded aludel_embedded_cli)
endif()
aludel_export(StaticSqlite aludel_sqlite ${embedded} ${amalgamation})
aludel_export(StaticPostgresql aludel_postgresql)
if(ALUDEL_SHARED)
  aludel_export(Shared aludel_runtime_shared aludel_cli_shared)
  aludel_export(SharedSqlite aludel_sqlite_shared)
  aludel_export(SharedPostgresql aludel_postgresql_shared)
endif()

# Where the installation is, or the build tree, the configuration says by its own place.
set(sqlite_package SQLite3)
set(sqlite_target SQLite::SQLite3)
if(TARGET aludel_sqlite3)
  set(sqlite_package Threads)
  set(sqlite_target Threads::Threads)
endif()
function(aludel_package_config made destination CMAKE_INSTALL_BINDIR migrations_folder)
  configure_package_config_file(cmake/AludelConfig.cmake.in ${made}/AludelConfig.cmake
    INSTALL_DESTINATION ${destination} PATH_VARS CMAKE_INSTALL_BINDIR NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file(${made}/AludelConfigVersion.cmake COMPATIBILITY SameMinorVersion)
endfunction()
if(PROJECT_IS_TOP_LEVEL)
  aludel_package_config(${PROJECT_BINARY_DIR} . . ${PROJECT_SOURCE_DIR}/cmake)
endif()
if(ALUDEL_INSTALL)
  set(made ${PROJECT_BINARY_DIR}/installed)
  aludel_package_config(${made} ${package_folder} ${CMAKE_INSTALL_BINDIR} "\${CMAKE_CURRENT_LIST_DIR}")
  install(FILES ${made}/AludelConfig.cmake ${made}/AludelConfigVersion.cmake cmake/AludelMigrations.cmake
    DESTINATION ${package_folder} COMPONENT aludel_development)
endif()

if(ALUDEL_INSTALL)
  include(cmake/AludelPkgConfig.cmake)
endif()
