# re2c and lemon, for the generator and the runtime. What they make is in the folder `made` of whoever calls.

find_program(RE2C re2c NO_CMAKE_FIND_ROOT_PATH)
find_program(LEMON lemon NO_CMAKE_FIND_ROOT_PATH)
if(NOT RE2C OR NOT LEMON)
  message(FATAL_ERROR "Aludel's parsers are made by re2c and lemon when it is built: install both")
endif()

# lang/lexer.re -> made/lexer.c
function(aludel_re2c out source)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made)
  get_filename_component(name ${source} NAME_WE)
  add_custom_command(OUTPUT ${made}/${name}.c
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
    COMMAND ${RE2C} --no-generation-date --no-debug-info -W -Werror -o ${made}/${name}.c
      ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${ARGN}
    DEPENDS ${source} VERBATIM)
  set(${out} ${made}/${name}.c PARENT_SCOPE)
endfunction()

# lang/grammar.y -> made/grammar.c and made/grammar.h, in an object library of its own: lemon's template isn't
# clean under our warnings. <out>_made is the C file.
function(aludel_lemon out source library)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made)
  get_filename_component(name ${source} NAME_WE)
  file(RELATIVE_PATH source_in_project ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  add_custom_command(OUTPUT ${made}/${name}.c ${made}/${name}.h
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
    COMMAND ${LEMON} -q -d${made} ${source_in_project}
    DEPENDS ${source} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM) # so that the same is made in any folder
  add_library(${library} OBJECT ${made}/${name}.c ${made}/${name}.h)
  target_include_directories(${library} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/runtime
    ${PROJECT_SOURCE_DIR}/runtime/include)
  target_compile_definitions(${library} PRIVATE _POSIX_C_SOURCE=200809L NDEBUG)
  target_compile_options(${library} PRIVATE -Wall -Wno-unused-parameter -Wno-unused-variable
    -ffunction-sections -fdata-sections)
  set_target_properties(${library} PROPERTIES C_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)
  set(${out} $<TARGET_OBJECTS:${library}> ${made}/${name}.h PARENT_SCOPE)
  set(${out}_made ${made}/${name}.c PARENT_SCOPE)
endfunction()
