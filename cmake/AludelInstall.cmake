# Where `aludel` finds headers and libraries when it compiles programs (generator/cli_toolchain.h), and what an
# installation holds: bin/aludel with lib/aludel/aludel-build.conf, include/aludel/, the libraries, manual pages,
# completions, and packages for find_package(Aludel) and pkg-config (AludelPackage.cmake).

include(GNUInstallDirs)

# A folder of the installation as seen from another one, so that the tree can be moved.
function(_aludel_relative out folder from)
  cmake_path(IS_ABSOLUTE folder absolute)
  if(NOT absolute)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${from})
  endif()
  set(${out} ${folder} PARENT_SCOPE)
endfunction()
_aludel_relative(include ${CMAKE_INSTALL_INCLUDEDIR} lib/aludel)
_aludel_relative(lib ${CMAKE_INSTALL_LIBDIR} lib/aludel)
_aludel_relative(share ${CMAKE_INSTALL_DATADIR}/aludel lib/aludel)

set(sqlite_client)
set(installed_sqlite_client)
set(installed_include ${include})
if(TARGET aludel_sqlite3)
  set(sqlite3_needs -lpthread)
  if(CMAKE_DL_LIBS AND NOT "SQLITE_OMIT_LOAD_EXTENSION" IN_LIST ALUDEL_SQLITE_OPTIONS)
    string(APPEND sqlite3_needs " -l${CMAKE_DL_LIBS}")
  endif()
  set(sqlite_client "$<TARGET_FILE:aludel_sqlite3> ${sqlite3_needs}")
  set(installed_sqlite_client "${lib}/libaludel_sqlite3.a ${sqlite3_needs}")
  set(installed_include "${include} ${include}/aludel/sqlite3")
elseif(ALUDEL_SQLITE)
  set(sqlite_client -lsqlite3)
  set(installed_sqlite_client -lsqlite3)
endif()
set(postgresql_client)
if(ALUDEL_POSTGRESQL)
  set(postgresql_client -lpq)
endif()
set(sanitize)
if(ALUDEL_SANITIZE)
  set(sanitize "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer")
endif()

# In the build tree: beside the executable.
if(TARGET aludel)
  file(GENERATE OUTPUT $<TARGET_FILE_DIR:aludel>/aludel-build.conf CONTENT "[build]
include = ${PROJECT_SOURCE_DIR}/runtime/include ${ALUDEL_SQLITE_AMALGAMATION}
cflags = ${sanitize}
sqlite = $<TARGET_FILE:aludel_sqlite> ${sqlite_client}
postgresql = $<TARGET_FILE:aludel_postgresql> ${postgresql_client}
cli = $<TARGET_FILE:aludel_cli>
trial = $<TARGET_FILE:aludel_trial>
libs = $<TARGET_FILE:aludel_runtime> -lm ${ALUDEL_LINKER}
amalgamation = ${PROJECT_BINARY_DIR}/amalgamation
")
endif()

# In an installation: relative to the file.
set(installed "[build]
include = ${installed_include}
cflags = ${sanitize}
sqlite = ${lib}/libaludel_sqlite.a ${installed_sqlite_client}
postgresql = ${lib}/libaludel_postgresql.a ${postgresql_client}
cli = ${lib}/libaludel_cli.a
trial = ${lib}/libaludel_trial.a
libs = ${lib}/libaludel_runtime.a -lm
amalgamation = ${share}
")
file(WRITE ${PROJECT_BINARY_DIR}/installed/aludel-build.conf "${installed}")

include(cmake/AludelPackage.cmake)
if(NOT ALUDEL_INSTALL)
  return()
endif()

# Three components: aludel_generator, aludel_development, and aludel_runtime, which are the shared libraries.
if(TARGET aludel)
  install(TARGETS aludel RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT aludel_generator)
  install(FILES ${PROJECT_BINARY_DIR}/installed/aludel-build.conf DESTINATION lib/aludel COMPONENT aludel_generator)
endif()
install(DIRECTORY runtime/include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT aludel_development)
if(TARGET aludel_sqlite3)
  install(FILES ${ALUDEL_SQLITE_AMALGAMATION}/sqlite3.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aludel/sqlite3
    COMPONENT aludel_development)
endif()

# What the build or the tree holds of manual pages and completions, and the amalgamation.
foreach(section 1 3 5)
  set(component aludel_generator)
  if(section EQUAL 3)
    set(component aludel_development)
  endif()
  foreach(folder ${PROJECT_SOURCE_DIR}/packaging/man ${PROJECT_BINARY_DIR}/man)
    install(DIRECTORY ${folder}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${component} OPTIONAL
      FILES_MATCHING PATTERN *.${section} PATTERN .* EXCLUDE)
  endforeach()
endforeach()
set(ALUDEL_ZSH_FOLDER ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING "Where zsh looks for completions")
foreach(folder ${PROJECT_SOURCE_DIR}/packaging/completions ${PROJECT_BINARY_DIR}/completions)
  foreach(file bash-completion/completions/aludel fish/vendor_completions.d/aludel.fish)
    get_filename_component(name ${file} NAME)
    get_filename_component(place ${file} DIRECTORY)
    install(FILES ${folder}/${name} DESTINATION ${CMAKE_INSTALL_DATADIR}/${place} COMPONENT aludel_generator OPTIONAL)
  endforeach()
  install(FILES ${folder}/_aludel DESTINATION ${ALUDEL_ZSH_FOLDER} COMPONENT aludel_generator OPTIONAL)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/amalgamation/aludel.c ${PROJECT_BINARY_DIR}/amalgamation/aludel.h
  DESTINATION ${CMAKE_INSTALL_DATADIR}/aludel COMPONENT aludel_development)
