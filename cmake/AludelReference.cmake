# The reference of the C API, aludel(3), from aludel.h: <build>/man/aludel.3, target aludel_reference.

find_program(ALUDEL_AWK NAMES awk mawk gawk)
set(reference ${CMAKE_CURRENT_BINARY_DIR}/man/aludel.3)
set(header ${PROJECT_SOURCE_DIR}/runtime/include/aludel/aludel.h)
set(example ${PROJECT_SOURCE_DIR}/tests/embed/examples/sqlite.c)
if(NOT EXISTS ${example})
  set(example)
endif()
if(ALUDEL_AWK)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/man)
  add_custom_command(OUTPUT ${reference}
    COMMAND ${ALUDEL_AWK} -v "date=November 27, 2026" -v version=${PROJECT_VERSION} -v example=${example}
      -f ${PROJECT_SOURCE_DIR}/cmake/reference.awk ${header} ${header} > ${reference}
    DEPENDS ${header} ${example} ${PROJECT_SOURCE_DIR}/cmake/reference.awk
    VERBATIM)
  add_custom_target(aludel_reference ALL DEPENDS ${reference})
else()
  message(STATUS "aludel(3) isn't made: there is no awk")
endif()
