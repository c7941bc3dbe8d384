# Folders of files as constant data in the command `aludel` (generator/cli_templates.h): the environments of templates/, and
# the shells' completion. As a script (cmake -P) it writes them; included, it makes the rule that runs the script.

# made/<symbol>.c out of the files of `folder`'s folders, each of which is a template.
function(aludel_templates out symbol folder)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made/${symbol}.c)
  set(list ${CMAKE_CURRENT_BINARY_DIR}/made/${symbol}.list)
  file(GLOB_RECURSE files RELATIVE ${folder} CONFIGURE_DEPENDS ${folder}/*/*) # dotted names too
  file(CONFIGURE OUTPUT ${list} CONTENT "@files@" @ONLY) # written when it changes: a file that is gone is seen
  list(TRANSFORM files PREPEND ${folder}/ OUTPUT_VARIABLE paths)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -D FOLDER=${folder} -D SYMBOL=${symbol} -D LIST=${list} -D MADE=${made} -P ${script}
    DEPENDS ${paths} ${list} ${script} VERBATIM)
  set(${out} ${made} PARENT_SCOPE)
endfunction()

# Bytes: a string literal may have 4095 of them.
function(_aludel_template_file text at path)
  if(NOT path MATCHES "^[A-Za-z0-9._/-]+$")
    message(FATAL_ERROR "${FOLDER}/${path}: letters, digits and . _ - make a template's file names")
  endif()
  file(READ ${FOLDER}/${path} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  set(${text} "\n/* ${path} */\nstatic const unsigned char file_${at}[] = {\n${bytes}0};\n" PARENT_SCOPE)
endfunction()

function(_aludel_write_templates)
  file(READ ${LIST} files)
  list(SORT files COMPARE STRING)
  set(at 0)
  set(template)
  foreach(path IN LISTS files)
    _aludel_template_file(file_text ${at} ${path})
    string(APPEND data "${file_text}")
    string(REGEX MATCH "^[^/]+" folder ${path})
    if(NOT folder STREQUAL template)
      if(template)
        string(APPEND tables "    {0, 0},\n};\n")
      endif()
      set(template ${folder})
      string(MAKE_C_IDENTIFIER ${folder} identifier)
      string(APPEND tables "\nstatic const struct template_file files_of_${identifier}[] = {\n")
      string(APPEND folders "    {\"${folder}\", files_of_${identifier}},\n")
    endif()
    string(REGEX REPLACE "^[^/]+/" "" inside ${path})
    string(APPEND tables "    {\"${inside}\", (const char *)file_${at}},\n")
    math(EXPR at "${at} + 1")
  endforeach()
  file(WRITE ${MADE} "/* Made by cmake/AludelTemplates.cmake. */\n#include \"cli_templates.h\"\n${data}${tables}    {0, 0},\n};\n"
    "\nconst struct template_folder ${SYMBOL}[] = {\n${folders}    {0, 0},\n};\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  _aludel_write_templates()
endif()
