# SQLite out of the folder ALUDEL_SQLITE_AMALGAMATION: the static library aludel_sqlite3, in place of SQLite::SQLite3.
# It is compiled as SQLite's authors mean it to be, with the warnings that they leave.

if(ALUDEL_SHARED)
  message(FATAL_ERROR "ALUDEL_SHARED and ALUDEL_SQLITE_AMALGAMATION don't go together: a program that opens its database itself "
    "would have two SQLites in it. Leave one of them out.")
endif()
foreach(name sqlite3.c sqlite3.h)
  if(NOT EXISTS ${ALUDEL_SQLITE_AMALGAMATION}/${name})
    message(FATAL_ERROR "ALUDEL_SQLITE_AMALGAMATION names a folder without ${name}: ${ALUDEL_SQLITE_AMALGAMATION}\n"
      "SQLite's amalgamation (https://sqlite.org/download.html) has it.")
  endif()
endforeach()
include(GNUInstallDirs)
find_package(Threads REQUIRED)
add_library(aludel_sqlite3 STATIC ${ALUDEL_SQLITE_AMALGAMATION}/sqlite3.c)
target_include_directories(aludel_sqlite3 PUBLIC $<BUILD_INTERFACE:${ALUDEL_SQLITE_AMALGAMATION}>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/aludel/sqlite3>)
target_compile_definitions(aludel_sqlite3 PRIVATE ${ALUDEL_SQLITE_OPTIONS})
target_compile_options(aludel_sqlite3 PRIVATE -w -ffunction-sections -fdata-sections)
target_link_libraries(aludel_sqlite3 PUBLIC Threads::Threads m)
if(NOT SQLITE_OMIT_LOAD_EXTENSION IN_LIST ALUDEL_SQLITE_OPTIONS)
  target_link_libraries(aludel_sqlite3 PUBLIC ${CMAKE_DL_LIBS})
endif()
set_target_properties(aludel_sqlite3 PROPERTIES POSITION_INDEPENDENT_CODE ON C_EXTENSIONS ON
  ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
