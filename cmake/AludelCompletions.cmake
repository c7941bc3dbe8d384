# The shells' completion of `aludel`, made by it into completions/ of the build folder, under the names by which each shell
# finds it. A cross-built aludel can't run: then the host's (ALUDEL_EXECUTABLE) makes them, if there is one.

if(NOT CMAKE_CROSSCOMPILING)
  set(maker aludel)
else()
  set(maker ${ALUDEL_EXECUTABLE})
endif()
set(ALUDEL_COMPLETIONS ${PROJECT_BINARY_DIR}/completions)
set(ALUDEL_COMPLETION_FILES)

if(maker)
  foreach(pair bash=aludel zsh=_aludel fish=aludel.fish)
    string(REGEX MATCH "^([a-z]+)=(.*)$" pair ${pair})
    set(made ${ALUDEL_COMPLETIONS}/${CMAKE_MATCH_2})
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${ALUDEL_COMPLETIONS}
      COMMAND ${maker} completion ${CMAKE_MATCH_1} > ${made}
      DEPENDS ${maker} VERBATIM)
    list(APPEND ALUDEL_COMPLETION_FILES ${made})
  endforeach()
  set(with_all)
  if(PROJECT_IS_TOP_LEVEL)
    set(with_all ALL)
  endif()
  add_custom_target(aludel_completions ${with_all} DEPENDS ${ALUDEL_COMPLETION_FILES})
endif()
