# Where `aludel` finds headers and libraries when it compiles programs (generator/cli_toolchain.h), and what an
# installation holds: bin/aludel, include/aludel/, the libraries, lib/aludel/aludel-build.conf, and a CMake
# package for find_package(Aludel).

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(sqlite_client)
if(ALUDEL_SQLITE)
  set(sqlite_client -lsqlite3)
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
file(GENERATE OUTPUT $<TARGET_FILE_DIR:aludel>/aludel-build.conf CONTENT "[build]
include = ${PROJECT_SOURCE_DIR}/runtime/include
cflags = ${sanitize}
sqlite = $<TARGET_FILE:aludel_sqlite> ${sqlite_client}
postgresql = $<TARGET_FILE:aludel_postgresql> ${postgresql_client}
cli = $<TARGET_FILE:aludel_cli>
trial = $<TARGET_FILE:aludel_trial>
libs = $<TARGET_FILE:aludel_runtime> -lm ${ALUDEL_LINKER}
amalgamation = ${PROJECT_BINARY_DIR}/amalgamation
")

# In an installation: relative to the file, so that the tree can be moved.
set(installed "[build]
include = ../../${CMAKE_INSTALL_INCLUDEDIR}
cflags = ${sanitize}
sqlite = ../../${CMAKE_INSTALL_LIBDIR}/libaludel_sqlite.a ${sqlite_client}
postgresql = ../../${CMAKE_INSTALL_LIBDIR}/libaludel_postgresql.a ${postgresql_client}
cli = ../../${CMAKE_INSTALL_LIBDIR}/libaludel_cli.a
trial = ../../${CMAKE_INSTALL_LIBDIR}/libaludel_trial.a
libs = ../../${CMAKE_INSTALL_LIBDIR}/libaludel_runtime.a -lm
amalgamation = ../../${CMAKE_INSTALL_DATADIR}/aludel
")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/installed/aludel-build.conf "${installed}")

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Aludel)
foreach(part runtime sqlite postgresql cli trial)
  set_target_properties(aludel_${part} PROPERTIES EXPORT_NAME ${part})
  target_include_directories(aludel_${part} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()
install(TARGETS aludel RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS aludel_runtime aludel_sqlite aludel_postgresql aludel_cli aludel_trial EXPORT Aludel
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY runtime/include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/aludel-build.conf DESTINATION lib/aludel)
install(EXPORT Aludel NAMESPACE Aludel:: FILE AludelTargets.cmake DESTINATION ${package})
set(config "include(CMakeFindDependencyMacro)
if(${ALUDEL_SQLITE})
  find_dependency(SQLite3)
endif()
if(${ALUDEL_POSTGRESQL})
  find_dependency(PostgreSQL)
endif()
include(\${CMAKE_CURRENT_LIST_DIR}/AludelTargets.cmake)
")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/installed/AludelConfig.cmake
  "${config}include(\${CMAKE_CURRENT_LIST_DIR}/AludelMigrations.cmake)\n")
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/installed/AludelConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/AludelConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/installed/AludelConfigVersion.cmake cmake/AludelMigrations.cmake
  DESTINATION ${package})
install(FILES ${PROJECT_BINARY_DIR}/amalgamation/aludel.c ${PROJECT_BINARY_DIR}/amalgamation/aludel.h
  DESTINATION ${CMAKE_INSTALL_DATADIR}/aludel)

# In the build tree: find_package looks beside a program on the PATH, so that one needn't install to try.
if(PROJECT_IS_TOP_LEVEL)
  export(TARGETS aludel_flags aludel_runtime aludel_sqlite aludel_postgresql aludel_cli aludel_trial NAMESPACE Aludel::
    FILE ${CMAKE_BINARY_DIR}/AludelTargets.cmake)
  file(WRITE ${CMAKE_BINARY_DIR}/AludelConfig.cmake
    "${config}include(${PROJECT_SOURCE_DIR}/cmake/AludelMigrations.cmake)\n")
  file(COPY ${CMAKE_CURRENT_BINARY_DIR}/installed/AludelConfigVersion.cmake DESTINATION ${CMAKE_BINARY_DIR})
endif()
